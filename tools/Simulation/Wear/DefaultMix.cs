using DroneLink.Firmware.Telemetry;

namespace DroneLink.Simulation.Wear;

/// <summary>
/// What a drone with an autopilot records at the firmware's defaults: position and attitude each second, power every 5 s, the environment every
/// 10 s. The values wander, as measured ones do, so that the frames are as long as theirs.
/// </summary>
/// <param name="random">Its chance.</param>
/// <param name="rate">Records a second.</param>
internal sealed class DefaultMix(Random random, double rate)
{
    /// <summary>Records a second at the defaults.</summary>
    public const double Rate = 2.3;

    private static readonly (byte Kind, int PeriodMs, int Fields)[] Parts =
    [
        (RecordKind.Position, 1000, 10), (RecordKind.Attitude, 1000, 3), (RecordKind.Power, 5000, 4), (RecordKind.Environment, 10000, 3),
    ];

    private readonly TelemetryRecord _record = new();
    private readonly long[][] _values = [.. Parts.Select(part => Enumerable.Range(0, part.Fields).Select(_ => (long)random.Next(1, 500_000)).ToArray())];
    private readonly double[] _dueMs = new double[Parts.Length];

    /// <summary>Records what is due.</summary>
    public void Step(Recorder recorder, long nowMs)
    {
        for (var part = 0; part < Parts.Length; part++)
        {
            while (_dueMs[part] <= nowMs)
            {
                _dueMs[part] += Parts[part].PeriodMs * Rate / rate;
                _record.Start(Parts[part].Kind);
                for (var field = 0; field < Parts[part].Fields; field++) _record.Set(field, _values[part][field] += random.Next(-300, 301));
                recorder.Record(_record, nowMs);
            }
        }
    }
}
