using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Uplink;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DroneLink.Host.Board;

/// <summary>
/// The desktop's counterpart of the ESP32's side of the uplink: the machine's own network, MQTTnet and HttpClient. As on the board,
/// each session gets a new client, and what happened is posted to the queue. The machine's clock is the time source.
/// </summary>
public sealed class HostLinkBoard : ILinkBoard, IDisposable
{
    /// <summary>Keep-alive of MQTT, and how long an answer is waited for, unless another patience is asked for.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    private readonly MqttClientFactory _factory = new();
    private readonly DeviceConfiguration _configuration;
    private readonly LinkEventQueue _events;
    private readonly IncomingMessages _incoming;
    private readonly TimeProvider _time;
    private readonly Func<long> _uptimeMs;
    private readonly Action<string> _log;
    private readonly TimeSpan _patience;
    private readonly HttpClient _http;
    private readonly Lock _lock = new();
    private Session? _session;
    private int _nextPacket;

    /// <summary>Creates a twin's side of the uplink.</summary>
    /// <param name="configuration">Where to connect to.</param>
    /// <param name="events">Takes what happened. Borrowed.</param>
    /// <param name="incoming">Takes what came in. Borrowed.</param>
    /// <param name="time">The time source.</param>
    /// <param name="uptimeMs">Tells the twin's uptime, ms.</param>
    /// <param name="log">Takes lines for the console.</param>
    /// <param name="patience">Keep-alive of MQTT, whole seconds, and how long an answer is waited for; null for <see cref="DefaultPatience"/>.</param>
    public HostLinkBoard(
        DeviceConfiguration configuration, LinkEventQueue events, IncomingMessages incoming, TimeProvider time, Func<long> uptimeMs, Action<string> log,
        TimeSpan? patience = null)
    {
        _patience = patience ?? DefaultPatience;
        _http = new HttpClient { Timeout = _patience };
        _configuration = configuration;
        _events = events;
        _incoming = incoming;
        _time = time;
        _uptimeMs = uptimeMs;
        _log = log;
    }

    /// <inheritdoc/>
    public void BeginJoin() => _events.Post(LinkEventKind.NetworkUp, 0);

    /// <inheritdoc/>
    public void BeginTimeSync() => _events.Post(LinkEventKind.TimeKnown, 0, _time.GetUtcNow().ToUnixTimeMilliseconds(), _uptimeMs());

    /// <inheritdoc/>
    public void BeginConnect(int session, string willTopic, string will)
    {
        var opened = new Session(_factory.CreateMqttClient(), session);
        lock (_lock)
        {
            _session = opened;
        }

        _ = ConnectAsync(opened, willTopic, will);
    }

    /// <inheritdoc/>
    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        Session? session;
        lock (_lock)
        {
            session = _session;
        }

        if (session is null || !session.Client.IsConnected)
        {
            return 0;
        }

