using DroneLink.CloudSdk.Ingest;
using DroneLink.Tool.Provisioning;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace DroneLink.Load.Devices;

/// <summary>A light device that speaks MQTT: a few frames in flight, each held until its PUBACK, and all of them sent again in the next session.</summary>
internal sealed class MqttLoadDevice(DeviceIdentity identity, int port, LoadMeter meter) : LoadDevice(identity, meter)
{
    private const int Window = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var client = new MqttClientFactory().CreateMqttClient();
            try
            {
                await ConnectAsync(client, stop).ConfigureAwait(false);
                while (client.IsConnected)
                {
                    var frames = await PeekAsync(Window, stop).ConfigureAwait(false);
                    await Task.WhenAll(frames.Select(frame => PublishAsync(client, frame, stop))).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is MqttCommunicationException or OperationCanceledException or IOException or InvalidOperationException)
            {
                // What was not acknowledged is sent again.
            }

            await EndAsync(stop).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(CancellationToken stop)
    {
        try
        {
            await BackOffAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }
    }

    private async Task ConnectAsync(IMqttClient client, CancellationToken stop)
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(Identity.DeviceId)
            .WithCredentials(Identity.DeviceId, MqttPassword.Derive(Identity.Key.Span))
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
            .Build();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        var answer = await client.ConnectAsync(options, patience.Token).ConfigureAwait(false);
        if (answer.ResultCode != MqttClientConnectResultCode.Success) throw new IOException($"refused: {answer.ResultCode}");
    }

    private async Task PublishAsync(IMqttClient client, LoadFrame frame, CancellationToken stop)
    {
        var message = new MqttApplicationMessage
        {
            Topic = $"dl/v1/{Identity.FleetId}/{Identity.DeviceId}/frames",
            PayloadSegment = frame.Bytes,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        var answer = await client.PublishAsync(message, patience.Token).ConfigureAwait(false);
        if (answer.IsSuccess) Acknowledge(frame);
    }
}
