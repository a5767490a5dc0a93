using System.Globalization;
using System.IO.Ports;
using System.Text;

namespace DroneLink.Host.Models;

/// <summary>A GNSS receiver: positions become sentences on a wire, once an epoch.</summary>
public sealed class NmeaGpsModel
{
    private readonly Random _random;

    /// <summary>Creates a receiver that has a fix.</summary>
    /// <param name="seed">Same seed, same garbage.</param>
    public NmeaGpsModel(int seed = 1) => _random = new Random(seed);

    /// <summary>Where the sentences go; unset, they are lost.</summary>
    public SerialWire? Wire { get; set; }

    /// <summary>Who talks.</summary>
    public string Talker { get; set; } = "GN";

    /// <summary>Decimals of the minutes.</summary>
    public int MinuteDecimals { get; set; } = 5;

    /// <summary>Degrees north.</summary>
    public double Latitude { get; set; }

    /// <summary>Degrees east.</summary>
    public double Longitude { get; set; }

    /// <summary>Above mean sea level, m.</summary>
    public double AltitudeMetres { get; set; }

    /// <summary>Speed over ground, knots.</summary>
    public double SpeedKnots { get; set; }

    /// <summary>Course over ground, degrees; NaN leaves it out.</summary>
    public double CourseDegrees { get; set; }

    /// <summary>GGA's quality; 0 is no fix, and empties what a fix tells.</summary>
    public int FixQuality { get; set; } = 1;

    /// <summary>Satellites in use.</summary>
    public int Satellites { get; set; } = 9;

    /// <summary>Horizontal dilution of precision.</summary>
    public double Hdop { get; set; } = 0.9;

    /// <summary>Whether every sentence's check is wrong.</summary>
    public bool CorruptsChecks { get; set; }

    /// <summary>Bytes of garbage before each sentence, at the most.</summary>
    public int GarbageBytes { get; set; }

    /// <summary>The bytes of the last epoch.</summary>
    public byte[] LastBytes { get; private set; } = [];

    /// <summary>Sends an epoch: GGA, a GSV that nobody needs, RMC.</summary>
    /// <param name="utc">Its time.</param>
    public void Send(DateTime utc)
    {
        var hasFix = FixQuality != 0;
        var clock = utc.ToString("HHmmss.ff", CultureInfo.InvariantCulture);
        var position = hasFix
            ? $"{Angle(Latitude, 2)},{(Latitude < 0 ? 'S' : 'N')},{Angle(Longitude, 3)},{(Longitude < 0 ? 'W' : 'E')}"
            : ",,,";
        var hdop = hasFix ? Number(Hdop, "0.00") : "99.99";
        var altitude = hasFix ? $"{Number(AltitudeMetres, "0.0")},M,46.9,M" : ",M,,M";
        var course = hasFix && !double.IsNaN(CourseDegrees) ? Number(CourseDegrees, "0.00") : "";
        var speed = hasFix ? Number(SpeedKnots, "0.000") : "";
        var bytes = new List<byte>();
        Add(bytes, $"{Talker}GGA,{clock},{position},{FixQuality},{Satellites:00},{hdop},{altitude},,");
        Add(bytes, $"{Talker}GSV,1,1,02,01,40,083,46,02,17,308,41");
        Add(bytes, $"{Talker}RMC,{clock},{(hasFix ? 'A' : 'V')},{position},{speed},{course},{utc:ddMMyy},,,{(hasFix ? 'A' : 'N')}");
        LastBytes = [.. bytes];
        Wire?.Send(LastBytes);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private string Angle(double degrees, int digits)
    {
        var scale = (long)Math.Pow(10, MinuteDecimals);
        var minutes = (long)Math.Round(Math.Abs(degrees) * 60 * scale);
        var whole = minutes / (60 * scale);
        minutes -= whole * 60 * scale;
        var text = whole.ToString(new string('0', digits), CultureInfo.InvariantCulture) + (minutes / scale).ToString("00", CultureInfo.InvariantCulture);
        return MinuteDecimals == 0 ? text : text + "." + (minutes % scale).ToString(new string('0', MinuteDecimals), CultureInfo.InvariantCulture);
    }

    private void Add(List<byte> bytes, string sentence)
    {
        var garbage = new byte[_random.Next(GarbageBytes + 1)];
        _random.NextBytes(garbage);
        bytes.AddRange(garbage);
        var check = sentence.Aggregate(0, (sum, letter) => sum ^ letter) ^ (CorruptsChecks ? 1 : 0);
        bytes.AddRange(Encoding.ASCII.GetBytes($"${sentence}*{check:X2}\r\n"));
    }
}
