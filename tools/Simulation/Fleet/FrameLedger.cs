using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet;

/// <summary>
/// Holds the ring of one device to its word, frame by frame: what leaves it is in the cloud or was counted, what was committed is there after every power cut, and what a cut
/// took was within its commit window.
/// </summary>
internal sealed class FrameLedger(DeviceAccounts device)
{
    private readonly byte[] _buffer = new byte[FrameFormat.MaxFrameBytes];
    private readonly FrameHead _head = new();
    private readonly List<Note> _notes = [];
    private FlashRing _ring = null!;
    private uint _next;
    private uint _durableEnd;
    private uint _overwritten;
    private bool _hasDecayed;

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

        Settle(left, isBoot: true);
        _notes.Clear();
        _notes.AddRange(found.Values.OrderBy(note => note.Number));
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
            _notes.Add(note);
        }

        // A flash that refuses may cost the ring frames in its middle.
        var isCounted = _ring.OverwrittenRecords != _overwritten;
        if (isCounted || (_notes.Count > 0 && _notes[0].Number < _ring.Head))
        {
            bool IsGone(Note note) => note.Number < _ring.Head || (isCounted && _ring.Seek(note.Number) != note.Number);
            var left = _notes.FindAll(IsGone);
            _notes.RemoveAll(IsGone);
            Settle(left, isBoot: false);
        }

        _durableEnd = _ring.Next - (uint)_ring.VolatileFrames;
    }

    /// <summary>Notes that a flipped bit is in a file.</summary>
    public void Decay(string name, byte[] file)
    {
        (IsCountUncertain, _hasDecayed) = (true, true);
        if (name.Length != 10 || name[8] != '.') return;

        // Reading stops at what is not right, and of a header all of the file's: any of its frames may be gone.
        var first = Convert.ToUInt32(name[..8], 16);
        foreach (var note in _notes)
        {
            if (note.Number >= first && note.Number < first + FlashRing.MaxFramesInSegment && file.Length > 0) note.IsDecayed = true;
        }
    }

    private Note? Read(uint number)
    {
        var count = _ring.Read(number, _buffer);
        if (count <= 0) return null;
        ViolationException.Unless(_head.TryRead(_buffer, 0, count), () => $"{device.Id}: frame {number} is malformed");
        var records = (int)_buffer[_head.CountOffset];
        if (records >= 0x80) records = (records & 0x7F) | (_buffer[_head.CountOffset + 1] << 7);
        return new Note(number, device.Book(_head.BootId), (int)_head.FirstSequence, records);
    }

    // What left the ring and is not in the cloud was given up, and then it is counted. In RAM the count is always right.
    private void Settle(List<Note> left, bool isBoot)
    {
        var counted = (long)_ring.OverwrittenRecords - _overwritten;
        _overwritten = _ring.OverwrittenRecords;
        var (lost, most) = (0, 0);
        foreach (var note in left)
        {
            most += note.Count;
            if (note.IsAccepted) continue;
            note.Mark(note.IsDecayed ? RecordFate.Decayed : RecordFate.Overwritten);
            if (!note.IsDecayed) lost += note.Count;
        }

        var isUncertain = isBoot && IsCountUncertain;
        ViolationException.Unless(counted <= most || isUncertain || _hasDecayed, () => $"{device.Id}: {counted} records are counted as overwritten, {most} left the ring");
        if (lost <= counted) return;
        ViolationException.Unless(
            isUncertain,
            () => $"{device.Id}: {lost} records left the ring that are not in the cloud, {counted} were counted as overwritten: frames {string.Join(", ", left.Where(note => !note.IsAccepted).Select(note => note.Number))}");
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
