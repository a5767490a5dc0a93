using DroneLink.Firmware.Storage;

namespace DroneLink.Simulation.Ring;

/// <summary>
/// Flash as <see cref="ISegmentStore"/> promises it and not better. It can lose its power in the middle of any write or delete, and
/// then leaves under that one name nothing, a part, nonsense, a part with another file's bytes behind it, or all of it; a delete
/// is done or not. It can also refuse writes, and flip bits. What it damaged stays so: no second tear puts the same bytes together again,
/// which would bring back what the ring has every reason to think gone.
/// </summary>
internal sealed class CutStore(int seed) : ISegmentStore
{
    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _damaged = [];

    /// <summary>Writes and deletes so far.</summary>
    public int Operations { get; private set; }

    /// <summary>The power goes in this operation; 0 for never.</summary>
    public int CutAt { get; set; }

    /// <summary>
    /// What a cut write leaves under its name, from what was there and what was to be there, each null for no file; with none set, chance decides.
    /// A delete is a write of null.
    /// </summary>
    public Func<byte[]?, byte[]?, byte[]?>? CutLeaves { get; set; }

    /// <summary>Operations from this one on are refused, as a full or broken flash does; 0 for none.</summary>
    public int RefuseFrom { get; set; }

    /// <summary>The first operation after those.</summary>
    public int RefuseUntil { get; set; } = int.MaxValue;

    /// <summary>Share of the writes that are refused, 0 to 1.</summary>
    public double RefuseShare { get; set; }

    /// <summary>Whether a write was refused since this was last cleared.</summary>
    public bool Refused { get; set; }

    /// <summary>Segment files now.</summary>
    public int Segments => _files.Keys.Count(name => !name.StartsWith("cursor", StringComparison.Ordinal));

    /// <summary>Files at the same time, at the most, while one is written included.</summary>
    public int PeakFiles { get; private set; }

    public bool TryWrite(string name, byte[] buffer, int offset, int count)
    {
        var whole = buffer.AsSpan(offset, count).ToArray();
        PeakFiles = Math.Max(PeakFiles, _files.ContainsKey(name) ? _files.Count : _files.Count + 1);
        if (++Operations == CutAt)
        {
            if (CutLeaves is null) CutWrite(name, whole);
            else Leave(name, whole);

            throw new PowerCutException();
        }

        if (IsRefusing) return false;

        if (RefuseShare > 0 && _random.NextDouble() < RefuseShare)
        {
            Refused = true;
            if (_random.Next(2) == 0)
            {
                _files[name] = whole[.._random.Next(whole.Length + 1)];
                _damaged.Add(name);
            }

            return false;
        }

        _files[name] = whole;
        _damaged.Remove(name);
        return true;
    }

    public int Read(string name, byte[] buffer)
    {
        if (!_files.TryGetValue(name, out var file)) return -1;

        var count = Math.Min(file.Length, buffer.Length);
        file.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public bool TryDelete(string name)
    {
        if (!_files.ContainsKey(name)) return true;

        if (++Operations == CutAt)
        {
            if (CutLeaves is not null) Leave(name, null);
            else if (_random.Next(2) == 0) _files.Remove(name);

            throw new PowerCutException();
        }

        if (IsRefusing) return false;

        _files.Remove(name);
        return true;
    }

    public string[] List() => [.. _files.Keys.OrderBy(_ => _random.Next())];

    /// <summary>Returns the bytes of a file, or null. What is changed in them is changed on the flash.</summary>
    public byte[]? Get(string name) => _files.GetValueOrDefault(name);

    /// <summary>Flips one bit somewhere.</summary>
    public void FlipBit()
    {
        if (_files.Count == 0) return;

        var (name, file) = _files.ElementAt(_random.Next(_files.Count));
        _damaged.Add(name);
        if (file.Length > 0) file[_random.Next(file.Length)] ^= (byte)(1 << _random.Next(8));
    }

    /// <summary>Puts nonsense into a file of this name.</summary>
    public void Scribble(string name)
    {
        var nonsense = new byte[_random.Next(5000)];
        _random.NextBytes(nonsense);
        _files[name] = nonsense;
        _damaged.Add(name);
    }

    private bool IsRefusing => RefuseFrom > 0 && Operations >= RefuseFrom && Operations < RefuseUntil;

    private void Leave(string name, byte[]? wanted)
    {
        var left = CutLeaves!(_files.GetValueOrDefault(name), wanted);
        if (left is null) _files.Remove(name);
        else _files[name] = left;
    }

    private void CutWrite(string name, byte[] whole)
    {
        var part = whole[.._random.Next(whole.Length + 1)];
        switch (_random.Next(7))
        {
            case 0:
                return;
            case 1:
                _files.Remove(name);
                break;
            case 2:
                _files[name] = part;
                break;
            case 3:
                var nonsense = new byte[_random.Next(4097)];
                _random.NextBytes(nonsense);
                _files[name] = [.. part, .. nonsense];
                break;
            case 4:
                var others = _files.Where(f => f.Key != name || !_damaged.Contains(name)).Select(f => f.Value).ToArray();
                var other = others.Length == 0 ? [] : others[_random.Next(others.Length)];
                _files[name] = [.. part, .. other.AsSpan(Math.Min(part.Length, other.Length))];
                break;
            case 5:
                // Written out of order: a hole in the middle.
                var holed = (byte[])whole.Clone();
                var from = _random.Next(whole.Length);
                holed.AsSpan(from, _random.Next(whole.Length - from + 1)).Fill(0xFF);
                _files[name] = holed;
                break;
            default:
                _files[name] = whole;
                _damaged.Remove(name);
                return;
        }

        _damaged.Add(name);
    }
}
