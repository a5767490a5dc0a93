using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Tool.Provisioning;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace DroneLink.Tool.Tests;

/// <summary>A device as the broker sees one: a plain MQTT 3.1.1 client.</summary>
internal sealed class FakeDevice : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeDevice(DeviceIdentity device)
    {
        Device = device;
        _client.DisconnectedAsync += _ =>
        {
            _disconnected.TrySetResult();
            return Task.CompletedTask;
        };
        _client.ApplicationMessageReceivedAsync += e =>
        {
            Received.Enqueue(e.ApplicationMessage.Topic);
            Messages.Enqueue((e.ApplicationMessage.Topic, e.ApplicationMessage.Payload.ToArray()));
            return Task.CompletedTask;
        };
    }

    public DeviceIdentity Device { get; }

    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>What it heard, with its bytes.</summary>
    public ConcurrentQueue<(string Topic, byte[] Payload)> Messages { get; } = new();

    public bool IsConnected => _client.IsConnected;

    public string FramesTopic => Topic("frames");

    public static async Task<FakeDevice> ConnectAsync(int port, DeviceIdentity device)
    {
        var (fake, result) = await TryConnectAsync(port, device);
        Assert.Equal(MqttClientConnectResultCode.Success, result);
        return fake;
    }

    public static async Task<(FakeDevice Device, MqttClientConnectResultCode Result)> TryConnectAsync(
        int port, DeviceIdentity device, string? password = null, string? clientId = null, string? willTopic = null,
        MqttProtocolVersion version = MqttProtocolVersion.V311)
    {
        var fake = new FakeDevice(device);
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(version)
            .WithClientId(clientId ?? device.DeviceId)
            .WithCredentials(device.DeviceId, password ?? MqttPassword.Derive(device.Key.Span))
            .WithTimeout(TimeSpan.FromSeconds(10));
        if (willTopic is not null) options.WithWillTopic(willTopic).WithWillPayload("""{"state":"offline"}""");
        var result = await fake._client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        return (fake, result.ResultCode);
    }

    public string Topic(string name) => $"dl/v1/{Device.FleetId}/{Device.DeviceId}/{name}";

    /// <summary>Publishes at QoS 1; true when it was acknowledged, false when the connection ended instead.</summary>
    public async Task<bool> PublishAsync(string topic, ReadOnlyMemory<byte> payload, bool retain = false)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload.ToArray()).WithRetainFlag(retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        try
        {
            using var timeout = new CancellationTokenSource(Eventually.Patience);
            var result = await _client.PublishAsync(message, timeout.Token);
            return result.IsSuccess;
        }
        catch (Exception e) when (e is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException)
        {
            return false;
        }
    }

    public Task<bool> PublishAsync(string topic, string text, bool retain = false) => PublishAsync(topic, Encoding.UTF8.GetBytes(text), retain);

    public async Task<MqttClientSubscribeResultCode> SubscribeAsync(string filter)
    {
        var result = await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        return result.Items.Single().ResultCode;
    }

    public Task DisconnectedAsync() => _disconnected.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);

    /// <summary>Ends the connection without a word, as a flat battery does.</summary>
    public void Drop() => _client.Dispose();

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected) await _client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
        _client.Dispose();
    }
}
