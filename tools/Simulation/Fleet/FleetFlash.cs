using DroneLink.Firmware.Storage;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Fleet;

/// <summary>
/// The flash of one device, as <see cref="ISegmentStore"/> promises it and not better (<see cref="MediumKind.Torn"/>). Other than a <see cref="CutStore"/> it stays down until
/// it gets its power back, refuses for a time and not from an operation on, and leaves what is torn to the chance of the fault that tears it.
/// </summary>
internal sealed class FleetFlash(Random order) : ISegmentStore
{
    private readonly SortedDictionary<string, MediumFile> _files = new(StringComparer.Ordinal);
    private int _cutIn;
    private bool _isDown;
    private Random? _cutChance;

    /// <summary>Decides whether a write is refused; null for never.</summary>
    public Func<bool>? Refuses { get; set; }

    /// <summary>Refused writes and deletes, ever.</summary>
    public int Refused { get; private set; }

    /// <summary>Files now.</summary>
    public int Files => _files.Count;

    /// <summary>Brings the power back.</summary>
    public void PowerUp() => _isDown = false;

    /// <summary>Takes the power away now.</summary>
    public void PowerDown()
    {
        _isDown = true;
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
        if (file.Bytes.Length == 0) return null;
        var flipped = (byte[])file.Bytes.Clone();
        flipped[chance.Next(flipped.Length)] ^= (byte)(1 << chance.Next(8));
        _files[name] = new MediumFile(name, flipped, true);
        return (name, file.Bytes);
    }

    public bool TryWrite(string name, byte[] buffer, int offset, int count)
    {
        var whole = buffer.AsSpan(offset, count).ToArray();
        if (IsCutHere()) Cut(name, whole);
        if (IsRefused()) return false;
        _files[name] = new MediumFile(name, whole, false);
        return true;
    }

    public int Read(string name, byte[] buffer)
    {
        if (_isDown) throw new PowerCutException();
        if (!_files.TryGetValue(name, out var file)) return -1;
        var count = Math.Min(file.Bytes.Length, buffer.Length);
        file.Bytes.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public bool TryDelete(string name)
    {
        if (_isDown) throw new PowerCutException();
        if (!_files.ContainsKey(name)) return true;
        if (IsCutHere()) Cut(name, null);
        if (IsRefused()) return false;
        _files.Remove(name);
        return true;
    }

    public string[] List()
    {
        if (_isDown) throw new PowerCutException();
        var names = _files.Keys.ToArray();
        order.Shuffle(names);
        return names;
    }

    private bool IsCutHere()
    {
        if (_isDown) throw new PowerCutException();
        if (_cutIn == 0 || --_cutIn > 0) return false;
        return _isDown = true;
    }

    private bool IsRefused()
    {
        if (Refuses?.Invoke() != true) return false;
        Refused++;
        return true;
    }

    private void Cut(string name, byte[]? wanted)
    {
        if (PowerCuts.Leave(MediumKind.Torn, _cutChance!, [.. _files.Values], name, wanted) is { } left) _files[name] = left;
        else _files.Remove(name);
        throw new PowerCutException();
    }
}
