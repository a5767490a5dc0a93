using System.Globalization;
using System.Text;
using DroneLink.Drivers.NmeaGps;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A GPS that says anything: no more sentences than have a right checksum, and every value within its range.</summary>
internal sealed class NmeaDoor : Door
{
    // 1980, when GPS time begins, to 2079.
    private const long FirstMs = 315_532_800_000;
    private const long EndMs = 3_471_292_800_000;

    private NmeaParser _parser = null!;

    /// <inheritdoc/>
    public override string Name => "nmea";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Sentences(
            "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,",
            "GNRMC,123520.50,A,4807.0380000,S,01131.0000000,W,022.4,084.4,251126,003.1,W",
            "GNGGA,000000,,,,,0,00,99.99,,,,,,",
            "GNRMC,235959.999,V,,,,,,,291228,,,N"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [.. Hostile.Words.Of("$", "*", ",", "*00", "\r\n", "GPGGA,", "RMC", ".", "-", "99999999999", "60.0", "9000.000", "18000.000", "000000", "320199", "0000000000.000000000")];

    /// <inheritdoc/>
    public override int BytesPerByte => 0;

    /// <inheritdoc/>
    public override int FreeBytes => 2048;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        for (var at = 0; at + 3 <= input.Length; at++)
        {
            if (input[at] != '$') continue;
            var length = input[(at + 1)..].IndexOf((byte)'*');
            if (length < 0 || at + length + 4 > input.Length) return;
            Encoding.ASCII.GetBytes(Sum(input.Slice(at + 1, length)), input[(at + length + 2)..]);
            at += length;
        }
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _parser = new NmeaParser();
        var taken = 0;
        foreach (var value in input) taken += _parser.Take(value, 0) ? 1 : 0;
        return new Outcome(taken > 0, (taken * 256) + ((int)_parser.FormatErrors * 32) + ((int)_parser.ChecksumErrors * 4) + (int)_parser.BrokenSentences);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        var right = 0;
        for (var at = text.IndexOf('$'); at >= 0; at = text.IndexOf('$', at + 1))
        {
            var end = text.IndexOf('*', at);
            if (end < 0 || end + 3 > text.Length) break;
            right += text.AsSpan(end + 1, 2).Equals(Sum(input.AsSpan(at + 1, end - at - 1)), StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        ViolationException.Unless(_parser.Sentences <= right, () => $"{_parser.Sentences} sentences, and {right} right checksums");
        var reading = _parser.Reading;
        ViolationException.Unless(Math.Abs(reading.LatitudeE7) <= 900_000_000 && Math.Abs((long)reading.LongitudeE7) <= 1_800_000_000, "a place that is none");
        ViolationException.Unless(!reading.HasCourse || reading.CourseCentiDegrees is >= 0 and <= 36000, "a course that is none");
        ViolationException.Unless(!reading.HasSpeed || reading.SpeedCms >= 0, "a speed below 0");
        ViolationException.Unless(!reading.HasSatellites || reading.Satellites >= 0, "fewer satellites than none");
        ViolationException.Unless(!reading.HasHdop || reading.HdopCenti >= 0, "a dilution below 0");
        ViolationException.Unless(!reading.HasTime || reading.UnixMs is >= FirstMs and < EndMs, "a time that two digits do not say");
    }

    private static IEnumerable<byte[]> Sentences(params string[] texts)
    {
        var all = texts.Select(text => $"${text}*{Sum(Encoding.ASCII.GetBytes(text))}\r\n").ToList();
        return all.Take(2).Append(string.Concat(all)).Select(Encoding.ASCII.GetBytes);
    }

    private static string Sum(ReadOnlySpan<byte> text)
    {
        byte sum = 0;
        foreach (var value in text) sum ^= value;
        return sum.ToString("X2", CultureInfo.InvariantCulture);
    }
}