        _nextPacket = (_nextPacket % ushort.MaxValue) + 1;
        var message = new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = payload.AsSpan(offset, count).ToArray(),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = retain,
        };
        _ = PublishAsync(session, message, _nextPacket);
        return _nextPacket;
    }

    /// <inheritdoc/>
    public int Subscribe(string[] topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        Session? session;
        lock (_lock)
        {
            session = _session;
        }

        if (session is null || !session.Client.IsConnected)
        {
            return 0;
        }

        _nextPacket = (_nextPacket % ushort.MaxValue) + 1;
        _ = SubscribeAsync(session, topics, _nextPacket);
        return _nextPacket;
    }

    /// <inheritdoc/>
    public void Disconnect()
    {
        Session? ended;
        lock (_lock)
        {
            ended = _session;
            _session = null;
        }

        ended?.End();
    }

    /// <inheritdoc/>
    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature)
    {
        var content = new ByteArrayContent(body.AsSpan(0, count).ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.dronelink.frames");
        var request = new HttpRequestMessage(HttpMethod.Post, _configuration.HttpsUrl) { Content = content };
        request.Headers.Add("x-device-id", _configuration.Uplink.DeviceId);
        request.Headers.Add("x-timestamp", timestamp);
        request.Headers.Add("x-signature", signature);
        _ = PostAsync(session, request, frames);
    }

    /// <inheritdoc/>
    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(_configuration.HttpsUrl), path));
        if (count > 0) request.Headers.Range = new RangeHeaderValue(from, (long)from + count - 1);
        request.Headers.Add("x-device-id", _configuration.Uplink.DeviceId);
        request.Headers.Add("x-timestamp", timestamp);
        request.Headers.Add("x-signature", signature);
        _ = GetAsync(session, request, body);
    }

    /// <inheritdoc/>
    public void Log(string line) => _log(line);

    /// <inheritdoc/>
    public void Dispose()
    {
        Disconnect();
        _http.Dispose();
    }

    private async Task ConnectAsync(Session session, string willTopic, string will)
    {
        session.Client.DisconnectedAsync += _ =>
        {
            _events.Post(LinkEventKind.MqttClosed, session.Number);
            return Task.CompletedTask;
        };
        session.Client.ApplicationMessageReceivedAsync += e =>
        {
            _incoming.Post(e.ApplicationMessage.Topic, e.ApplicationMessage.Payload.ToArray());
            return Task.CompletedTask;
        };
        var id = _configuration.Uplink.DeviceId;
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(_configuration.MqttHost, _configuration.MqttPort)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V311)
            .WithClientId(id)
            .WithCredentials(id, _configuration.MqttPassword)
            .WithCleanSession()
            .WithKeepAlivePeriod(_patience)
            .WithTimeout(_patience)
            .WithWillTopic(willTopic)
            .WithWillPayload(will)
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain()
            .WithTlsOptions(tls => tls.UseTls(_configuration.Uplink.MqttTls))
            .Build();
        try
        {
            // The client heeds its own timeout only where it is given no token.
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(session.Ended);
            patience.CancelAfter(_patience);
            var answer = await session.Client.ConnectAsync(options, patience.Token).ConfigureAwait(false);
            if (answer.ResultCode == MqttClientConnectResultCode.Success)
            {
                _events.Post(LinkEventKind.MqttConnected, session.Number);
                return;
            }

            _log($"mqtt: the broker refused the session: {answer.ResultCode}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever it was, there is no session; the uplink decides what comes next.
            _log($"mqtt: {e.Message}");
        }

        _events.Post(LinkEventKind.MqttClosed, session.Number);
    }

    private async Task PublishAsync(Session session, MqttApplicationMessage message, int packet)
    {
        var kind = LinkEventKind.MqttGivenUp;
        try
        {
            var answer = await session.Client.PublishAsync(message, session.Ended).ConfigureAwait(false);
            if (answer.IsSuccess)
            {
                kind = LinkEventKind.MqttAcknowledged;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _log($"mqtt: a publication failed: {e.Message}");
        }

        _events.Post(kind, session.Number, packet);
    }

    private async Task SubscribeAsync(Session session, string[] topics, int packet)
    {
        var granted = false;
        try
        {
            var options = new MqttClientSubscribeOptions
            {
                TopicFilters = [.. topics.Select(topic => new MqttTopicFilter { Topic = topic, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce })],
            };
            var answer = await session.Client.SubscribeAsync(options, session.Ended).ConfigureAwait(false);
            granted = answer.Items.All(item => item.ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A session that breaks says so itself.
            _log($"mqtt: a subscription failed: {e.Message}");
            return;
        }

        _events.Post(LinkEventKind.MqttSubscribed, session.Number, packet, granted ? 1 : 0);
    }

    private async Task PostAsync(int session, HttpRequestMessage request, int frames)
    {
        var status = 0;
        var detail = 0;
        try
        {
            using (request)
            using (var answer = await _http.SendAsync(request).ConfigureAwait(false))
            {
                status = (int)answer.StatusCode;
                detail = status == 202
                    ? IngestAnswer.CountRejected(await answer.Content.ReadAsStringAsync().ConfigureAwait(false), frames)
                    : RetryAfterSeconds(answer);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or UriFormatException or ObjectDisposedException)
        {
            _log(string.Create(CultureInfo.InvariantCulture, $"https: {e.Message}"));
        }

        _events.Post(LinkEventKind.HttpDone, session, status, detail);
    }

    private async Task GetAsync(int session, HttpRequestMessage request, byte[] body)
    {
        var status = 0;
        var received = 0;
        try
        {
            using (request)
            using (var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false))
            {
                status = (int)answer.StatusCode;
                await using var stream = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
                received = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false).ConfigureAwait(false);
                if (received == body.Length && await stream.ReadAsync(new byte[1]).ConfigureAwait(false) > 0) received = 0;
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            status = 0;
            _log(string.Create(CultureInfo.InvariantCulture, $"https: {e.Message}"));
        }

        _events.Post(LinkEventKind.HttpDone, session, status, received);
    }

    private static int RetryAfterSeconds(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter?.Delta is { } delay ? (int)Math.Min(delay.TotalSeconds, int.MaxValue) : 0;

    private sealed class Session(IMqttClient client, int number)
    {
        private readonly CancellationTokenSource _ended = new();

        public IMqttClient Client { get; } = client;

        public int Number { get; } = number;

        public CancellationToken Ended => _ended.Token;

        public void End() => _ = EndAsync();

        private async Task EndAsync()
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            try
            {
                if (Client.IsConnected)
                {
                    using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                    await Client.DisconnectAsync(new MqttClientDisconnectOptions(), patience.Token).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The connection is going away either way.
            }

            Client.Dispose();
        }
    }
}
