using System.Text.Json;

namespace DroneLink.CloudSdk.Ota;

/// <summary>Releases, roll-outs and devices as people are told of them.</summary>
internal static class OtaApiJson
{
    /// <summary>Writes a list of releases, each with its roll-out.</summary>
    public static void WriteList(Utf8JsonWriter writer, IEnumerable<OtaRelease> releases, IReadOnlyDictionary<int, OtaRollout> rollouts)
    {
        writer.WriteStartArray("releases"u8);
        foreach (var release in releases)
        {
            writer.WriteStartObject();
            WriteRelease(writer, release, rollouts.GetValueOrDefault(release.Build));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a release, its roll-out and its counts.</summary>
    public static void WriteOverview(Utf8JsonWriter writer, OtaOverview overview)
    {
        WriteRelease(writer, overview.Release, overview.Rollout);
        writer.WriteNumber("cohort"u8, overview.Cohort);
        writer.WriteNumber("included"u8, overview.Included);
        writer.WriteStartObject("counts"u8);
        foreach (var state in Enum.GetValues<OtaDeviceState>())
            writer.WriteNumber(OtaStateJson.Name(state), overview.Devices.Count(pair => pair.Device.State == state));
        writer.WriteEndObject();
    }

    /// <summary>Writes every device of a release.</summary>
    public static void WriteDevices(Utf8JsonWriter writer, OtaOverview overview)
    {
        writer.WriteNumber("build"u8, overview.Release.Build);
        writer.WriteNumber("size"u8, overview.Release.Size);
        writer.WriteStartArray("devices"u8);
        foreach (var (device, identity) in overview.Devices)
        {
            writer.WriteStartObject();
            writer.WriteString("deviceId"u8, device.DeviceId);
            writer.WriteString("fleetId"u8, identity?.FleetId);
            writer.WriteString("role"u8, identity?.Role);
            var runs = device.State == OtaDeviceState.Applied ? overview.Release.Version : device.FromVersion;
            writer.WriteString("version"u8, runs?.ToString());
            writer.WriteString("state"u8, OtaStateJson.Name(device.State));
            OtaStateJson.WriteNumber(writer, "code", device.Code);
            writer.WriteString("reason"u8, OtaReasons.Of(device));
            writer.WriteNumber("offers"u8, device.Offers);
            writer.WriteNumber("downloadedBytes"u8, device.DownloadedBytes);
            OtaStateJson.WriteNumber(writer, "askedAt", device.AskedAt?.ToUnixTimeMilliseconds());
            writer.WriteNumber("changedAt"u8, device.ChangedAt.ToUnixTimeMilliseconds());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRelease(Utf8JsonWriter writer, OtaRelease release, OtaRollout? rollout)
    {
        OtaReleaseJson.WriteMembers(writer, release);
        OtaStateJson.WriteNumber(writer, "publishedAt", release.PublishedAt?.ToUnixTimeMilliseconds());
        writer.WriteString("publishedBy"u8, release.PublishedBy);
        if (rollout is null)
        {
            writer.WriteNull("rollout"u8);
            return;
        }

        writer.WriteStartObject("rollout"u8);
        OtaStateJson.WriteMembers(writer, rollout);
        writer.WriteEndObject();
    }
}
