using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.Tests.Browser;

/// <summary>Frames of a device at one end of a video link, each of one record, numbered on.</summary>
internal sealed class LinkFrames(FakeDevice device)
{
    private uint _sequence;

    /// <summary>Sends a reading of now; a field that is null is left out.</summary>
    public Task ReadingAsync(int rssiDbm, int? health, int availabilityPermille = 1000, int flags = 0, long ageMs = 0) => SendAsync(
        RecordKind.VideoLink, ageMs, (0, 5800), (1, rssiDbm * 100), (10, availabilityPermille), (14, flags), (15, health), (16, 1000));

    /// <summary>Sends an event of now.</summary>
    public Task EventAsync(int code, int severity, int? value = null, int? value2 = null) =>
        SendAsync(RecordKind.Event, 0, (0, code), (1, severity), (2, value), (3, value2));

    /// <summary>Sends a record of a transmitter.</summary>
    public Task TransmitterAsync(int celsius, int state) => SendAsync(RecordKind.Transmitter, 0, (0, celsius * 100), (3, state));

    /// <summary>Sends a record of a receiver.</summary>
    public Task ReceiverAsync(int celsius, int state) => SendAsync(RecordKind.Receiver, 0, (0, celsius * 100), (3, state));

    private async Task SendAsync(byte kind, long ageMs, params (int Field, long? Value)[] fields)
    {
        var known = fields.Where(field => field.Value is not null).ToList();
        var record = new TelemetryRecord
        {
            DeviceId = device.Device.DeviceId,
            BootId = Frames.BootId,
            Sequence = _sequence++,
            TimeMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - ageMs,
            ClockSynced = true,
            Kind = kind,
            Mask = known.Aggregate(0u, (mask, field) => mask | (1u << field.Field)),
            Values = known.Select(field => field.Value!.Value).ToArray(),
        };
        Assert.True(await device.PublishAsync(device.FramesTopic, FrameWriter.Write([record])));
    }
}
