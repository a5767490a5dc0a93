using DroneLink.Firmware.Storage;

namespace DroneLink.Simulation.Media;

/// <summary>
/// Flash in RAM that can lose its power in the middle of any write or delete, refuse writes, fill up, and flip bits; <see cref="PowerCuts"/> says what a
/// cut leaves. A copy of it costs next to nothing, so that one history can be cut at every operation without being run again from its start.
/// </summary>
/// <param name="seed">For what is left to chance.</param>
/// <param name="kind">What it is like.</param>
internal sealed class CutStore(int seed, MediumKind kind = MediumKind.Torn) : ISegmentStore
{
    private const int BlockBytes = 4096;

    private readonly Random _random = new(seed);
    private readonly List<MediumFile> _files = [];

    /// <summary>What it is like.</summary>
    public MediumKind Kind => kind;

    /// <summary>Writes and deletes so far.</summary>
    public int Operations { get; private set; }

    /// <summary>The power goes in this operation; 0 for never.</summary>
    public int CutAt { get; set; }

    /// <summary>
    /// What a cut write leaves under its name, from what was there and what was to be there, each null for no file; with none set, chance decides.
    /// A delete is a write of null.
    /// </summary>
    public Func<byte[]?, byte[]?, byte[]?>? CutLeaves { get; set; }

    /// <summary>Is told of every write and delete before it happens: the name, and the bytes or null. There a copy can be cut.</summary>
    public Action<string, byte[]?>? Before { get; set; }

    /// <summary>Operations from this one on are refused, as a broken flash does; 0 for none.</summary>
    public int RefuseFrom { get; set; }

    /// <summary>The first operation after those.</summary>
    public int RefuseUntil { get; set; } = int.MaxValue;

    /// <summary>Share of the writes that are refused, 0 to 1.</summary>
    public double RefuseShare { get; set; }

    /// <summary>Blocks that there are; a write that needs more is refused. 0 for as many as it takes.</summary>
    public int Blocks { get; set; }

    /// <summary>Whether it may refuse writes.</summary>
    public bool MayRefuse => RefuseShare > 0 || Blocks > 0;

    /// <summary>Whether a write was refused since this was last cleared.</summary>
    public bool Refused { get; set; }

    /// <summary>Writes that were refused.</summary>
    public int Refusals { get; private set; }

    /// <summary>Files.</summary>
    public IReadOnlyList<MediumFile> Files => _files;

    /// <summary>Segment files now.</summary>
    public int Segments
    {
        get
        {
            var count = 0;
            foreach (var file in _files) count += file.Name.StartsWith("cursor", StringComparison.Ordinal) ? 0 : 1;
            return count;
        }
    }

    /// <summary>Files at the same time, at the most, while one is written included.</summary>
    public int PeakFiles { get; private set; }

    /// <summary>Returns a copy of what is on it, that meets no cut until it is told to, and refuses what this one refuses.</summary>
    /// <param name="copySeed">For what is left to chance on the copy.</param>
    public CutStore Copy(int copySeed)
    {
        var copy = new CutStore(copySeed, kind)
        {
            Operations = Operations,
            PeakFiles = PeakFiles,
            Refused = Refused,
            RefuseShare = RefuseShare,
            RefuseFrom = RefuseFrom,
            RefuseUntil = RefuseUntil,
            Blocks = Blocks,
        };
        copy._files.AddRange(_files);
        return copy;
    }

    public bool TryWrite(string name, byte[] buffer, int offset, int count)
    {
        var whole = buffer.AsSpan(offset, count).ToArray();
        Before?.Invoke(name, whole);
        PeakFiles = Math.Max(PeakFiles, Find(name) >= 0 ? _files.Count : _files.Count + 1);
        if (++Operations == CutAt) Cut(name, whole);
        if (IsRefusing || (Blocks > 0 && UsedBlocks() + BlocksOf(count) > Blocks)) return Refuse();
        if (RefuseShare > 0 && _random.NextDouble() < RefuseShare)
        {
            if (_random.Next(2) == 0) Put(new MediumFile(name, whole[.._random.Next(whole.Length + 1)], true));
            return Refuse();
        }

        Put(new MediumFile(name, whole, false));
        return true;
    }

    public int Read(string name, byte[] buffer)
    {
        if (Get(name) is not { } file) return -1;
        var count = Math.Min(file.Length, buffer.Length);
        file.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public bool TryDelete(string name)
    {
        if (Find(name) < 0) return true;
        Before?.Invoke(name, null);
        if (++Operations == CutAt) Cut(name, null);
        if (IsRefusing) return false;
        _files.RemoveAt(Find(name));
        return true;
    }

    public string[] List() => [.. _files.Select(file => file.Name).OrderBy(_ => _random.Next())];

    /// <summary>Loses the power while a file is written or deleted.</summary>
    /// <param name="name">The file.</param>
    /// <param name="wanted">What was to be in it; null for no file.</param>
    /// <exception cref="PowerCutException">Always.</exception>
    public void Cut(string name, byte[]? wanted)
    {
        var left = CutLeaves is null ? PowerCuts.Leave(kind, _random, _files, name, wanted)
            : CutLeaves(Get(name), wanted) is { } bytes ? new MediumFile(name, bytes, true) : null;
        if (left is not null) Put(left);
        else if (Find(name) is >= 0 and var at) _files.RemoveAt(at);
        throw new PowerCutException();
    }

    /// <summary>Returns the bytes of a file, or null. What is changed in them is changed on the flash.</summary>
    public byte[]? Get(string name) => Find(name) is >= 0 and var at ? _files[at].Bytes : null;

    /// <summary>Puts bytes under a name, as decay might.</summary>
    public void Damage(string name, byte[] bytes) => Put(new MediumFile(name, bytes, true));

    /// <summary>Flips one bit somewhere.</summary>
    public void FlipBit()
    {
        if (_files.Count == 0) return;
        var file = _files[_random.Next(_files.Count)];
        var bytes = (byte[])file.Bytes.Clone();
        if (bytes.Length > 0) bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
        Damage(file.Name, bytes);
    }

    /// <summary>Puts nonsense into a file of this name.</summary>
    public void Scribble(string name)
    {
        var nonsense = new byte[_random.Next(5000)];
        _random.NextBytes(nonsense);
        Damage(name, nonsense);
    }

    private static int BlocksOf(int bytes) => Math.Max(1, (bytes + BlockBytes - 1) / BlockBytes);

    private bool IsRefusing => RefuseFrom > 0 && Operations >= RefuseFrom && Operations < RefuseUntil;

    private int UsedBlocks() => _files.Sum(file => BlocksOf(file.Bytes.Length));

    private bool Refuse()
    {
        Refused = true;
        Refusals++;
        return false;
    }

    private int Find(string name)
    {
        for (var i = 0; i < _files.Count; i++)
        {
            if (_files[i].Name == name) return i;
        }

        return -1;
    }

    // In the order of their names.
    private void Put(MediumFile file)
    {
        var at = 0;
        while (at < _files.Count && string.CompareOrdinal(_files[at].Name, file.Name) < 0) at++;
        if (at < _files.Count && _files[at].Name == file.Name) _files[at] = file;
        else _files.Insert(at, file);
    }
}
