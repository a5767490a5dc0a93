using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>
/// One drone as a ground control station sees it: component 1 is what it says itself, component 68 its video link, as the ground receiver
/// says. Given records of now alone. Not thread safe.
/// </summary>
internal sealed class MavlinkVehicle
{
    /// <summary>Time between two heartbeats.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    // A device records its own state every 10 s unless configured otherwise.
    private static readonly TimeSpan SystemAge = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly TimeSpan _maxAge;
    private readonly FrameSender _autopilot;
    private readonly FrameSender _radio;
    private readonly BootTime _bootTime = new();
    private readonly MavlinkSlot _position;
    private readonly MavlinkSlot _attitude;
    private readonly MavlinkSlot _power;
    private readonly MavlinkSlot _link;
    private (TelemetryRecord Record, long At)? _videoLink;
    private (TelemetryRecord Record, long At)? _system;
    private long? _heardAt;
    private long? _heartbeatAt;
    private ushort _textId;

    /// <param name="systemId">Its system id.</param>
    /// <param name="options">How it is shown.</param>
    /// <param name="handler">Takes its frames.</param>
    /// <param name="time">The clock.</param>
    public MavlinkVehicle(byte systemId, MavlinkOptions options, FrameHandler handler, TimeProvider time)
    {
        _time = time;
        _maxAge = options.MaxAge;
        _autopilot = new FrameSender(systemId, VehicleMessages.Autopilot, handler);
        _radio = new FrameSender(systemId, VehicleMessages.Radio, handler);
        var interval = TimeSpan.FromSeconds(1 / options.PositionHz);
        _position = new MavlinkSlot(interval, 3, record => VehicleMessages.Position(_autopilot, record, _bootTime.Of(record)), time);
        _attitude = new MavlinkSlot(interval, 1, record => VehicleMessages.Attitude(_autopilot, record, _bootTime.Of(record)), time);
        _power = new MavlinkSlot(interval, 2, record => VehicleMessages.Power(_autopilot, record), time);
        _link = new MavlinkSlot(
            interval, 1, _ => VehicleMessages.RadioStatus(_radio, Fresh(_videoLink, _maxAge), Fresh(_system, SystemAge)), time);
    }

    /// <summary>What waits to be shown, apart from texts.</summary>
    public IEnumerable<MavlinkSlot> DueSlots => ((MavlinkSlot[])[_position, _attitude, _power, _link]).Where(slot => slot.IsDue);

    /// <summary>Whether a heartbeat is due: the drone is heard, and the last was long enough ago.</summary>
    public bool IsHeartbeatDue =>
        _heardAt is { } heard && _time.GetElapsedTime(heard) < _maxAge
        && (_heartbeatAt is not { } last || _time.GetElapsedTime(last) >= HeartbeatInterval);

    /// <summary>Notes that the drone itself was heard.</summary>
    public void Hear(TelemetryRecord record)
    {
        _heardAt = _time.GetTimestamp();
        _bootTime.Note(record);
    }

    /// <summary>Takes a record that is neither event nor text.</summary>
    /// <param name="record">The record.</param>
    /// <param name="isOwn">Whether it is the drone's, and not its ground receiver's.</param>
    /// <returns>Whether another was forgotten for it.</returns>
    public bool Take(TelemetryRecord record, bool isOwn)
    {
        switch (record.Kind)
        {
            case RecordKind.VideoLink:
                _videoLink = (record, _time.GetTimestamp());
                return _link.Put(record);
            case RecordKind.System when isOwn:
                _system = (record, _time.GetTimestamp());
                return _link.Put(record);
            case RecordKind.Position when isOwn:
                return _position.Put(record);
            case RecordKind.Attitude when isOwn:
                return _attitude.Put(record);
            case RecordKind.Power when isOwn:
                return _power.Put(record);
            default:
                return false;
        }
    }

    /// <summary>Sends the heartbeat.</summary>
    public void SendHeartbeat()
    {
        // On the beat, however late the last was noticed; but what was missed is not made up for.
        var isLate = _heartbeatAt is not { } last || _time.GetElapsedTime(last) >= 2 * HeartbeatInterval;
        _heartbeatAt = isLate ? _time.GetTimestamp() : _heartbeatAt + (long)(HeartbeatInterval.TotalSeconds * _time.TimestampFrequency);
        VehicleMessages.Heartbeat(_autopilot);
    }

    /// <summary>Sends a text.</summary>
    /// <param name="text">The text.</param>
    public void SendText(MavlinkText text)
    {
        if (text.Messages > 1) _textId = (ushort)(_textId % ushort.MaxValue + 1);
        (text.IsOwn ? _autopilot : _radio).StatusText((byte)text.Severity, text.Text, Math.Max(_textId, (ushort)1));
    }

    private TelemetryRecord? Fresh((TelemetryRecord Record, long At)? known, TimeSpan maxAge) =>
        known is { } value && _time.GetElapsedTime(value.At) < maxAge ? value.Record : null;
}
