using System.Buffers.Binary;
using System.IO.Hashing;
using CsCheck;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Wire;

/// <summary>CsCheck prints the seed of a run that fails; CsCheck_Seed repeats it.</summary>
public sealed class FramePropertyTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];

    [Fact]
    public void WhatIsWritten_IsReadBackEqual()
    {
        Gen.Select(RecordGen.Frame(40), Gen.Bool).Sample((records, isSigned) =>
        {
            Span<byte> bytes = stackalloc byte[FrameFormat.MaxFrameBytes];
            var key = isSigned ? Key : [];
            if (!FrameWriter.TryWrite(records, bytes, out var length, key))
            {
                return length == 0;
            }

            var options = new FrameReaderOptions { Key = Key, RequireSignature = isSigned };
            return FrameReader.TryRead(bytes[..length], options, out var frame, out _)
                && frame.Signed == isSigned && frame.FirstSequence == records[0].Sequence && frame.BaseTimeMs == records[0].TimeMs
                && frame.Records.Select(RecordJson.ToLine).SequenceEqual(records.Select(RecordJson.ToLine))
                && FrameWriter.Write(frame.Records, key).AsSpan().SequenceEqual(bytes[..length]);
        });
    }

    [Fact]
    public void RandomBytes_AreRefused()
    {
        Gen.Byte.Array[0, 3000].Sample(bytes =>
            !FrameReader.TryRead(bytes, out var frame, out var error) && frame is null && error != FrameError.None);
    }

    [Fact]
    public void ChangedBytes_AreRefusedByTheCrc()
    {
        Gen.Select(RecordGen.Frame(5), Gen.Int[4, 10_000], Gen.Byte[1, 255]).Sample((records, place, change) =>
        {
            var bytes = FrameWriter.Write(records);
            bytes[4 + (place % (bytes.Length - 4))] ^= change;
            return !FrameReader.TryRead(bytes, out _, out var error) && error == FrameError.Crc;
        });
    }

    [Fact]
    public void ChangedBytesWithARightCrc_AreReadOrRefusedButNeverThrow()
    {
        var mutation = Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[1, 6];
        Gen.Select(RecordGen.Frame(12), mutation, Gen.Int[0, 60]).Sample((records, mutations, cut) =>
        {
            Span<byte> buffer = stackalloc byte[FrameFormat.MaxFrameBytes];
            if (!FrameWriter.TryWrite(records, buffer, out var length))
            {
                return true;
            }

            var bytes = buffer[..int.Max(FrameFormat.MinFrameBytes, length - (cut < 40 ? 0 : cut))];
            foreach (var (place, value) in mutations)
            {
                bytes[2 + (place % (bytes.Length - 2))] = value;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes[^4..], Crc32.HashToUInt32(bytes[..^4]));
            var isRead = FrameReader.TryRead(bytes, out var frame, out var error);
            return isRead ? IsSound(frame!) : error is >= FrameError.Flags and <= FrameError.Trailing;
        });
    }

    private static bool IsSound(Frame frame) =>
        FrameFormat.IsDeviceId(frame.DeviceId)
        && frame.Records.Count is >= 1 and <= FrameFormat.MaxRecords
        && frame.Records.Select((record, i) => record.Sequence == frame.FirstSequence + (uint)i).All(isNext => isNext)
        && frame.Records.Zip(frame.Records.Skip(1)).All(pair => pair.First.TimeMs >= 0 && pair.First.TimeMs <= pair.Second.TimeMs)
        && frame.Records.All(record => RecordJson.ToLine(record).Length > 0);
}
