using DroneLink.Firmware.Storage;

namespace DroneLink.Simulation.Fleet;

/// <summary>The power went: nothing that the device does from here on happens.</summary>
internal sealed class FlashDownException : Exception;

/// <summary>
/// The flash of one device, as <see cref="ISegmentStore"/> promises it and not better: a cut in a write leaves under that one name nothing, what was there, a part, nonsense,
/// another file's bytes, or all of it.
/// </summary>
internal sealed class FleetFlash(Random order) : ISegmentStore
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _damaged = [];
    private int _cutIn;
    private Random? _cutChance;

    /// <summary>Whether there is no power.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Decides whether a write is refused; null for never.</summary>
    public Func<bool>? Refuses { get; set; }

    /// <summary>Refused writes and deletes, ever.</summary>
    public int Refused { get; private set; }

    /// <summary>Writes and deletes, ever.</summary>
    public long Operations { get; private set; }

    /// <summary>Files now.</summary>
    public int Files => _files.Count;

    /// <summary>Brings the power back.</summary>
    public void PowerUp() => IsDown = false;

    /// <summary>Takes the power away now.</summary>
    public void PowerDown()
    {
        IsDown = true;
        _cutIn = 0;
    }

    /// <summary>Takes the power away in one of the operations to come.</summary>
    /// <param name="operations">In which, 1 for the next.</param>
    /// <param name="chance">Decides what is left.</param>
    public void CutIn(int operations, Random chance) => (_cutIn, _cutChance) = (operations, chance);

    /// <summary>Flips one bit somewhere.</summary>
    /// <returns>The file that it is in, and its bytes before; null when there is none.</returns>
    public (string Name, byte[] Before)? Flip(Random chance)
    {
        if (_files.Count == 0) return null;
        var (name, file) = _files.ElementAt(chance.Next(_files.Count));
        if (file.Length == 0) return null;
        var before = (byte[])file.Clone();
        _damaged.Add(name);
        file[chance.Next(file.Length)] ^= (byte)(1 << chance.Next(8));
        return (name, before);
    }

    public bool TryWrite(string name, byte[] buffer, int offset, int count)
    {
        var whole = buffer.AsSpan(offset, count).ToArray();
        if (IsCutHere())
        {
            Leave(name, whole, _cutChance!);
            throw new FlashDownException();
        }

        if (IsRefused()) return false;
        _files[name] = whole;
        _damaged.Remove(name);
        return true;
    }

    public int Read(string name, byte[] buffer)
    {
        if (IsDown) throw new FlashDownException();
        if (!_files.TryGetValue(name, out var file)) return -1;
        var count = Math.Min(file.Length, buffer.Length);
        file.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public bool TryDelete(string name)
    {
        if (IsDown) throw new FlashDownException();
        if (!_files.ContainsKey(name)) return true;
        if (IsCutHere())
        {
            if (_cutChance!.Next(2) == 0) _files.Remove(name);
            throw new FlashDownException();
        }

        if (IsRefused()) return false;
        _files.Remove(name);
        return true;
    }

    public string[] List()
    {
        if (IsDown) throw new FlashDownException();
        var names = _files.Keys.ToArray();
        order.Shuffle(names);
        return names;
    }

    private bool IsCutHere()
    {
        if (IsDown) throw new FlashDownException();
        Operations++;
        if (_cutIn == 0 || --_cutIn > 0) return false;
        return IsDown = true;
    }

    private bool IsRefused()
    {
        if (Refuses?.Invoke() != true) return false;
        Refused++;
        return true;
    }

    private void Leave(string name, byte[] whole, Random chance)
    {
        var part = whole[..chance.Next(whole.Length + 1)];
        switch (chance.Next(6))
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
                var nonsense = new byte[chance.Next(4097)];
                chance.NextBytes(nonsense);
                _files[name] = [.. part, .. nonsense];
                break;
            case 4:
                // Not of a file that a tear left: a second one must not put its bytes together again.
                var others = _files.Where(file => !_damaged.Contains(file.Key)).Select(file => file.Value).ToList();
                var other = others.Count == 0 ? [] : others[chance.Next(others.Count)];
                _files[name] = [.. part, .. other.AsSpan(Math.Min(part.Length, other.Length))];
                break;
            default:
                _files[name] = whole;
                _damaged.Remove(name);
                return;
        }

        _damaged.Add(name);
    }
}
