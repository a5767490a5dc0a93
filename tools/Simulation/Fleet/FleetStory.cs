using System.Globalization;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Fleet.Cloud;

namespace DroneLink.Simulation.Fleet;

/// <summary>The life of one fleet: some hours among faults, then calm until all is where it belongs.</summary>
internal sealed class FleetStory : IDisposable
{
    /// <summary>After the last fault everything is in the store within this time, ms.</summary>
    public const int LongestDrainMs = 30 * 60_000;

    // Any day that firmware and cloud take for one of the present.
    private const long StartUtcMs = 1_795_521_600_000;
    private const int MostDevices = 3;
    private const int LookMs = 1_200_000;

    private readonly Case _run;
    private readonly int _hours;
    private readonly FleetClock _clock = new(StartUtcMs);
    private readonly FleetCloud _cloud;
    private readonly List<FleetDevice> _devices = [];
    private readonly FleetFaults _faults;

    public FleetStory(Case run, int hours, bool streamForgets = false)
    {
        (_run, _hours) = (run, hours);
        _cloud = new FleetCloud(run, _clock, streamForgets);
        var count = run.Random.Next(1, MostDevices + 1);
        for (var i = 0; i < count; i++)
        {
            var device = new FleetDevice(run, _clock, _cloud, string.Create(CultureInfo.InvariantCulture, $"kite-{i + 1}"), new Random(run.Random.Next()), EndMs);
            _devices.Add(device);
            _cloud.Add(device);
        }

        _faults = new FleetFaults(run, _clock, _cloud, _devices);
    }

    private long EndMs => _hours * 3_600_000L;

    public void Run()
    {
        _faults.Start(0.25, EndMs);
        Look();
        while (_clock.NowMs < EndMs) Step();
        Calm();
        var books = _devices.SelectMany(device => device.Accounts.Boots.Select(book => (Device: device, Book: book, Count: book.Count))).ToList();
        while (!IsDrained(books))
        {
            ViolationException.Unless(
                _clock.NowMs - EndMs < LongestDrainMs,
                () => $"{(_clock.NowMs - EndMs) / 1000} s after the last fault {_devices.Sum(device => device.Waiting)} records wait, and the projection is {(_cloud.IsIdle ? "done" : "not done")}");
            var until = _clock.NowMs + 2000;
            while (_clock.NowMs < until) Step();
        }

        _run.Tally.Highest("s to drain", (_clock.NowMs - EndMs) / 1000.0);
        foreach (var (device, book, count) in books) Account(device, book, count);
        _cloud.Compare();
        foreach (var device in _devices)
        {
            _run.Tally.Count("records overwritten, not counted by the device, since its flash refused or a bit flipped", device.Accounts.Ledger.Uncounted);
        }

        _run.Tally.Count("devices", _devices.Count);
        _run.Tally.Count("device-days", _devices.Count * _hours / 24.0);
    }

    public void Dispose() => _cloud.Dispose();

    private void Step()
    {
        _clock.AdvanceTo(Math.Min(_clock.NextMs, _devices.Min(device => device.NextMs)));
        foreach (var device in _devices)
        {
            if (device.NextMs <= _clock.NowMs) device.Step();
        }

        _cloud.Check();
    }

    private void Look()
    {
        _cloud.Look();
        _clock.After(LookMs, Look);
    }

    private void Calm()
    {
        _run.Tell($"{TimeSpan.FromMilliseconds(_clock.NowMs)} no more faults");
        _cloud.Heal();
        foreach (var device in _devices) device.Heal();
    }

    private bool IsDrained(List<(FleetDevice Device, BootBook Book, int Count)> books)
    {
        if (!_cloud.IsIdle || _devices.Exists(device => !device.IsOn)) return false;
        foreach (var (_, book, count) in books)
        {
            for (var sequence = count - 1; sequence >= 0; sequence--)
            {
                if (!IsSettled(book.Fate(sequence))) return false;
            }
        }

        return true;
    }

    private static bool IsSettled(RecordFate fate) =>
        (fate & (RecordFate.Stored | RecordFate.Refused)) != 0
        || ((fate & RecordFate.Accepted) == 0 && (fate & (RecordFate.Overwritten | RecordFate.Window | RecordFate.Decayed)) != 0);

    private void Account(FleetDevice device, BootBook book, int count)
    {
        _run.Tally.Count("records recorded", count);
        for (var sequence = 0; sequence < count; sequence++)
        {
            var fate = book.Fate(sequence);
            if ((fate & RecordFate.Stored) != 0) _run.Tally.Count("records stored");
            else if ((fate & RecordFate.Refused) != 0) _run.Tally.Count("records dead-lettered, dated ahead by a wrong clock");
            else if ((fate & RecordFate.Decayed) != 0) _run.Tally.Count("records lost to flipped bits");
            else if ((fate & RecordFate.Window) != 0) _run.Tally.Count("records lost in commit windows");
            else
            {
                ViolationException.Unless((fate & RecordFate.Overwritten) != 0, () => $"{device.Id}: record {sequence} of boot {book.BootId:x} is lost");
                _run.Tally.Count("records overwritten, and never in the cloud");
            }
        }
    }
}
