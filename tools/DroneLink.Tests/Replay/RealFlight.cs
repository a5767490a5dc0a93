using System.Buffers.Binary;
using System.Text;

namespace DroneLink.Tool.Tests.Replay;

/// <summary>
/// A real flight, read by nothing of the product: what its MAVLink 1 packets say, converted as the wire format wants it. The log lies beside
/// the repository; where it does not, its tests are skipped.
/// </summary>
internal sealed class RealFlight
{
    private const int TimeBytes = 8;

    private RealFlight(string path) => Path = path;

    public string Path { get; }

    /// <summary>Time ms, latitude, longitude, altitudeMsl, altitudeRelative, groundSpeed, climbRate, heading.</summary>
    public List<long[]> Positions { get; } = [];

    /// <summary>Time ms, roll, pitch, yaw.</summary>
    public List<long[]> Attitudes { get; } = [];

    public List<(long TimeMs, int Severity, string Text)> Texts { get; } = [];

    public static RealFlight Read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "cloud.sln"))) root = root.Parent;
        var flight = new RealFlight(System.IO.Path.Combine(root?.Parent?.FullName ?? "", "shared", "data", "vtol.tlog"));
        Assert.SkipUnless(File.Exists(flight.Path), "shared/data/vtol.tlog is not beside the repository");
        flight.Read(File.ReadAllBytes(flight.Path));
        return flight;
    }

    private static long Rounded(double value) => (long)Math.Round(value, MidpointRounding.AwayFromZero);

    private static long Angle(ReadOnlySpan<byte> radians) => Rounded(BinaryPrimitives.ReadSingleLittleEndian(radians) * (18000 / Math.PI));

    private void Read(byte[] log)
    {
        for (var at = 0; at < log.Length;)
        {
            var time = BinaryPrimitives.ReadInt64BigEndian(log.AsSpan(at)) / 1000;
            var packet = log.AsSpan(at + TimeBytes);
            Assert.Equal(0xFE, packet[0]);
            var payload = packet.Slice(6, packet[1]);
            switch (packet[5])
            {
                case 30:
                    Attitudes.Add([time, Angle(payload[4..]), Angle(payload[8..]), Angle(payload[12..])]);
                    break;
                case 33:
                    AddPosition(time, payload);
                    break;
                case 253:
                    var text = payload[1..];
                    var end = text.IndexOf((byte)0);
                    Texts.Add((time, payload[0], Encoding.ASCII.GetString(end < 0 ? text : text[..end])));
                    break;
            }

            at += TimeBytes + packet[1] + 8;
        }
    }

    private void AddPosition(long time, ReadOnlySpan<byte> payload)
    {
        var north = BinaryPrimitives.ReadInt16LittleEndian(payload[20..]);
        var east = BinaryPrimitives.ReadInt16LittleEndian(payload[22..]);
        Positions.Add(
        [
            time,
            BinaryPrimitives.ReadInt32LittleEndian(payload[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(payload[8..]),
            Rounded(BinaryPrimitives.ReadInt32LittleEndian(payload[12..]) / 10.0),
            Rounded(BinaryPrimitives.ReadInt32LittleEndian(payload[16..]) / 10.0),
            Rounded(Math.Sqrt((north * north) + (east * east))),
            -BinaryPrimitives.ReadInt16LittleEndian(payload[24..]),
            BinaryPrimitives.ReadUInt16LittleEndian(payload[26..]),
        ]);
    }
}
