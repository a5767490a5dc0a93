namespace DroneLink.CloudSdk.Wire;

/// <summary>What a <see cref="FrameError"/> is called on the wire, and what it says to people.</summary>
public static class FrameErrors
{
    /// <summary>Returns the code, as answers and dead letters carry it.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="error"/> is <see cref="FrameError.None"/> or undefined.</exception>
    public static string Code(this FrameError error) => Describe(error).Code;

    /// <summary>Returns what is wrong and what to do about it, in one plain sentence or two.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="error"/> is <see cref="FrameError.None"/> or undefined.</exception>
    public static string Message(this FrameError error) => Describe(error).Message;

    private static (string Code, string Message) Describe(FrameError error) => error switch
    {
        FrameError.Short => ("short", "The frame has fewer than 16 bytes. Send whole frames."),
        FrameError.TooLarge => ("too-large", "The frame has more than 2048 bytes. Seal frames earlier."),
        FrameError.Magic => ("magic", "The first byte is not 0xD7. Send telemetry frames, each from its start."),
        FrameError.Version => ("version", "The frame's version is not 1. Update the receiving side, or the device."),
        FrameError.Crc => ("crc", "The CRC does not fit: bytes changed on the way or in flash. Check both."),
        FrameError.Flags => ("flags", "A reserved flag is set. Update the receiving side, or correct the sender."),
        FrameError.Signature => ("signature", "The signature is missing or not by this device's key. Provision the device with its key."),
        FrameError.Id => ("id", "The device id is not 1 to 32 characters of A-Z a-z 0-9 . _ -. Correct the device's configuration."),
        FrameError.Count => ("count", "A frame has 1 to 255 records, with sequence numbers of 32 bits. Correct the sender."),
        FrameError.Varint => ("varint", "A variable-length integer is overlong, too big or cut off. Correct the sender."),
        FrameError.Length => ("length", "A record's length does not fit its content or the frame. Correct the sender."),
        FrameError.Text => ("text", "A text is not valid UTF-8 or has more than 200 bytes. Cut texts between characters."),
        FrameError.Trailing => ("trailing", "Bytes follow the last record. Correct the sender."),
        FrameError.DeviceMismatch => ("device-mismatch", "The frame is of another device. Send each device's frames in its own name."),
        FrameError.Future => ("future", "A record is dated more than 24 hours ahead. Correct the device's clock."),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "Not an error that has a code."),
    };
}
