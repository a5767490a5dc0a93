using System.Security.Cryptography;
using DroneLink.CloudSdk.Projection;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// Publishes each record to another broker at QoS 1, as JSON. The connection is made when there is something to send; a new client each
/// time, and a clean session, since what was not acknowledged is published again from here.
/// </summary>
internal sealed class MqttBridgeDelivery(MqttBridgeOptions options, DeviceBook devices, TimeProvider time) : INetworkDelivery
{
    // Below what brokers allow to be under way at once: 20 in Mosquitto's default.
    private const int MaxUnderWay = 16;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly MqttClientFactory _factory = new();
    private readonly string _clientId = options.ClientId ?? "dronelink-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private IMqttClient? _client;

    /// <inheritdoc/>
    public int MaxBatch => MaxUnderWay;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.Zero;

    /// <inheritdoc/>
    public async Task<DeliveryResult> DeliverAsync(IReadOnlyList<ProjectedRecord> batch, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        if (await ConnectAsync(end.Token).ConfigureAwait(false) is { } refusal) return new DeliveryResult(batch, Reason: refusal);

        // All of them first: where the registry fails, none is under way that would then come twice.
        var messages = new List<MqttApplicationMessage>();
        foreach (var record in batch) messages.Add(await MessageAsync(record, end.Token).ConfigureAwait(false));
        var outcomes = await Task.WhenAll(messages.Select(message => PublishAsync(_client!, message, end.Token))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        var left = new List<ProjectedRecord>();
        var refused = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (outcomes[i] is null) continue;
            if (IsForEver(outcomes[i]!)) refused++;
            else left.Add(batch[i]);
        }

        if (left.Count > 0) await LeaveAsync().ConfigureAwait(false);
        return new DeliveryResult(left, refused, outcomes.FirstOrDefault(outcome => outcome is not null));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await LeaveAsync().ConfigureAwait(false);

    private static bool IsForEver(string outcome) => outcome is nameof(MqttClientPublishReasonCode.NotAuthorized)
        or nameof(MqttClientPublishReasonCode.TopicNameInvalid) or nameof(MqttClientPublishReasonCode.PayloadFormatInvalid);

    // Null when the broker has it, else why not.
    private static async Task<string?> PublishAsync(IMqttClient client, MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.PublishAsync(message, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccess ? null : answer.ReasonCode.ToString();
        }
        catch (Exception e) when (e is OperationCanceledException or MqttCommunicationTimedOutException)
        {
            return "no acknowledgement in time";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    // Null when there is a connection, else why not.
    private async Task<string?> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_client is { IsConnected: true }) return null;
        await LeaveAsync().ConfigureAwait(false);
        _client = _factory.CreateMqttClient();
        var answer = await _client.ConnectAsync(ClientOptions(), cancellationToken).ConfigureAwait(false);
        return answer.ResultCode == MqttClientConnectResultCode.Success ? null : $"the broker refused the connection: {answer.ResultCode}";
    }

    private MqttClientOptions ClientOptions()
    {
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer(options.Host, options.Port)
            .WithProtocolVersion(options.IsVersion3 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V500)
            .WithClientId(_clientId)
            .WithCleanSession()
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(options.Timeout)
            .WithTlsOptions(tls =>
            {
                tls.UseTls(options.UseTls).WithTargetHost(options.Host);
                if (options.Authorities is { } authorities) tls.WithTrustChain(authorities);
            });
        if (options.User is not null) builder.WithCredentials(options.User, options.Password);
        return builder.Build();
    }

    private async Task<MqttApplicationMessage> MessageAsync(ProjectedRecord record, CancellationToken cancellationToken)
    {
        var device = await devices.FindAsync(record.Record.DeviceId, cancellationToken).ConfigureAwait(false);
        return new MqttApplicationMessageBuilder()
            .WithTopic(options.Topic.Of(record.Record, device?.FleetId ?? DeviceBook.UnknownFleet))
            .WithPayload(NetworkRecordJson.ToUtf8(record))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithRetainFlag(options.Retain)
            .Build();
    }

    private async Task LeaveAsync()
    {
        if (_client is not { } client) return;
        _client = null;
        try
        {
            using var patience = new CancellationTokenSource(Farewell, time);
            if (client.IsConnected) await client.DisconnectAsync(new MqttClientDisconnectOptions(), patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The connection is going away either way.
        }

        client.Dispose();
    }
}
