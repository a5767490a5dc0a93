using System.Globalization;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>
/// The fleet as a ground control station sees it. Heartbeats go first, then texts, then what was longest not shown; of the latter the newest
/// is enough. Not thread safe: one caller at a time.
/// </summary>
/// <param name="options">How it is shown.</param>
/// <param name="ids">The drones' system ids.</param>
/// <param name="handler">Takes the frames.</param>
/// <param name="log">Says what is not shown.</param>
/// <param name="time">The clock.</param>
public sealed class MavlinkFleet(MavlinkOptions options, SystemIds ids, FrameHandler handler, NetworkLog log, TimeProvider time)
{
    private static readonly TimeSpan ClockWarning = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, MavlinkVehicle> _vehicles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordAge> _ages = new(StringComparer.Ordinal);
    private readonly Queue<MavlinkText> _texts = new();
    private readonly RateLimit _rate = new(options.Rate, time);
    private long _thinned;
    private long _dropped;

    /// <summary>Texts that wait.</summary>
    public int WaitingTexts => _texts.Count;

    /// <summary>Records forgotten for a newer one.</summary>
    public long Thinned => Interlocked.Read(ref _thinned);

    /// <summary>Texts given up because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="drones">The drones that it is about.</param>
    public void Take(TelemetryRecord record, IReadOnlyList<string> drones)
    {
        if (!_ages.TryGetValue(record.DeviceId, out var age)) _ages.Add(record.DeviceId, age = new RecordAge(options.MaxAge));
        var now = time.GetUtcNow();
        if (!age.IsOfNow(record, now))
        {
            if (record.ClockSynced) NoteLate(record, now);
            return;
        }

        foreach (var drone in drones)
        {
            if (VehicleOf(drone) is { } vehicle) Take(vehicle, record, isOwn: drone == record.DeviceId);
        }
    }

    /// <summary>Sends what is due, as far as the rate allows.</summary>
    public void Step()
    {
        foreach (var vehicle in _vehicles.Values.Where(vehicle => vehicle.IsHeartbeatDue))
        {
            if (!_rate.TryTake(1)) return;
            vehicle.SendHeartbeat();
        }

        while (_texts.TryPeek(out var text))
        {
            if (!_rate.TryTake(text.Messages)) return;
            _texts.Dequeue().Vehicle.SendText(text);
        }

        foreach (var slot in _vehicles.Values.SelectMany(vehicle => vehicle.DueSlots).OrderByDescending(slot => slot.Waited).ToList())
        {
            if (!_rate.TryTake(slot.Messages)) return;
            slot.Show();
        }
    }

    private void Take(MavlinkVehicle vehicle, TelemetryRecord record, bool isOwn)
    {
        // A drone that is heard is heard, whatever of it is wanted.
        if (isOwn) vehicle.Hear(record);
        if (!options.Filter.Passes(record)) return;
        if (!RecordFilter.IsEvent(record.Kind))
        {
            if (vehicle.Take(record, isOwn)) Interlocked.Increment(ref _thinned);
            return;
        }

        if (MavlinkText.Of(vehicle, record, isOwn) is not { } text) return;
        _texts.Enqueue(text);
        if (_texts.Count <= options.Backlog) return;
        _texts.Dequeue();
        log.Dropped(Interlocked.Increment(ref _dropped));
    }

    // What has waited for long is a backlog, and of no interest here.
    private void NoteLate(TelemetryRecord record, DateTimeOffset now)
    {
        var late = TimeSpan.FromMilliseconds(now.ToUnixTimeMilliseconds() - record.TimeMs);
        if (late > options.MaxAge + ClockWarning) return;
        log.Note(
            "late " + record.DeviceId,
            string.Create(
                CultureInfo.InvariantCulture,
                $"does not show records over {options.MaxAge.TotalSeconds:0} s old, and those of {record.DeviceId} are {late.TotalSeconds:0}: "
                + $"unless it catches up with what waited, its clock and this computer's differ"));
    }

    private MavlinkVehicle? VehicleOf(string drone)
    {
        if (_vehicles.TryGetValue(drone, out var vehicle)) return vehicle;
        try
        {
            var id = ids.Of(drone);
            if (id != 0)
            {
                _vehicles.Add(drone, vehicle = new MavlinkVehicle(id, options, handler, time));
                return vehicle;
            }

            log.Note(
                "ids",
                $"does not show {drone}: every system id is given; take those of drones that are gone out of {SystemIds.FileName} in the data folder");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Note("ids", $"does not show {drone}: its system id cannot be kept: {e.Message}");
        }

        return null;
    }
}
