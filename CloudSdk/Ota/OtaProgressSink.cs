using System.Globalization;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Ota;

/// <summary>
/// Takes from the devices' own events how far they are with a release, and pauses a roll-out of which too many failed. An event counts once
/// however often it comes, and the newest by (boot, sequence) counts in whichever order they come. A release that the device was not
/// offered is none of its business and is passed over. Thread safe. Borrows the store.
/// </summary>
/// <param name="rollouts">Where it is noted.</param>
/// <param name="timeProvider">Dates what changes; null for the system's clock.</param>
public sealed class OtaProgressSink(IRolloutStore rollouts, TimeProvider? timeProvider = null) : IRecordSink
{
    private readonly IRolloutStore _rollouts = rollouts ?? throw new ArgumentNullException(nameof(rollouts));
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var failures = new List<SinkFailure>();
        var events = records.Select((record, index) => (Event: OtaEvent.Read(record.Record), Index: index)).Where(pair => pair.Event is not null);
        foreach (var release in events.GroupBy(pair => pair.Event!.Build))
        {
            try
            {
                await TakeAsync(release.Key, [.. release.Select(pair => pair.Event!)], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                failures.AddRange(release.Select(pair => new SinkFailure(pair.Index, IsPoison: false, exception.GetType().Name, exception.Message)));
            }
        }

        return failures;
    }

    private async ValueTask TakeAsync(int build, IReadOnlyList<OtaEvent> events, CancellationToken cancellationToken)
    {
        foreach (var next in events)
        {
            await _rollouts.ChangeDeviceAsync(
                build, next.Record.DeviceId, known => known is null ? null : next.After(known, _clock.WholeMs()), cancellationToken).ConfigureAwait(false);
        }

        // Also when nothing changed: an attempt before may have got no further.
        await _rollouts.ChangeAsync(build, rollout => PausedAsync(rollout, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<OtaRollout?> PausedAsync(OtaRollout? rollout, CancellationToken cancellationToken)
    {
        if (rollout is not { State: OtaRolloutState.Active, PauseAtFailurePercent: { } percent })
            return null;
        var devices = await _rollouts.ListDevicesAsync(rollout.Build, cancellationToken).ConfigureAwait(false);
        var ended = devices.Where(device => device.IsEnded && (rollout.CountsFrom is not { } from || device.ChangedAt >= from)).ToList();
        var failed = ended.Count(device => device.IsFailed);
        if (ended.Count < rollout.PauseAfterEnded || failed * 100L < (long)percent * ended.Count)
            return null;
        return rollout with
        {
            State = OtaRolloutState.Paused,
            PausedBecause = string.Create(CultureInfo.InvariantCulture, $"{failed} of the {ended.Count} devices that ended failed; it pauses at {percent} %."),
            ChangedAt = _clock.WholeMs(),
            ChangedBy = null,
        };
    }
}
