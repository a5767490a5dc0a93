using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet;

/// <summary>
/// Holds the ring of one device to its word, frame by frame: what leaves it is in the cloud or was counted, what was committed is there after every power cut, and what a cut
/// took was within its commit window.
/// </summary>
internal sealed class FrameLedger(FleetDevice device)
{
    private readonly byte[] _buffer = new byte[FrameFormat.MaxFrameBytes];
    private readonly FrameHead _head = new();
    private readonly Queue<Note> _notes = new();
    private FlashRing _ring = null!;
    private uint _next;
    private uint _durableEnd;
    private uint _overwritten;

    /// <summary>Records that were given up and counted.</summary>
    public long Overwritten { get; private set; }

    /// <summary>Records that were given up while neither flash nor count could be written.</summary>
    public long Uncounted { get; private set; }

    /// <summary>Whether the count of what was given up may be short: the flash refused to note it, or a flipped bit was in it.</summary>
    public bool IsCountUncertain { get; set; }

    /// <summary>Takes the ring of a boot that begins, and holds what it has against what the last one left.</summary>
    /// <param name="ring">The ring, opened.</param>
    /// <param name="cutMs">When the last boot ended, on the fleet's clock; negative for an orderly end.</param>
    public void Open(FlashRing ring, long cutMs)
    {
        _ring = ring;
        Dictionary<uint, Note> found = [];
        for (var number = ring.Seek(ring.Head); number < ring.Next; number = ring.Seek(number + 1))
        {
            if (Read(number) is { } note) found.Add(number, note);
        }

        List<Note> left = [];
        foreach (var note in _notes)
        {
            if (found.TryGetValue(note.Number, out var same) && same.Book == note.Book && same.First == note.First) continue;
            if (note.Number < ring.Head) left.Add(note);
            else if (note.Number >= _durableEnd) device.LostInWindow(note.Book, note.First, note.Count, cutMs);
            else if (note.IsDecayed) note.Mark(RecordFate.Decayed);
            else ViolationException.Unless(note.IsAccepted, () => $"{device.Id}: frame {note.Number} was committed and is not there after the boot (durable up to {_durableEnd}, now {ring.Head} to {ring.Next})");
        }

        Settle(left);
        _notes.Clear();
        foreach (var note in found.Values.OrderBy(note => note.Number)) _notes.Enqueue(note);
        _next = ring.Next;
        _durableEnd = ring.Next;
    }

    /// <summary>Notes what a step did.</summary>
    public void Step()
    {
        for (; _next < _ring.Next; _next++)
        {
            if (Read(_next) is not { } note) continue;
            note.Book.SealedEnd = Math.Max(note.Book.SealedEnd, note.First + note.Count);
            _notes.Enqueue(note);
        }

        List<Note>? left = null;
        while (_notes.TryPeek(out var first) && first.Number < _ring.Head) (left ??= []).Add(_notes.Dequeue());
        if (left is not null || _ring.OverwrittenRecords != _overwritten) Settle(left ?? []);
        _durableEnd = _ring.Next - (uint)_ring.VolatileFrames;
    }

    /// <summary>Notes that a flipped bit is in a file.</summary>
    public void Decay(string name, byte[] file)
    {
        if (name.Length != 10 || name[8] != '.')
        {
            IsCountUncertain = true;
            return;
        }

        // Reading stops at what is not right, and of a header all of the file's: any of its frames may be gone.
        var first = Convert.ToUInt32(name[..8], 16);
        IsCountUncertain = true;
        foreach (var note in _notes)
        {
            if (note.Number >= first && note.Number < first + FlashRing.MaxFramesInSegment && file.Length > 0) note.IsDecayed = true;
        }
    }

    /// <summary>Whether a frame waits that has not reached the cloud.</summary>
    public bool Waits(BootBook book, int sequence) =>
        _notes.Any(note => note.Book == book && sequence >= note.First && sequence < note.First + note.Count);

    private Note? Read(uint number)
    {
        var count = _ring.Read(number, _buffer);
        if (count <= 0) return null;
        ViolationException.Unless(_head.TryRead(_buffer, 0, count), () => $"{device.Id}: frame {number} is malformed");
        var records = (int)_buffer[_head.CountOffset];
        if (records >= 0x80) records = (records & 0x7F) | (_buffer[_head.CountOffset + 1] << 7);
        return new Note(number, device.Book(_head.BootId), (int)_head.FirstSequence, records);
    }

    // What left the ring and is not in the cloud was given up, and then it is counted.
    private void Settle(List<Note> left)
    {
        var counted = (long)_ring.OverwrittenRecords - _overwritten;
        _overwritten = _ring.OverwrittenRecords;
        var lost = 0;
        foreach (var note in left)
        {
            if (note.IsAccepted) continue;
            if (note.IsDecayed)
            {
                note.Mark(RecordFate.Decayed);
                continue;
            }

            lost += note.Count;
            note.Mark(RecordFate.Overwritten);
        }

        Overwritten += lost;
        if (lost <= counted) return;
        ViolationException.Unless(
            IsCountUncertain,
            () => $"{device.Id}: {lost} records left the ring that are not in the cloud, {counted} were counted as overwritten: {string.Join(", ", left.Where(note => !note.IsAccepted).Select(note => note.Number))}");
        Uncounted += lost - Math.Max(0, counted);
    }

    /// <summary>A frame in the ring.</summary>
    private sealed class Note(uint number, BootBook book, int first, int count)
    {
        public uint Number => number;

        public BootBook Book => book;

        public int First => first;

        public int Count => count;

        public bool IsDecayed { get; set; }

        public bool IsAccepted => Enumerable.Range(first, count).All(sequence => (book.Fate(sequence) & RecordFate.Accepted) != 0);

        public void Mark(RecordFate fate)
        {
            for (var sequence = first; sequence < first + count; sequence++) book.Mark(sequence, fate);
        }
    }
}
