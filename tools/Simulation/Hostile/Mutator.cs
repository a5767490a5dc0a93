using System.Buffers.Binary;

namespace DroneLink.Simulation.Hostile;

/// <summary>Makes inputs out of others: most of what they say stays, so that what reads them gets far before it meets what is wrong.</summary>
internal sealed class Mutator(Random random, Door door)
{
    private const int MaxCorpus = 256;
    private const double RepairShare = 0.8;

    private static readonly ulong[] Numbers =
    [
        0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, ulong.MaxValue,
    ];

    private static readonly byte[] Structure = "{}[]:,\"/?&=;-\n"u8.ToArray();

    private readonly List<byte[]> _corpus = [.. door.Examples];
    private readonly byte[] _buffer = new byte[2 * Math.Max(door.MaxBytes, door.Examples.Max(example => example.Length))];
    private int _count;

    /// <summary>Makes an input.</summary>
    public byte[] Next()
    {
        var from = _corpus[random.Next(_corpus.Count)];
        from.CopyTo(_buffer, 0);
        _count = from.Length;
        for (var changes = 1 + (random.Next(4) == 0 ? random.Next(8) : 0); changes > 0; changes--) Change();
        var input = _buffer.AsSpan(0, Math.Min(_count, _buffer.Length / 2)).ToArray();
        if (random.NextDouble() < RepairShare) door.Repair(input);
        return input;
    }

    /// <summary>Keeps an input that did something new, to go on from; of too many, one of the others is forgotten.</summary>
    public void Keep(byte[] input)
    {
        if (_corpus.Count < MaxCorpus) _corpus.Add(input);
        else _corpus[door.Examples.Count + random.Next(MaxCorpus - door.Examples.Count)] = input;
    }

    private void Change()
    {
        var at = Place();
        switch (random.Next(12))
        {
            case 0 or 1:
                if (_count > 0) _buffer[Math.Min(at, _count - 1)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                if (_count > 0) _buffer[Math.Min(at, _count - 1)] = (byte)Numbers[random.Next(5)];
                break;
            case 3:
                Overwrite(at);
                break;
            case 4:
                _count = random.Next(3) == 0 ? at : Math.Max(0, _count - random.Next(8));
                break;
            case 5:
                Remove(at, random.Next(2) == 0 ? 1 : Length(at));
                break;
            case 6:
                Put(at, _buffer.AsSpan(at, Length(at)).ToArray());
                break;
            case 7:
                Splice(at);
                break;
            case 8:
                Span<byte> some = stackalloc byte[1 + random.Next(8)];
                random.NextBytes(some);
                Put(at, some);
                break;
            case 9:
                PutVarint(at);
                break;
            default:
                PutWord(at);
                break;
        }
    }

    // Half the places are where something begins or ends.
    private int Place()
    {
        var at = random.Next(_count + 1);
        if (random.Next(2) == 0) return at;
        var next = _buffer.AsSpan(at, _count - at).IndexOfAny(Structure);
        return next < 0 ? at : at + next + random.Next(2);
    }

    private int Length(int at)
    {
        var most = _count - at;
        var length = random.Next(2) == 0 ? random.Next(Math.Min(most, 16) + 1) : random.Next(most + 1);
        var end = _buffer.AsSpan(at + length, most - length).IndexOfAny(Structure);
        return random.Next(2) == 0 || end < 0 ? length : length + end;
    }

    private void Overwrite(int at)
    {
        Span<byte> number = stackalloc byte[8];
        var value = unchecked(Numbers[random.Next(Numbers.Length)] + (ulong)random.Next(-1, 2));
        if (random.Next(3) == 0) BinaryPrimitives.WriteUInt64BigEndian(number, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        var size = Math.Min(1 << random.Next(4), _count - at);
        number[^size..].CopyTo(_buffer.AsSpan(at));
        if (random.Next(3) != 0) number[..size].CopyTo(_buffer.AsSpan(at));
    }

    private void Splice(int at)
    {
        var other = _corpus[random.Next(_corpus.Count)];
        var from = random.Next(other.Length + 1);
        var part = other.AsSpan(from, random.Next(other.Length - from + 1));
        if (random.Next(2) == 0) Remove(at, part.Length);
        Put(at, part);
    }

    // Canonical, overlong, and longer than any.
    private void PutVarint(int at)
    {
        Span<byte> varint = stackalloc byte[12];
        var size = 1 + random.Next(varint.Length);
        varint[..size].Fill((byte)(random.Next(2) == 0 ? 0x80 : 0xFF));
        varint[size - 1] = (byte)random.Next(0x80);
        if (random.Next(2) == 0) Remove(at, 1);
        Put(at, varint[..size]);
    }

    private void PutWord(int at)
    {
        if (door.Words.Count == 0) return;
        var word = door.Words[random.Next(door.Words.Count)];
        if (random.Next(2) == 0) Remove(at, Length(at));
        Put(at, word);
    }

    private void Remove(int at, int count)
    {
        count = Math.Min(count, _count - at);
        _buffer.AsSpan(at + count, _count - at - count).CopyTo(_buffer.AsSpan(at));
        _count -= count;
    }

    private void Put(int at, ReadOnlySpan<byte> bytes)
    {
        if (_count + bytes.Length > _buffer.Length) return;
        _buffer.AsSpan(at, _count - at).CopyTo(_buffer.AsSpan(at + bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(at));
        _count += bytes.Length;
    }
}
