using DroneLink.Firmware;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Storage;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet;

/// <summary>The accounts of one device: the books of its boots, the ledger of its ring's frames, and what it is held to by them.</summary>
/// <param name="run">The case.</param>
/// <param name="clock">The fleet's clock.</param>
/// <param name="id">The device.</param>
/// <param name="flash">Its flash.</param>
/// <param name="configuration">What it was told.</param>
internal sealed class DeviceAccounts(Case run, FleetClock clock, string id, FleetFlash flash, ApplicationConfiguration configuration)
{
    private readonly Dictionary<uint, BootBook> _books = [];
    private readonly List<BootBook> _boots = [];
    private BootBook _book = null!;
    private long _sampledMs;
    private long _stallMattersUntilMs = -1;
    private long _refusedMs = -1;
    private int _refused;

    /// <summary>The device.</summary>
    public string Id => id;

    /// <summary>Its boots, in their order.</summary>
    public IReadOnlyList<BootBook> Boots => _boots;

    /// <summary>The frames of its ring.</summary>
    public FrameLedger Ledger => field ??= new FrameLedger(this);

    /// <summary>When the payload took its last record, or the boot began, on the fleet's clock.</summary>
    public long SampledMs => _sampledMs;

    /// <summary>Returns the book of a boot.</summary>
    /// <exception cref="ViolationException">The device never had it.</exception>
    public BootBook Book(uint bootId) => _books.TryGetValue(bootId, out var book)
        ? book
        : throw new ViolationException($"{id} never had a boot {bootId:x}");

    /// <summary>Notes that a boot begins, and holds what is there against what the last one left.</summary>
    /// <param name="device">The device, not started yet.</param>
    /// <param name="cutMs">When the last boot ended, on the fleet's clock; negative for an orderly end.</param>
    /// <param name="isRefusing">Whether the flash refuses.</param>
    public void Open(Device device, long cutMs, bool isRefusing)
    {
        // What was in no frame yet.
        if (_boots.Count > 0 && _book.SealedEnd < _book.Count) LostInWindow(_book, _book.SealedEnd, _book.Count - _book.SealedEnd, cutMs);
        _book = new BootBook(id, device.BootId);
        ViolationException.Unless(_books.TryAdd(device.BootId, _book), () => $"{id} has boot {device.BootId:x} a second time");
        _boots.Add(_book);
        _sampledMs = clock.NowMs;
        if (flash.Refused != _refused) Ledger.IsCountUncertain = true;
        Ledger.Open(device.Ring, cutMs);
        Ledger.IsCountUncertain = isRefusing;
        _refusedMs = -1;
    }

    /// <summary>Notes what the clock was told: UTC minus uptime, ms.</summary>
    public void ToldTime(long offsetMs)
    {
        _book.LeastOffsetMs = Math.Min(_book.LeastOffsetMs, offsetMs);
        _book.MostOffsetMs = Math.Max(_book.MostOffsetMs, offsetMs);
    }

    /// <summary>Notes that nothing moves until then.</summary>
    public void Stalled(long untilMs) => _stallMattersUntilMs = untilMs + FleetDevice.LongestStallMs;

    /// <summary>Notes a record of the payload.</summary>
    public void Taken(uint sequence, long value, long uptimeMs)
    {
        var gap = clock.NowMs - _sampledMs;
        ViolationException.Unless(
            gap <= FleetPayload.StandbyMs + FleetDevice.LongestPauseMs + FleetDevice.LongestStallMs, () => $"{id} took no record for {gap} ms");
        _sampledMs = clock.NowMs;
        _book.Add(sequence, value, uptimeMs, clock.NowMs);
    }

    /// <summary>Notes that so many records were taken in all.</summary>
    public void FillTo(uint count, long uptimeMs) => _book.FillTo(count, uptimeMs, clock.NowMs);

    /// <summary>Checks what has to hold after a step.</summary>
    public void Check(Device device, long uptimeMs)
    {
        var ring = device.Ring;
        FillTo(device.RecordedRecords, uptimeMs);
        if (flash.Refused != _refused)
        {
            if (_refusedMs < 0) _refusedMs = clock.NowMs;
            _refused = flash.Refused;
            Ledger.IsCountUncertain = true;
        }

        Ledger.Step();
        if (ring.VolatileFrames == 0) _refusedMs = -1;
        ViolationException.Unless(
            ring.WaitingBytes <= (configuration.RingSegments + 1) * FlashRing.SegmentBytes && ring.VolatileFrames <= FlashRing.MaxFramesInSegment && ring.WaitingRecords >= 0,
            () => $"{id}: the ring holds {ring.WaitingBytes} bytes, {ring.VolatileFrames} of its frames in RAM");
        ViolationException.Unless(flash.Files <= configuration.RingSegments + 16, () => $"{id} has {flash.Files} files");
        run.Tally.Highest("bytes waiting in a ring", ring.WaitingBytes);
    }

    /// <summary>Notes that a power cut took records that were in no file yet.</summary>
    public void LostInWindow(BootBook book, int first, int count, long cutMs)
    {
        ViolationException.Unless(cutMs >= 0, () => $"{id} lost {count} records from {first} on of boot {book.BootId:x} in an orderly end");
        for (var sequence = first; sequence < first + count; sequence++)
        {
            var ageMs = cutMs - book.AtMs(sequence);
            var allowedMs = configuration.Recorder.CommitWindowMs + FleetDevice.BusyStepMs + (cutMs < _stallMattersUntilMs ? FleetDevice.LongestStallMs : 0);
            ViolationException.Unless(
                ageMs <= allowedMs || (_refusedMs >= 0 && book.AtMs(sequence) >= _refusedMs - allowedMs),
                () => $"{id} lost record {sequence} of boot {book.BootId:x} in a power cut {ageMs} ms after it was taken");
            book.Mark(sequence, RecordFate.Window);
        }
    }
}
