using System.Buffers.Binary;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Simulation.Hostile;

/// <summary>Devices, their keys, and what they send.</summary>
internal static class Samples
{
    /// <summary>The device that inputs are in the name of.</summary>
    public const string Device = "kite";

    /// <summary>Another device of the same fleet.</summary>
    public const string OtherDevice = "kestrel";

    /// <summary>The fleet of both.</summary>
    public const string Fleet = "field";

    /// <summary>The time.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The device's key.</summary>
    public static readonly byte[] Key = [.. Enumerable.Range(1, DeviceIdentity.KeyBytes).Select(i => (byte)i)];

    /// <summary>The other device's key.</summary>
    public static readonly byte[] OtherKey = [.. Enumerable.Range(101, DeviceIdentity.KeyBytes).Select(i => (byte)i)];

    /// <summary>The device.</summary>
    public static readonly DeviceIdentity Kite = new(Device, Fleet, Key, "drone", "link-1");

    /// <summary>The other device.</summary>
    public static readonly DeviceIdentity Kestrel = new(OtherDevice, Fleet, OtherKey, "groundReceiver", "link-1");

    /// <summary>Returns frames of all kinds of records.</summary>
    public static byte[][] Frames(byte[]? key = null)
    {
        var at = Now.ToUnixTimeMilliseconds();
        return
        [
            FrameWriter.Write([Numeric(0, RecordKind.Position, at, 475_000_000, 85_000_000, 43_210, 3_000, 1_250, -40, 27_000, 3, 14, 80)], key),
            FrameWriter.Write([.. Enumerable.Range(0, 12).Select(i => Numeric(i, (byte)(1 + (i % RecordKind.Peer)), at + (i * 250), 1, -i, long.MaxValue, i * 1000))], key),
            FrameWriter.Write([Text(7, at, 4, "PreArm: GPS 1 \u00E9\u20AC"), Text(8, at, 6, "")], key),
            FrameWriter.Write([Numeric(9, RecordKind.Power, 123_456, 15_800, 2_500)], key),
            FrameWriter.Write([.. Enumerable.Range(100, 60).Select(i => Numeric(i, RecordKind.VideoLink, at + i, 5800, -6000 + i, -6100, -5900))], key),
        ];
    }

    /// <summary>Returns a record of a kind's first fields.</summary>
    public static TelemetryRecord Numeric(int sequence, byte kind, long timeMs, params long[] values)
    {
        var count = Math.Min(values.Length, KindSchema.Find(kind)!.Fields.Length);
        return new TelemetryRecord
        {
            DeviceId = Device,
            BootId = 0x00010203,
            Sequence = (uint)sequence,
            TimeMs = timeMs,
            ClockSynced = timeMs > 1_000_000_000_000,
            Kind = kind,
            Mask = (1u << count) - 1,
            Values = values.AsMemory(0, count),
        };
    }

    /// <summary>Makes a frame's CRC right, and before it, where there is a key, its signature.</summary>
    public static void Seal(Span<byte> frame, byte[]? key = null)
    {
        var end = frame.Length - sizeof(uint);
        if (end < 0) return;
        if (key is not null && end >= 16) Sign(frame[..(end - 16)], frame[(end - 16)..end], key);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[end..], System.IO.Hashing.Crc32.HashToUInt32(frame[..end]));
    }

    /// <summary>Writes the first bytes of HMAC-SHA256.</summary>
    public static void Sign(ReadOnlySpan<byte> content, Span<byte> signature, byte[] key)
    {
        Span<byte> code = stackalloc byte[32];
        System.Security.Cryptography.HMACSHA256.HashData(key, content, code);
        code[..signature.Length].CopyTo(signature);
    }

    private static TelemetryRecord Text(int sequence, long timeMs, byte severity, string text) => new()
    {
        DeviceId = Device,
        BootId = 0x00010203,
        Sequence = (uint)sequence,
        TimeMs = timeMs,
        ClockSynced = true,
        Kind = RecordKind.Text,
        Severity = severity,
        Text = text,
    };
}
