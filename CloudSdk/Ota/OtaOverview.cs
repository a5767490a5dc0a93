using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Ota;

/// <summary>A release, its roll-out and where its devices are.</summary>
/// <param name="Release">The release.</param>
/// <param name="Rollout">Its roll-out; null when nobody has made one.</param>
/// <param name="Devices">Every device that is in or was offered it, in order of ids; what is not known of one that is provisioned no longer is null.</param>
/// <param name="Cohort">How many provisioned devices it is for.</param>
/// <param name="Included">How many of them are in.</param>
internal sealed record OtaOverview(
    OtaRelease Release, OtaRollout? Rollout, IReadOnlyList<(OtaDevice Device, DeviceIdentity? Identity)> Devices, int Cohort, int Included);
