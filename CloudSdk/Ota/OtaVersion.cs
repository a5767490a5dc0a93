using System.Globalization;

namespace DroneLink.CloudSdk.Ota;

/// <summary>A payload's version as devices have it, three parts of 0 to 255. The higher is the later.</summary>
/// <param name="Packed"><c>major &lt;&lt; 16 | minor &lt;&lt; 8 | patch</c>, as in the wire format.</param>
public readonly record struct OtaVersion(int Packed) : IComparable<OtaVersion>
{
    private const int Parts = 3;

    /// <summary>Reads a text such as <c>0.2.0</c>; false when it is no such version.</summary>
    public static bool TryParse(string? text, out OtaVersion version)
    {
        version = default;
        var parts = (text ?? "").Split('.');
        if (parts.Length != Parts)
            return false;
        var packed = 0;
        foreach (var part in parts)
        {
            // One spelling for one version: 01 is none.
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || (part.Length > 1 && part[0] == '0'))
                return false;
            packed = (packed << 8) | number;
        }

        version = new OtaVersion(packed);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(OtaVersion other) => Packed.CompareTo(other.Packed);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Packed >> 16}.{(Packed >> 8) & 0xFF}.{Packed & 0xFF}");
}
