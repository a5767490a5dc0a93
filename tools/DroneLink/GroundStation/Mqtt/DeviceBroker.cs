using System.Buffers;
using System.Collections;
using System.Net;
using System.Security.Cryptography;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.Tool.Provisioning;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace DroneLink.Tool.GroundStation.Mqtt;

/// <summary>
/// The ground station's MQTT broker. It lets in provisioned devices alone, each to its own topics, and acknowledges a frame, or what
/// became of a command, only once it is settled. Both go to the station and to no subscriber, as does what devices ask of updates.
/// </summary>
public sealed class DeviceBroker : IDeviceChannel, IAsyncDisposable
{
    /// <summary>Largest packet, bytes: a frame of 2,048, its topic, and room to spare.</summary>
    public const int MaxPacketBytes = 2048 + 512;

    /// <summary>Connections at the most, those that have not logged in yet included.</summary>
    public const int MaxConnections = 1024;

    private const string SessionKey = "device";
    private const string OwnKey = "own";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly IDeviceRegistry _registry;
    private readonly DeviceReceivers _receivers;
    private readonly FleetPresence _presence;
    private readonly RefusalLog _refusals;
    private readonly BrokerListener _listener;
    private readonly MqttServer _server;

    /// <summary>Makes a broker; <see cref="StartAsync"/> opens the port.</summary>
    /// <param name="address">Address to listen on.</param>
    /// <param name="port">Port; 0 for any free one.</param>
    /// <param name="registry">The devices that may speak.</param>
    /// <param name="receivers">Take what devices publish.</param>
    /// <param name="presence">Is told who is online.</param>
    /// <param name="refusals">Is told who was refused.</param>
    public DeviceBroker(
        IPAddress address, int port, IDeviceRegistry registry, DeviceReceivers receivers, FleetPresence presence, RefusalLog refusals)
    {
        _registry = registry;
        _receivers = receivers;
        _presence = presence;
        _refusals = refusals;
        _listener = new BrokerListener(address, port, MaxPacketBytes, MaxConnections);

        var options = new MqttServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithDefaultCommunicationTimeout(ConnectTimeout)
            .WithMaxPendingMessagesPerClient(100)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options, [_listener]);
        _server.ValidatingConnectionAsync += ValidateAsync;
        _server.InterceptingPublishAsync += PublishAsync;
        _server.InterceptingSubscriptionAsync += SubscribeAsync;
        _server.ClientConnectedAsync += e => Note(e.ClientId, online: true);
        _server.ClientDisconnectedAsync += e => e.DisconnectType == MqttClientDisconnectType.Takeover
            ? Task.CompletedTask
            : Note(e.ClientId, online: false);
    }

    /// <summary>The port listened on.</summary>
    public int Port => _listener.Port;

    /// <summary>Opens the port.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is in use.</exception>
    public Task StartAsync() => _server.StartAsync();

    /// <inheritdoc/>
    /// <remarks>Nobody hears it when the device is not connected or has not subscribed.</remarks>
    public async ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!_server.IsStarted) throw new IOException("The broker is not running.");
        var own = new MqttApplicationMessageBuilder()
            .WithTopic(IotTopics.Of(device.FleetId, device.DeviceId, topic))
            .WithPayload(message.ToArray())
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        var injected = new InjectedMqttApplicationMessage(own) { SenderClientId = "", CustomSessionItems = new Hashtable { [OwnKey] = this } };
        await _server.InjectApplicationMessage(injected, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes every connection and the port.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server.IsStarted) await _server.StopAsync(new MqttServerStopOptionsBuilder().Build()).ConfigureAwait(false);
        _server.Dispose();
    }

    private async Task ValidateAsync(ValidatingConnectionEventArgs e)
    {
        var (reason, code, session) = await JudgeAsync(e).ConfigureAwait(false);
        e.ReasonCode = reason;
        if (session is not null)
        {
            e.SessionItems[SessionKey] = session;
            return;
        }

        _refusals.Refused("connect", e.UserName, code, $"from {e.RemoteEndPoint}");
    }

    private async ValueTask<(MqttConnectReasonCode Reason, string Code, Session? Session)> JudgeAsync(ValidatingConnectionEventArgs e)
    {
        DeviceIdentity? device = null;
        try
        {
            if (DeviceName.IsValid(e.UserName)) device = await _registry.FindAsync(e.UserName, e.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception x) when (x is not OperationCanceledException)
        {
            return (MqttConnectReasonCode.ServerUnavailable, "registry", null);
        }

        // An unknown device costs the same HMAC as a known one, so that the time of the answer names no devices.
        var key = device?.Key ?? new byte[32];
        if (!MqttPassword.IsValid(key.Span, e.RawPassword) || device is null)
        {
            return (MqttConnectReasonCode.BadUserNameOrPassword, "credentials", null);
        }

        if (e.ClientId != device.DeviceId) return (MqttConnectReasonCode.NotAuthorized, "client-id", null);

        var session = new Session(device, new DeviceTopics(device), e.ProtocolVersion);
        var connect = (e.ChannelAdapter as DeviceChannelAdapter)?.Connect;
        if (connect is null || (connect.WillFlag && session.Topics.Classify(connect.WillTopic) == DeviceTopic.Foreign))
        {
            return (MqttConnectReasonCode.NotAuthorized, "will-topic", null);
        }

        return (MqttConnectReasonCode.Success, "", session);
    }

    private async Task PublishAsync(InterceptingPublishEventArgs e)
    {
        // What the station says itself; no device can put anything among its session's items.
        if (e.SessionItems[OwnKey] == this) return;

        // Nothing but a status is ever retained, whatever the device asks for: what is retained is kept until the process ends.
        var message = e.ApplicationMessage;
        var session = e.SessionItems[SessionKey] as Session;
        var topic = session?.Topics.Classify(message.Topic) ?? DeviceTopic.Foreign;
        message.Retain = topic == DeviceTopic.Status;
        e.ProcessPublish = topic is DeviceTopic.Status or DeviceTopic.Peers;

        if (await RefusalOfAsync(session, topic, message, e.CancellationToken).ConfigureAwait(false) is { } refusal)
        {
            // MQTT 3.1.1 knows no negative PUBACK, so the connection ends; the same in 5, where the device is as wrong.
            e.ProcessPublish = false;
            e.CloseConnection = true;
            e.Response.ReasonCode = refusal.Reason;
            _refusals.Refused("publish", e.ClientId, refusal.Code, refusal.Detail);
        }
        else if (topic == DeviceTopic.Status && DevicePayloads.ReadOnline(message.Payload) is { } online)
        {
            _presence.Set(session!.Device.DeviceId, online);
            if (online) await _receivers.Online(session.Device.DeviceId, e.CancellationToken).ConfigureAwait(false);
        }
        else if (topic == DeviceTopic.OtaRequest
            && await _receivers.Ota(session!.Device.DeviceId, message.Payload.ToArray(), e.CancellationToken).ConfigureAwait(false) is { } answer)
        {
            await PublishAsync(answer.Device, IotTopics.Ota, answer.Message, e.CancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<Refusal?> RefusalOfAsync(
        Session? session, DeviceTopic topic, MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        if (session is null || topic == DeviceTopic.Foreign) return new(MqttPubAckReasonCode.NotAuthorized, "topic", message.Topic);
        try
        {
            if (!await IsStillProvisionedAsync(session.Device, cancellationToken).ConfigureAwait(false))
            {
                return new(MqttPubAckReasonCode.NotAuthorized, "credentials", "replaced or removed since it connected");
            }

            if (topic == DeviceTopic.Peers && !DevicePayloads.IsPositionOf(session.Device.DeviceId, message.Payload))
            {
                return new(MqttPubAckReasonCode.PayloadFormatInvalid, "payload", "expected an unsigned frame of one position record of its own");
            }

            if (topic == DeviceTopic.CommandResult)
            {
                await _receivers.Results(session.Device.DeviceId, message.Payload.ToArray(), cancellationToken).ConfigureAwait(false);
            }

            if (topic != DeviceTopic.Frames) return null;
            return await _receivers.Frames(session.Device.DeviceId, message.Payload.ToArray(), cancellationToken).ConfigureAwait(false)
                ? null
                : new(MqttPubAckReasonCode.UnspecifiedError, "unavailable", "the frame could not be stored now");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new(MqttPubAckReasonCode.UnspecifiedError, topic == DeviceTopic.CommandResult ? "command-result" : "ingest", e.Message);
        }
    }

    /// <summary>Asked each time: a device whose key is replaced while it is connected must not speak on with the old one.</summary>
    private async ValueTask<bool> IsStillProvisionedAsync(DeviceIdentity device, CancellationToken cancellationToken)
    {
        return await _registry.FindAsync(device.DeviceId, cancellationToken).ConfigureAwait(false) is { } known
            && known.FleetId == device.FleetId
            && CryptographicOperations.FixedTimeEquals(known.Key.Span, device.Key.Span);
    }

    private Task SubscribeAsync(InterceptingSubscriptionEventArgs e)
    {
        if (e.SessionItems[SessionKey] is Session session)
        {
            if (session.Topics.MaySubscribe(e.TopicFilter.Topic)) return Task.CompletedTask;

            // 3.1.1 has one failure code; the finer ones of 5 would be a protocol error there.
            e.Response.ReasonCode = session.Version == MqttProtocolVersion.V500
                ? MqttSubscribeReasonCode.NotAuthorized
                : MqttSubscribeReasonCode.UnspecifiedError;
        }

        e.ProcessSubscription = false;
        _refusals.Refused("subscribe", e.ClientId, "topic", e.TopicFilter.Topic);
        return Task.CompletedTask;
    }

    private Task Note(string deviceId, bool online)
    {
        _presence.Set(deviceId, online);
        return Task.CompletedTask;
    }

    private sealed record Session(DeviceIdentity Device, DeviceTopics Topics, MqttProtocolVersion Version);

    private sealed record Refusal(MqttPubAckReasonCode Reason, string Code, string Detail);
}
