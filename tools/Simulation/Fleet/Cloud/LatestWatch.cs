using DroneLink.CloudSdk.Storage;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>Watches that the latest state of a device does not go back: of two dated records of a kind the later one stays.</summary>
/// <param name="deviceId">Which device.</param>
internal sealed class LatestWatch(string deviceId)
{
    private readonly Dictionary<byte, StoredRecord> _latest = [];

    /// <summary>Takes a look.</summary>
    public async Task LookAsync(ITelemetryStore store)
    {
        if (await store.FindDeviceAsync(deviceId) is not { } device) return;
        foreach (var (kind, before) in _latest)
        {
            var now = device.Latest.SingleOrDefault(record => record.Record.Kind == kind);
            ViolationException.Unless(now is not null, () => $"{deviceId}, kind {kind}: has no latest state any more");
            ViolationException.Unless(
                !before.Record.ClockSynced || !now!.Record.ClockSynced || now.EffectiveMs >= before.EffectiveMs,
                () => $"{deviceId}, kind {kind}: the latest state goes back from {before.Position} to {now!.Position}");
        }

        foreach (var record in device.Latest) _latest[record.Record.Kind] = record;
    }
}
