using DroneLink.Firmware.Storage;

namespace DroneLink.Host.Tests.Updates;

/// <summary>Ends the boot.</summary>
internal sealed class PowerCutException : Exception;

/// <summary>What a power cut leaves of the file that is being written.</summary>
internal enum CutKind
{
    /// <summary>Nothing, not even what was there before.</summary>
    Gone,

    /// <summary>Its first half.</summary>
    Torn,

    /// <summary>As many bytes as it was to have, of something else.</summary>
    Nonsense,

    /// <summary>All of it: the power went just after.</summary>
    Done,
}

/// <summary>A flash whose power can be cut at any write or delete.</summary>
internal sealed class CuttableFlash : ISegmentStore
{
    private const int BlockBytes = 4096;

    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>Writes and deletes so far.</summary>
    public int Operations { get; private set; }

    /// <summary>The operation that meets the cut, counted from 1; 0 for none.</summary>
    public int CutAt { get; set; }

    /// <summary>Blocks that were used at the most: each file up to a whole one, and what is written over beside what takes its place.</summary>
    public int PeakBlocks { get; private set; }

    /// <summary>Whether there is no power: nothing that is asked of it happens, whoever catches what.</summary>
    public bool IsDown { get; private set; }

    /// <summary>What the cut leaves.</summary>
    public CutKind Kind { get; set; }

    /// <summary>Brings the power back.</summary>
    public void PowerUp() => IsDown = false;

    /// <summary>Returns a copy of what is on it, to which the next cut is yet to come.</summary>
    public CuttableFlash Copy()
    {
        var copy = new CuttableFlash();
        foreach (var (name, bytes) in _files) copy._files[name] = bytes;
        return copy;
    }

    public bool TryWrite(string name, byte[] buffer, int offset, int count)
    {
        ThrowIfDown();
        var whole = buffer.AsSpan(offset, count).ToArray();
        PeakBlocks = Math.Max(PeakBlocks, _files.Values.Append(whole).Sum(file => (file.Length + BlockBytes - 1) / BlockBytes));
        if (++Operations != CutAt)
        {
            _files[name] = whole;
            return true;
        }

        _files.Remove(name);
        if (Kind == CutKind.Done) _files[name] = whole;
        if (Kind == CutKind.Torn) _files[name] = whole[..(count / 2)];
        if (Kind == CutKind.Nonsense) _files[name] = [.. whole.Select((b, i) => (byte)(b ^ (i * 31) ^ 0x5A))];
        IsDown = true;
        throw new PowerCutException();
    }

    public int Read(string name, byte[] buffer)
    {
        ThrowIfDown();
        if (!_files.TryGetValue(name, out var file)) return -1;
        var count = Math.Min(file.Length, buffer.Length);
        file.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public bool TryDelete(string name)
    {
        ThrowIfDown();
        IsDown = ++Operations == CutAt;
        if (!IsDown || Kind != CutKind.Torn) _files.Remove(name);
        ThrowIfDown();
        return true;
    }

    public string[] List() => [.. _files.Keys];

    private void ThrowIfDown()
    {
        if (IsDown) throw new PowerCutException();
    }
}
