using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace DroneLink.CloudSdk.Ota;

/// <summary>Roll-outs and devices as JSON: in a store, where a name once written stays, and for who asks.</summary>
internal static class OtaStateJson
{
    private static readonly string[] RolloutStates = ["draft", "active", "paused", "completed", "cancelled"];
    private static readonly string[] DeviceStates = ["waiting", "offered", "started", "applied", "rolledBack", "rejected"];

    /// <summary>The name of a state.</summary>
    public static string Name(OtaRolloutState state) => RolloutStates[(int)state];

    /// <summary>The name of a state.</summary>
    public static string Name(OtaDeviceState state) => DeviceStates[(int)state];

    /// <summary>Reads the name of a state; null when it is none.</summary>
    public static OtaRolloutState? RolloutState(string? name) =>
        Array.IndexOf(RolloutStates, name) is >= 0 and var index ? (OtaRolloutState)index : null;

    /// <summary>Writes a roll-out as one object.</summary>
    public static byte[] Write(OtaRollout rollout) => Write(writer => WriteMembers(writer, rollout));

    /// <summary>Writes how far a device is as one object.</summary>
    public static byte[] Write(OtaDevice device) => Write(writer => WriteMembers(writer, device));

    /// <summary>Writes the members of a roll-out.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, OtaRollout rollout)
    {
        writer.WriteNumber("build"u8, rollout.Build);
        writer.WriteString("state"u8, Name(rollout.State));
        writer.WriteString("fleet"u8, rollout.FleetId);
        writer.WriteString("role"u8, rollout.Role);
        writer.WriteStartArray("devices"u8);
        foreach (var device in rollout.Devices)
            writer.WriteStringValue(device);
        writer.WriteEndArray();
        WriteNumber(writer, "percentage", rollout.Percentage);
        WriteNumber(writer, "maxInProgress", rollout.MaxInProgress);
        WriteNumber(writer, "pauseAtFailurePercent", rollout.PauseAtFailurePercent);
        writer.WriteNumber("pauseAfterEnded"u8, rollout.PauseAfterEnded);
        WriteNumber(writer, "countsFrom", rollout.CountsFrom?.ToUnixTimeMilliseconds());
        writer.WriteString("pausedBecause"u8, rollout.PausedBecause);
        writer.WriteNumber("changedAt"u8, rollout.ChangedAt.ToUnixTimeMilliseconds());
        writer.WriteString("changedBy"u8, rollout.ChangedBy);
    }

    /// <summary>Writes the members of a device's progress.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, OtaDevice device)
    {
        writer.WriteNumber("build"u8, device.Build);
        writer.WriteString("deviceId"u8, device.DeviceId);
        writer.WriteString("state"u8, Name(device.State));
        WriteNumber(writer, "code", device.Code);
        WriteNumber(writer, "fromBuild", device.FromBuild);
        writer.WriteString("fromVersion"u8, device.FromVersion?.ToString());
        writer.WriteNumber("offers"u8, device.Offers);
        writer.WriteNumber("downloadedBytes"u8, device.DownloadedBytes);
        WriteNumber(writer, "askedAt", device.AskedAt?.ToUnixTimeMilliseconds());
        writer.WriteNumber("changedAt"u8, device.ChangedAt.ToUnixTimeMilliseconds());
        writer.WriteNumber("bootId"u8, device.BootId);
        writer.WriteNumber("seq"u8, device.Sequence);
    }

    /// <summary>Reads a roll-out back.</summary>
    public static OtaRollout ReadRollout(ReadOnlyMemory<byte> json, long version)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new OtaRollout
        {
            Build = root.GetProperty("build").GetInt32(),
            State = RolloutState(Text(root, "state")) ?? OtaRolloutState.Paused,
            FleetId = Text(root, "fleet"),
            Role = Text(root, "role"),
            Devices = root.GetProperty("devices").EnumerateArray().Select(device => device.GetString()!).ToImmutableSortedSet(StringComparer.Ordinal),
            Percentage = (int?)Number(root, "percentage"),
            MaxInProgress = (int?)Number(root, "maxInProgress"),
            PauseAtFailurePercent = (int?)Number(root, "pauseAtFailurePercent"),
            PauseAfterEnded = root.GetProperty("pauseAfterEnded").GetInt32(),
            CountsFrom = Time(root, "countsFrom"),
            PausedBecause = Text(root, "pausedBecause"),
            ChangedAt = Time(root, "changedAt")!.Value,
            ChangedBy = Text(root, "changedBy"),
            Version = version,
        };
    }

    /// <summary>Reads a device's progress back.</summary>
    public static OtaDevice ReadDevice(ReadOnlyMemory<byte> json, long version)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new OtaDevice
        {
            Build = root.GetProperty("build").GetInt32(),
            DeviceId = Text(root, "deviceId")!,
            State = (OtaDeviceState)Math.Max(0, Array.IndexOf(DeviceStates, Text(root, "state"))),
            Code = (int?)Number(root, "code"),
            FromBuild = (int?)Number(root, "fromBuild"),
            FromVersion = OtaVersion.TryParse(Text(root, "fromVersion"), out var from) ? from : null,
            Offers = root.GetProperty("offers").GetInt32(),
            DownloadedBytes = root.GetProperty("downloadedBytes").GetInt32(),
            AskedAt = Time(root, "askedAt"),
            ChangedAt = Time(root, "changedAt")!.Value,
            BootId = root.GetProperty("bootId").GetUInt32(),
            Sequence = root.GetProperty("seq").GetInt64(),
            Version = version,
        };
    }

    /// <summary>Returns an object of what writes its members, as bytes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a number; null for none.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static DateTimeOffset? Time(JsonElement root, string name) =>
        Number(root, name) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
