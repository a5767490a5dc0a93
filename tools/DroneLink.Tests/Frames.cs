using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.Tests;

/// <summary>Frames for tests.</summary>
internal static class Frames
{
    public const uint BootId = 0x00010001;

    /// <summary>A frame of one position record.</summary>
    public static byte[] Position(string deviceId, uint sequence = 0, long? timeMs = null) => FrameWriter.Write(
        [PositionRecord(deviceId, sequence, timeMs ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds())]);

    /// <summary>A frame of some position records, signed if a key is given.</summary>
    public static byte[] Positions(string deviceId, int count, ReadOnlyMemory<byte> key)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return FrameWriter.Write([.. Enumerable.Range(0, count).Select(i => PositionRecord(deviceId, (uint)i, now + i))], key.Span);
    }

    /// <summary>A frame of one text record.</summary>
    public static byte[] Text(string deviceId, uint sequence, string text) => FrameWriter.Write(
    [
        new TelemetryRecord
        {
            DeviceId = deviceId,
            BootId = BootId,
            Sequence = sequence,
            TimeMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            ClockSynced = true,
            Kind = RecordKind.Text,
            Severity = 4,
            Text = text,
        },
    ]);

    /// <summary>A frame of one event.</summary>
    public static byte[] Event(string deviceId, uint sequence, long code, long value, long value2) => FrameWriter.Write(
    [
        new TelemetryRecord
        {
            DeviceId = deviceId,
            BootId = BootId,
            Sequence = sequence,
            TimeMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            ClockSynced = true,
            Kind = RecordKind.Event,
            Mask = 0b1111,
            Values = new[] { code, 5, value, value2 },
        },
    ]);

    /// <summary>A signed POST of frames.</summary>
    public static HttpRequestMessage Post(DeviceIdentity device, params byte[][] frames)
    {
        return PostBody(device, FrameBody.Join([.. frames.Select(f => (ReadOnlyMemory<byte>)f)]));
    }

    private static TelemetryRecord PositionRecord(string deviceId, uint sequence, long timeMs) => new()
    {
        DeviceId = deviceId,
        BootId = BootId,
        Sequence = sequence,
        TimeMs = timeMs,
        ClockSynced = true,
        Kind = RecordKind.Position,
        Mask = 0b11,
        Values = new long[] { -353629847, 1491652374 },
    };

    /// <summary>A signed POST of any body.</summary>
    public static HttpRequestMessage PostBody(DeviceIdentity device, byte[] body)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var signed = System.Text.Encoding.ASCII.GetBytes($"POST\n/v1/frames\n{device.DeviceId}\n{timestamp}\n");
        var signature = System.Security.Cryptography.HMACSHA256.HashData(device.Key.Span, [.. signed, .. body]);
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/frames") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/vnd.dronelink.frames");
        request.Headers.Add("x-device-id", device.DeviceId);
        request.Headers.Add("x-timestamp", timestamp);
        request.Headers.Add("x-signature", Convert.ToHexStringLower(signature));
        return request;
    }
}
