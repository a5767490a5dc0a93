using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Ring;

/// <summary>Files of a ring whose every CRC is right, and whose numbers make no sense: what a mistake in some firmware could leave to the next.</summary>
internal static class RingForgery
{
    private const uint CursorMagic = 0x31414C44;

    /// <summary>Puts one there.</summary>
    /// <returns>What.</returns>
    public static string Do(CutStore store, Random random, FrameSource source)
    {
        if (random.Next(3) == 0)
        {
            var name = random.Next(2) == 0 ? "cursor.0" : "cursor.1";
            var (generation, head, overwritten) = (Number(random), Number(random), Number(random));
            store.Damage(name, Cursor(generation, head, overwritten));
            return $"{name}: generation {generation}, done below {head}, {overwritten} overwritten";
        }

        var first = Number(random);
        var done = Number(random);
        var segment = Segment(random, source, first, done);
        var file = $"{first:x8}.{(random.Next(2) == 0 ? 'a' : 'b')}";
        store.Damage(file, segment);
        return $"{file}: {segment.Length} bytes, done below {done}";
    }

    private static byte[] Cursor(uint generation, uint head, uint overwritten)
    {
        var bytes = new byte[20];
        LittleEndian.WriteUInt32(bytes, 0, CursorMagic);
        LittleEndian.WriteUInt32(bytes, 4, generation);
        LittleEndian.WriteUInt32(bytes, 8, head);
        LittleEndian.WriteUInt32(bytes, 12, overwritten);
        LittleEndian.WriteUInt32(bytes, 16, Crc32.Compute(bytes, 0, 16));
        return bytes;
    }

    private static byte[] Segment(Random random, FrameSource source, uint first, uint done)
    {
        var bytes = new byte[FlashRing.SegmentBytes + 2200];
        LittleEndian.WriteUInt32(bytes, 0, SegmentLayout.Magic);
        LittleEndian.WriteUInt32(bytes, 4, first);
        LittleEndian.WriteUInt32(bytes, 8, done);
        LittleEndian.WriteUInt32(bytes, 12, Number(random));
        SegmentLayout.SealHeader(bytes);
        var at = SegmentLayout.HeaderBytes;
        var limit = random.Next(SegmentLayout.HeaderBytes, FlashRing.SegmentBytes + 100);
        for (var number = first; at < limit; number++)
        {
            var frame = source.Make(random, (uint)random.Next(100)).Bytes;
            frame.CopyTo(bytes, at + SegmentLayout.EntryBytes);
            LittleEndian.WriteUInt16(bytes, at, random.Next(30) == 0 ? random.Next(65536) : frame.Length);
            bytes[at + 2] = (byte)random.Next(256);
            bytes[at + 3] = (byte)(random.Next(10) == 0 ? random.Next(256) : 0);
            SegmentLayout.SealEntry(bytes.AsSpan(at, SegmentLayout.EntryBytes + frame.Length), random.Next(30) == 0 ? Number(random) : number);
            at += SegmentLayout.EntryBytes + frame.Length;
        }

        return bytes[..Math.Min(at, random.Next(4) == 0 ? FlashRing.SegmentBytes : bytes.Length)];
    }

    // Those at which something turns over, and those that the ring has. Not those right below FlashRing.MaxNumber: a ring that believes in them ends there.
    private static uint Number(Random random) => random.Next(8) switch
    {
        0 => uint.MaxValue - (uint)random.Next(3),
        1 => FlashRing.MaxNumber + 1 + (uint)random.Next(3),
        2 => 0,
        3 => uint.MaxValue - (uint)random.Next(300),
        4 => (uint)random.Next(1000),
        _ => (uint)random.Next(60),
    };
}
