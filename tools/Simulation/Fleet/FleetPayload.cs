using System.Collections;
using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Payload;

namespace DroneLink.Simulation.Fleet;

/// <summary>
/// A payload of which every record says what nobody else could: in flight at the default rates, on the ground once a minute. It takes a record of every kind that is due in each step.
/// </summary>
internal sealed class FleetPayload(PayloadContext context, FleetDevice device) : IPayload
{
    /// <summary>ms between records on the ground.</summary>
    public const int StandbyMs = 60000;

    private static readonly int[] FlightPeriodsMs = [1000, 1000, 1000, 5000, 10000];

    private readonly Firmware.Telemetry.TelemetryRecord _record = new();
    private readonly long[] _dueMs = new long[FlightPeriodsMs.Length];

    public string Version => "1.0.0";

    public int Build => 1;

    public FlightState Flight => device.IsFlying ? FlightState.Armed : FlightState.Disarmed;

    public bool MayRestart => !device.IsFlying;

    public IPayloadCommands Commands => null!;

    /// <summary>When the next record is due, ms since boot.</summary>
    public long DueMs => device.IsFlying ? _dueMs.Min() : _dueMs[^1];

    /// <summary>The kind of a record, by what it says.</summary>
    public static byte KindOf(long value) => (value % 5) switch
    {
        0 => RecordKind.Position,
        1 => RecordKind.Attitude,
        2 => RecordKind.Power,
        3 => RecordKind.VideoLink,
        _ => RecordKind.System,
    };

    public void CheckSettings(Hashtable settings, ArrayList errors)
    {
    }

    public void Start(long nowMs)
    {
    }

    public void Step(long nowMs)
    {
        for (var i = 0; i < _dueMs.Length; i++)
        {
            var isLast = i == _dueMs.Length - 1;
            if (nowMs < _dueMs[i] || (!device.IsFlying && !isLast)) continue;
            _dueMs[i] = nowMs + (device.IsFlying ? FlightPeriodsMs[i] : StandbyMs);
            Record(nowMs);
        }
    }

    public void TakeBeacon(string topic, byte[] payload, long nowMs)
    {
    }

    public bool TryTakeUtc(out long utcMs) => device.TryTakeGps(out utcMs);

    public void Dispose()
    {
    }

    private void Record(long nowMs)
    {
        var sequence = context.Recorder.NextSequence;
        var value = BootBook.ValueOf(context.Boot.BootId, sequence);
        _record.Start(KindOf(value));
        _record.Set(0, value & 0xFFF);
        _record.Set(1, value >> 12);
        device.Accounts.Taken(sequence, value, nowMs);
        context.Recorder.Record(_record, nowMs);
    }
}
