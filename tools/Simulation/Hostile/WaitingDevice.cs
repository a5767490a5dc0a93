using DroneLink.Firmware.Ota;
using DroneLink.Host.Board;

namespace DroneLink.Simulation.Hostile;

/// <summary>The updater of a device that has asked for a manifest and waits for it; build 3 runs.</summary>
internal sealed class WaitingDevice : IOtaTransport
{
    private static readonly OtaOptions Options = new()
    {
        DeviceId = Samples.Device,
        Key = Samples.Key,
        Role = "drone",
        BuiltInBuild = 3,
        BuiltInVersion = 0x000100,
        SlotBlocks = 4,
        Libraries = new() { ["mscorlib"] = "1.17", ["DroneLink.Firmware"] = "0.1" },
    };

    /// <summary>Starts it.</summary>
    public WaitingDevice()
    {
        var boot = new OtaBoot(new MemorySegmentStore(), Options);
        boot.Start();
        Updater = new OtaUpdater(boot, Options, this, (_, _, _, _, _) => { }, 7);
        Updater.TakeNudge();
        Step(1000);
        Step(120_000);
    }

    /// <summary>What waits.</summary>
    public OtaUpdater Updater { get; }

    /// <summary>Whether it has taken a manifest.</summary>
    public bool IsDownloading => Updater.Phase > OtaPhase.Idle;

    /// <summary>Goes on; it asked at 120,000 ms.</summary>
    public void Step(long nowMs) => Updater.Step(nowMs, isOnline: true, isSafe: true, Samples.Now.ToUnixTimeSeconds(), -1);

    /// <inheritdoc/>
    public bool RequestManifest(int build, int version) => true;

    /// <inheritdoc/>
    public bool RequestBlock(int build, int offset, int count) => true;
}
