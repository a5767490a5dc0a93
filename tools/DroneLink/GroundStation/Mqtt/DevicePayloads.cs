using System.Buffers;
using System.Text.Json;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Mqtt;

/// <summary>Reads what devices publish beside their frames. Whatever the bytes are, it throws nothing.</summary>
internal static class DevicePayloads
{
    /// <summary>Reads <c>{"state":"online"}</c> or <c>"offline"</c>; null when a status says neither, and the connection alone counts.</summary>
    public static bool? ReadOnline(ReadOnlySequence<byte> payload)
    {
        try
        {
            using var status = JsonDocument.Parse(payload);
            if (status.RootElement.ValueKind != JsonValueKind.Object || !status.RootElement.TryGetProperty("state", out var state)) return null;
            if (state.ValueKind != JsonValueKind.String) return null;
            if (state.ValueEquals("online")) return true;
            return state.ValueEquals("offline") ? false : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what half a surrogate pair raises.
            return null;
        }
    }

    /// <summary>Says whether this is what peers are told: an unsigned frame of one position record, the device's own.</summary>
    public static bool IsPositionOf(string deviceId, ReadOnlySequence<byte> payload)
    {
        return FrameReader.TryRead(payload.ToArray(), out var frame, out _)
            && frame is { Signed: false, Records: [{ Kind: RecordKind.Position }] }
            && frame.DeviceId == deviceId;
    }
}
