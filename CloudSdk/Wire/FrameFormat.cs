using System.Buffers;

namespace DroneLink.CloudSdk.Wire;

/// <summary>Bounds and constants of telemetry frame version 1. README.md beside this file has the whole format.</summary>
public static class FrameFormat
{
    /// <summary>Bytes of the smallest frame.</summary>
    public const int MinFrameBytes = 16;

    /// <summary>Bytes of the largest frame.</summary>
    public const int MaxFrameBytes = 2048;

    /// <summary>How far ahead of its reader's clock a frame may be dated, ms: 24 hours.</summary>
    public const long MaxAheadMs = 24 * 60 * 60 * 1000;

    /// <summary>Records of a frame at the most.</summary>
    public const int MaxRecords = 255;

    /// <summary>Bytes of a device id at the most.</summary>
    public const int MaxDeviceIdBytes = 32;

    /// <summary>UTF-8 bytes of a text at the most.</summary>
    public const int MaxTextBytes = 200;

    internal const byte Magic = 0xD7;
    internal const byte Version = 1;
    internal const byte ClockSyncedFlag = 1;
    internal const byte SignedFlag = 2;
    internal const int IdOffset = 4;
    internal const int BootIdBytes = 4;
    internal const int SignatureBytes = 16;
    internal const int CrcBytes = 4;

    private const string IdCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    private static readonly SearchValues<char> IdChars = SearchValues.Create(IdCharacters);
    private static readonly SearchValues<byte> IdBytes = SearchValues.Create(IdCharacters.Select(c => (byte)c).ToArray());

    /// <summary>Returns whether a text can be a device's id: 1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>.</summary>
    public static bool IsDeviceId(ReadOnlySpan<char> id) => id.Length is >= 1 and <= MaxDeviceIdBytes && !id.ContainsAnyExcept(IdChars);

    internal static bool IsDeviceId(ReadOnlySpan<byte> id) => id.Length is >= 1 and <= MaxDeviceIdBytes && !id.ContainsAnyExcept(IdBytes);
}
