using DroneLink.Firmware.Storage;

namespace DroneLink.Simulation.Wear;

/// <summary>
/// Files in RAM that count what they would cost on flash under littlefs 2, per block. The model, from littlefs' DESIGN.md:
/// a file of more than <see cref="InlineBytes"/> takes whole blocks, each erased once when it is written anew; never is one written in place.
/// The directory is a log in one of two blocks: a commit takes whole programmed pages; a file that is new costs one when it is opened and one
/// when it is closed, a file that is replaced or deleted one; a full log is written short into the other block, which is erased for it.
/// Each <see cref="BlockCycles"/> such erases one block of the pair is given back for another, so that it wears with the rest.
/// Blocks are taken in turn from the free ones; what lies still does not wear and is not moved.
/// Left out: that a directory of more than half a block is split into two pairs, and where the search for free blocks begins after a start.
/// </summary>
/// <param name="blocks">Blocks of the partition.</param>
/// <param name="stillBlocks">Blocks of them that hold what is never written: configuration, certificates, payloads.</param>
/// <param name="stillEntryBytes">Bytes of the directory that hold what is hardly ever written.</param>
internal sealed class LittlefsWear(int blocks, int stillBlocks = 0, int stillEntryBytes = 0) : ISegmentStore
{
    /// <summary>Bytes of an erase block of ESP32's flash.</summary>
    public const int BlockBytes = 4096;

    /// <summary>A file up to this lies in the directory: the cache's size in esp_littlefs.</summary>
    public const int InlineBytes = 512;

    /// <summary>Bytes programmed at a time, in esp_littlefs.</summary>
    public const int ProgramBytes = 128;

    /// <summary>Erases of a pair before it moves on: 512 in esp_littlefs, made odd by littlefs.</summary>
    public const int BlockCycles = 513;

    // Tag and name, tag and place; then of each commit two tags and a checksum.
    private const int TagBytes = 4;
    private const int PlaceBytes = 8;
    private const int CommitBytes = 12;

    // Superblocks stay where they are once the directory has left them.
    private const int SuperBlocks = 2;

    private readonly SortedDictionary<string, (byte[] Bytes, int[] Blocks)> _files = new(StringComparer.Ordinal);
    private readonly long[] _erases = new long[blocks];
    private readonly bool[] _isTaken = TakeStill(blocks, stillBlocks);
    private readonly int[] _pair = [0, 1];
    private int _next = SuperBlocks + stillBlocks;
    private int _logBytes;
    private int _compactions;
    private bool _hasMoved;

    /// <summary>Erases of each block.</summary>
    public IReadOnlyList<long> Erases => _erases;

    /// <summary>Commits to the directory.</summary>
    public long Commits { get; private set; }

    /// <summary>Erases for the bytes of files.</summary>
    public long DataErases { get; private set; }

    /// <summary>Erases for the directory.</summary>
    public long DirectoryErases { get; private set; }

    /// <summary>Writes of files other than the ring's cursor: of segments.</summary>
    public long SegmentWrites { get; private set; }

    /// <summary>Writes of the ring's cursor.</summary>
    public long CursorWrites { get; private set; }

    /// <inheritdoc/>
    public bool TryWrite(string name, byte[] buffer, int offset, int count)
    {
        if (name.StartsWith("cursor", StringComparison.Ordinal)) CursorWrites++;
        else SegmentWrites++;

        var isNew = !_files.TryGetValue(name, out var old);
        if (isNew)
        {
            _files[name] = ([], []);
            Commit((2 * TagBytes) + name.Length);
        }

        var isInline = count <= InlineBytes;
        var taken = new int[isInline ? 0 : (count + BlockBytes - 1) / BlockBytes];
        for (var i = 0; i < taken.Length; i++)
        {
            if (!TryTake(out taken[i]))
            {
                Free(taken.AsSpan(0, i));
                return false;
            }

            Erase(taken[i]);
            DataErases++;
        }

        if (!isNew) Free(old.Blocks);
        _files[name] = (buffer.AsSpan(offset, count).ToArray(), taken);
        Commit(TagBytes + (isInline ? count : PlaceBytes));
        return true;
    }

    /// <inheritdoc/>
    public int Read(string name, byte[] buffer)
    {
        if (!_files.TryGetValue(name, out var file)) return -1;
        var count = Math.Min(buffer.Length, file.Bytes.Length);
        file.Bytes.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    /// <inheritdoc/>
    public bool TryDelete(string name)
    {
        if (!_files.Remove(name, out var file)) return true;
        Free(file.Blocks);
        Commit(TagBytes);
        return true;
    }

    /// <inheritdoc/>
    public string[] List() => [.. _files.Keys];

    private static bool[] TakeStill(int blocks, int stillBlocks)
    {
        var taken = new bool[blocks];
        taken.AsSpan(0, SuperBlocks + stillBlocks).Fill(true);
        return taken;
    }

    private void Commit(int bytes)
    {
        Commits++;
        var padded = Padded(bytes + CommitBytes);
        if (_logBytes + padded > BlockBytes)
        {
            Compact();
            padded = 0;
        }

        _logBytes += padded;
    }

    private void Compact()
    {
        (_pair[0], _pair[1]) = (_pair[1], _pair[0]);
        if (++_compactions % BlockCycles == 0 && TryTake(out var other))
        {
            // The first time the superblocks stay behind, and the directory gets a pair of its own.
            if (_hasMoved) _isTaken[_pair[0]] = false;
            else if (TryTake(out var second)) _pair[1] = second;
            _hasMoved = true;
            _pair[0] = other;
        }

        Erase(_pair[0]);
        DirectoryErases++;
        var live = stillEntryBytes + CommitBytes;
        foreach (var (name, file) in _files) live += (2 * TagBytes) + name.Length + (file.Blocks.Length > 0 ? PlaceBytes : file.Bytes.Length);
        _logBytes = Padded(live);
    }

    private bool TryTake(out int block)
    {
        for (var tried = 0; tried < blocks; tried++)
        {
            block = _next;
            _next = (_next + 1) % blocks;
            if (_isTaken[block]) continue;
            _isTaken[block] = true;
            return true;
        }

        block = -1;
        return false;
    }

    private void Free(ReadOnlySpan<int> freed)
    {
        foreach (var block in freed) _isTaken[block] = false;
    }

    private void Erase(int block) => _erases[block]++;

    private static int Padded(int bytes) => (bytes + ProgramBytes - 1) / ProgramBytes * ProgramBytes;
}
