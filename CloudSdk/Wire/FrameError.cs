namespace DroneLink.CloudSdk.Wire;

/// <summary>Why a frame is refused. A reader reports the first in this order; README.md says what each takes in.</summary>
public enum FrameError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>Fewer bytes than the smallest frame.</summary>
    Short,

    /// <summary>More bytes than a frame may have.</summary>
    TooLarge,

    /// <summary>The first byte is not a frame's.</summary>
    Magic,

    /// <summary>A version that this reader does not know; the frame need not be malformed.</summary>
    Version,

    /// <summary>The CRC does not fit the bytes.</summary>
    Crc,

    /// <summary>A flag is set that has no meaning.</summary>
    Flags,

    /// <summary>The signature is not by the device's key, or is required and missing.</summary>
    Signature,

    /// <summary>The device id is empty, too long, or has a character that is not allowed.</summary>
    Id,

    /// <summary>Not 1 to 255 records, or sequence numbers past 32 bits.</summary>
    Count,

    /// <summary>A variable-length integer is overlong, overflows, or is cut off.</summary>
    Varint,

    /// <summary>A record ends past the frame, or its fields before its end.</summary>
    Length,

    /// <summary>A text is not UTF-8, or too long.</summary>
    Text,

    /// <summary>Bytes follow the last record.</summary>
    Trailing,

    /// <summary>The frame is not of the device in whose name it came. No reader reports it, only ingest.</summary>
    DeviceMismatch,

    /// <summary>A time is too far ahead of the clock. No reader reports it, only ingest.</summary>
    Future,
}
