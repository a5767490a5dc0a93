using System.Numerics;
using System.Text;
using CsCheck;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Wire;

/// <summary>Random records that go into one frame, though perhaps not into its 2,048 bytes.</summary>
internal static class RecordGen
{
    private static readonly byte[] NumericKinds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    private static readonly Gen<long> Value = Gen.Frequency(
        (4, Gen.Long[-1000, 1000]), (2, Gen.Int.Select(value => (long)value)), (1, Gen.Long), (1, Gen.OneOf(long.MinValue, long.MaxValue)));

    private static readonly Gen<uint> Dt = Gen.Frequency((6, Gen.UInt[0, 5000]), (1, Gen.UInt));

    private static readonly Gen<Content> Numeric =
        from kind in Gen.OneOf(NumericKinds)
        from bits in Gen.UInt
        from values in Value.Array[KindSchema.Find(kind)!.Fields.Length]
        let mask = bits & (uint)((1ul << values.Length) - 1)
        select new Content(kind, mask, values[..BitOperations.PopCount(mask)], 0, null);

    private static readonly Gen<Content> Text =
        from severity in Gen.Byte
        from runes in Gen.OneOf(Gen.Int[0x20, 0x7E], Gen.Int[0xA0, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]).Array[0, 50]
        select new Content(RecordKind.Text, 0, [], severity, string.Concat(runes.Select(rune => new Rune(rune).ToString())));

    private static readonly Gen<Content> Unknown =
        Gen.Byte.Where(kind => KindSchema.Find(kind) is null).Select(kind => new Content(kind, 0, [], 0, null));

    /// <summary>1 to <paramref name="most"/> records of one frame.</summary>
    public static Gen<TelemetryRecord[]> Frame(int most) =>
        from id in Gen.OneOf("abcXYZ019._-".ToCharArray()).Array[1, FrameFormat.MaxDeviceIdBytes]
        from boot in Gen.UInt
        from sequence in Gen.Frequency((3, Gen.UInt[0, 100_000]), (1, Gen.UInt[0, uint.MaxValue - FrameFormat.MaxRecords]))
        from time in Gen.Frequency((3, Gen.Long[0, 2_000_000_000_000]), (1, Gen.Long[0, long.MaxValue - (uint.MaxValue * 256L)]))
        from synced in Gen.Bool
        from contents in Gen.Select(Gen.Frequency((8, Numeric), (2, Text), (1, Unknown)), Dt).Array[1, most]
        select Records(new string(id), boot, sequence, time, synced, contents);

    private static TelemetryRecord[] Records(
        string id, uint boot, uint sequence, long time, bool synced, (Content Content, uint Dt)[] contents)
    {
        var records = new TelemetryRecord[contents.Length];
        for (var i = 0; i < records.Length; i++)
        {
            var (content, dt) = contents[i];
            time += i == 0 ? 0 : dt;
            records[i] = new TelemetryRecord
            {
                DeviceId = id,
                BootId = boot,
                Sequence = sequence + (uint)i,
                TimeMs = time,
                ClockSynced = synced,
                Kind = content.Kind,
                Mask = content.Mask,
                Values = content.Values,
                Severity = content.Severity,
                Text = content.Text,
            };
        }

        return records;
    }

    private sealed record Content(byte Kind, uint Mask, long[] Values, byte Severity, string? Text);
}
