using System.Diagnostics;
using DroneLink.Load.Network;
using DroneLink.Load.Stations;

namespace DroneLink.Load.Sessions;

/// <summary>
/// What happens in a session. MQTT: connect, subscribe, status, two frames, a command and its result, an orderly end, a second session with a
/// frame, an orderly end. HTTPS: three posts. The device goes on recording a frame every five seconds, so that there is always something to carry.
/// </summary>
internal sealed class SessionScript(
    SessionDevice device, ToxicProxy proxy, bool isMqtt, DurableFrames durable, Func<string, Task> orderAsync, Func<string, Task<bool>> isDoneAsync)
{
    private const string CommandId = "c1";
    private const int HeartbeatMs = 5000;
    private const double GiveUpMs = 600_000;
    private static readonly TimeSpan StepPeriod = TimeSpan.FromMilliseconds(5);

    private uint _checked;
    private uint _acknowledged;
    private int _phase;
    private int _texts;
    private long _heartbeatMs;
    private long _progressAt = Stopwatch.GetTimestamp();

    /// <summary>How long nothing went forward at the most once the network was good, ms of the hurrying clock.</summary>
    public double LongestStallMs { get; private set; }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="LossException">A promise does not hold.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(StepPeriod);
        Record();
        Record();
        while (!await AdvanceAsync().ConfigureAwait(false))
        {
            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            if (device.NowMs - _heartbeatMs >= HeartbeatMs) Record();
            device.Device.Step(device.NowMs);
            device.Payload.Seal();
            CheckAcknowledged();
            CheckProgress();
        }

        if (device.Device.Ring.OverwrittenRecords > 0) throw Loss("the ring overflowed");
        if (device.Device.Uplink.RejectedFrames > 0) throw Loss("frames were refused");
        if (isMqtt && device.Payload.Located != 1) throw Loss($"the command was carried out {device.Payload.Located} times");
    }

    private async Task<bool> AdvanceAsync()
    {
        switch (_phase)
        {
            case 0 when isMqtt && device.Device.Uplink.IsReady:
                await orderAsync(CommandId).ConfigureAwait(false);
                Enter(1);
                break;
            case 1 when device.IsDrained && await isDoneAsync(CommandId).ConfigureAwait(false):
                Record();
                device.Device.Uplink.Reconnect(device.NowMs);
                Enter(2);
                break;
            case 2 when device.IsDrained && device.Device.Uplink.IsReady:
                return true;
            case 0 or 1 when !isMqtt && device.IsDrained:
                Record();
                Enter(_phase + 1);
                break;
            case 2 when !isMqtt && device.IsDrained:
                return true;
        }

        return false;
    }

    private void Enter(int phase)
    {
        _phase = phase;
        _progressAt = Stopwatch.GetTimestamp();
        device.Note($"script: phase {phase}");
    }

    private void Record()
    {
        _heartbeatMs = device.NowMs;
        device.Payload.Record($"text {++_texts}", device.NowMs);
    }

    private void CheckAcknowledged()
    {
        if (device.Device.Uplink.AcknowledgedFrames == _acknowledged) return;
        _acknowledged = device.Device.Uplink.AcknowledgedFrames;
        _progressAt = Stopwatch.GetTimestamp();
        var below = device.AcknowledgedBelow;
        if (!durable.Has(device.DeviceId, device.Device.BootId, _checked, below))
            throw Loss($"records {_checked} to {below - 1} are acknowledged, and not all of them are durable");
        _checked = below;
    }

    private void CheckProgress()
    {
        // Before the fault, and while it lasts, nobody is blamed.
        var since = Math.Max(_progressAt, proxy.HealedAt);
        var stall = Stopwatch.GetElapsedTime(since).TotalMilliseconds * SessionBench.Hurry;
        if (proxy.StruckAt != 0 && stall > LongestStallMs) LongestStallMs = stall;
        if (stall > GiveUpMs) throw Loss("nothing goes forward any more");
    }

    private LossException Loss(string what)
    {
        lock (device.Story) return new LossException($"{what}\n{string.Join('\n', device.Story)}");
    }
}
