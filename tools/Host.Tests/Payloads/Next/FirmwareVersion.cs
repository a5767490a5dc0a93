namespace DroneLink.Firmware.Application;

/// <summary>Version of this release.</summary>
public static class FirmwareVersion
{
    /// <summary>Its first number.</summary>
    public const int Major = 0;

    /// <summary>Its second number.</summary>
    public const int Minor = 2;

    /// <summary>Its third number.</summary>
    public const int Patch = 0;

    /// <summary>Its build.</summary>
    public const int Build = 7;

    /// <summary>major&lt;&lt;16 | minor&lt;&lt;8 | patch.</summary>
    public const int Packed = (Major << 16) | (Minor << 8) | Patch;

    /// <summary>As text.</summary>
    public const string Text = "0.2.0";
}
