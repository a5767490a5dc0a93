using System.Buffers.Binary;

namespace DroneLink.CloudSdk.Ota;

/// <summary>What a device is sent on its topic <c>ota</c>: a type, an ASCII letter, and what belongs to it.</summary>
public static class OtaMessage
{
    /// <summary>Bytes of an image that one message carries at the most.</summary>
    public const int MaxBlockBytes = 2046;

    /// <summary>Reason of an error: there is no such build, or no longer; the device gives it up.</summary>
    public const byte UnknownBuild = 1;

    /// <summary>Reason of an error: the request is malformed or asks for more than there is.</summary>
    public const byte BadRequest = 2;

    /// <summary>Reason of an error: not now; the device asks again later and keeps what it has.</summary>
    public const byte TryLater = 3;

    /// <summary>A manifest: <c>M</c>, then <see cref="OtaManifest"/>.</summary>
    public static byte[] Manifest(ReadOnlySpan<byte> manifest) => [(byte)'M', .. manifest];

    /// <summary>There is nothing for it now: <c>N</c>.</summary>
    public static byte[] None() => [(byte)'N'];

    /// <summary>A part of an image: <c>B</c>, u32 build, u32 offset, both little-endian, then the bytes.</summary>
    public static byte[] Block(int build, int offset, ReadOnlySpan<byte> bytes)
    {
        var message = new byte[1 + sizeof(uint) + sizeof(uint) + bytes.Length];
        message[0] = (byte)'B';
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(1), build);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(1 + sizeof(uint)), offset);
        bytes.CopyTo(message.AsSpan(1 + sizeof(uint) + sizeof(uint)));
        return message;
    }

    /// <summary>An error: <c>E</c>, then its reason.</summary>
    public static byte[] Error(byte reason) => [(byte)'E', reason];

    /// <summary>A nudge to ask for the manifest: <c>C</c>.</summary>
    public static byte[] Check() => [(byte)'C'];
}
