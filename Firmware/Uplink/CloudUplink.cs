using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Uplink
{
    /// <summary>
    /// Carries the ring's frames to the cloud: network, clock, MQTT, and HTTPS when MQTT will not come up. A state machine: the board
    /// does the work and posts what came of it, <see cref="Step"/> decides. One connection at a time, since a second TLS session does
    /// not fit into an ESP32 without PSRAM.
    /// </summary>
    public sealed class CloudUplink
    {
        /// <summary>An operation of the board that has not ended after this, ms, counts as failed.</summary>
        public const int OperationTimeoutMs = 90000;

        /// <summary>A publication that is not acknowledged after this, ms, ends the session. M2Mqtt itself gives up after 4 s.</summary>
        public const int AcknowledgeTimeoutMs = 20000;

        /// <summary>A connection that lasted this long, ms, was good: the back-off starts over.</summary>
        public const int GoodSessionMs = 60000;

        /// <summary>HTTPS takes over after this many MQTT tries in a row that came to nothing.</summary>
        public const int MqttTriesBeforeHttps = 3;

        /// <summary>
        /// The network is joined anew after this many connections in a row that carried nothing: it may be gone without anybody
        /// having said so.
        /// </summary>
        public const int FailuresBeforeRejoin = 10;

        /// <summary>ms between readings of the time source: an hour.</summary>
        public const int TimeSyncPeriodMs = 3600000;

        /// <summary>A server that asks for a longer pause, ms, is asked again after this one: no answer silences a device.</summary>
        public const int LongestRetryAfterMs = 300000;

        private readonly ILinkBoard _board;
        private readonly LinkEventQueue _events;
        private readonly FlashRing _ring;
        private readonly DeviceClock _clock;
        private readonly UplinkOptions _options;
        private readonly MqttTopics _topics;
        private readonly RequestSigner _signer;
        private readonly DeliveryWindow _window;
        private readonly FrameSource _frames;
        private readonly IngestPost _post;
        private readonly Backoff _networkBackoff;
        private readonly Backoff _mqttBackoff;
        private readonly Backoff _httpsBackoff;
        private readonly Backoff _timeBackoff;
        private byte[] _onlineStatus;
        private string _offlineStatus;
        private string[] _subscriptions = new string[0];
        private int _session;
        private long _deadlineMs;
        private long _networkTryMs = -1;
        private long _mqttTryMs = -1;
        private long _httpsTryMs = -1;
        private long _timeTryMs = -1;
        private long _timeDeadlineMs;
        private bool _timeUnderWay;
        private bool _networkUp;
        private long _sessionStartMs;
        private bool _sessionGood;
        private bool _statusPublished;
        private int _subscribePacket;
        private long _subscribeDeadlineMs;
        private bool _isReady;
        private bool _isFetchNext;
        private bool _isFetching;
        private int _mqttFailures;
        private int _failures;

        /// <summary>Creates an uplink; <see cref="Step"/> starts it.</summary>
        /// <param name="board">Does the work. Borrowed.</param>
        /// <param name="events">What the board posts. Borrowed.</param>
        /// <param name="ring">Holds the frames. Borrowed, opened.</param>
        /// <param name="clock">Is set by the time source. Borrowed.</param>
        /// <param name="bootId">This boot; with the device id it seeds the back-off.</param>
        /// <param name="options">How to behave.</param>
        public CloudUplink(ILinkBoard board, LinkEventQueue events, FlashRing ring, DeviceClock clock, uint bootId, UplinkOptions options)
        {
            _board = board;
            _events = events;
            _ring = ring;
            _clock = clock;
            _options = options;
            _topics = new MqttTopics(options.FleetId, options.DeviceId);
            HmacSha256 hmac = new HmacSha256(options.Key);
            _signer = new RequestSigner(options.DeviceId, hmac);
            _frames = new FrameSource(ring, clock, bootId, options.SignFrames ? hmac : null);
            _post = new IngestPost(ring, _frames);
            _window = new DeliveryWindow(ring, options.Window);
            SetStatus("{\"state\":\"online\"}", "{\"state\":\"offline\"}");
            byte[] id = System.Text.Encoding.UTF8.GetBytes(options.DeviceId);
            uint seed = Crc32.Compute(id, 0, id.Length) ^ bootId;
            _networkBackoff = NewBackoff(seed + 1);
            _mqttBackoff = NewBackoff(seed + 2);
            _httpsBackoff = NewBackoff(seed + 3);
            _timeBackoff = NewBackoff(seed + 4);
        }

        /// <summary>What it is at.</summary>
        public UplinkState State { get; private set; } = UplinkState.Offline;

        /// <summary>MQTT sessions after the first, in this boot.</summary>
        public uint Reconnects => Sessions == 0 ? 0 : Sessions - 1;

        /// <summary>MQTT sessions opened in this boot.</summary>
        public uint Sessions { get; private set; }

        /// <summary>Frames acknowledged in this boot, over MQTT and HTTPS.</summary>
        public uint AcknowledgedFrames { get; private set; }

        /// <summary>Frames that the cloud refused for ever, in this boot. It keeps them with the reason.</summary>
        public uint RejectedFrames { get; private set; }

        /// <summary>When anything last went forward, ms since boot: the supervisor's sign of life.</summary>
        public long LastProgressMs { get; private set; }

        /// <summary>Whether there is an MQTT session whose subscriptions stand.</summary>
        public bool IsReady => _isReady && State == UplinkState.Online;

        /// <summary>Who else speaks in the session; null for nobody. Borrowed.</summary>
        public ISessionListener Listener { get; set; }

        /// <summary>Whether HTTPS is the way to the cloud now: the only one, or MQTT will not come up.</summary>
        public bool UsesHttps => _options.UseHttps && State != UplinkState.Online && (!_options.UseMqtt || _mqttFailures >= MqttTriesBeforeHttps);

        /// <summary>What else is wanted over HTTPS; null for nothing. Borrowed.</summary>
        public HttpsFetch Fetch { get; set; }

        /// <summary>Sets the retained status message, and its like that is the last will. They count from the next session on.</summary>
        /// <param name="online">JSON.</param>
        /// <param name="offline">JSON.</param>
        public void SetStatus(string online, string offline)
        {
            _onlineStatus = System.Text.Encoding.UTF8.GetBytes(online);
            _offlineStatus = offline;
        }

        /// <summary>Sets what is subscribed to in each session from the next one on.</summary>
        /// <param name="topics">The filters.</param>
        public void SetSubscriptions(string[] topics)
        {
            _subscriptions = topics;
        }

        /// <summary>Publishes with QoS 1, not retained, in a session that is ready.</summary>
        /// <returns>The packet identifier, or 0 when it cannot be done now.</returns>
        public int Publish(string topic, byte[] payload, int count)
        {
            return IsReady ? _board.Publish(topic, payload, 0, count, false) : 0;
        }

        /// <summary>Takes what the board posted and begins what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>True when the clock was set or moved in this step.</returns>
        public bool Step(long nowMs)
        {
            bool clockSet = TakeEvents(nowMs);
            if (_events.TakeOverflow())
            {
                // Any of them may have been among those that were dropped: the network's, the clock's, the session's.
                _board.Log("uplink: too many events at once, starting over");
                Restart(nowMs);
            }

            switch (State)
            {
                case UplinkState.Offline:
                    StepOffline(nowMs);
                    break;
                case UplinkState.Waiting:
                    StepWaiting(nowMs);
                    break;
                case UplinkState.Online:
                    StepOnline(nowMs);
                    break;
                default:
                    StepUnderWay(nowMs);
                    break;
            }

            return clockSet;
        }

        /// <summary>Ends whatever is under way and starts over from the network, as after a stall.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Restart(long nowMs)
        {
            _board.Disconnect();
            _session++;
            _timeUnderWay = false;
            EndFetch();
            NetworkLost(nowMs);
        }

        /// <summary>Ends an open MQTT session and opens another: the cloud then sends again what was not answered.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Reconnect(long nowMs)
        {
            if (State == UplinkState.Online)
            {
                EndConnection(nowMs);
            }
        }

        private Backoff NewBackoff(uint seed)
        {
            // Neighbouring seeds of xorshift start alike; a multiplication drives them apart.
            return new Backoff(_options.FirstTryMs, _options.BackoffBaseMs, _options.BackoffCapMs, seed * 2654435761u);
        }

        private bool TakeEvents(long nowMs)
        {
            bool clockSet = false;
            LinkEventKind kind;
            while ((kind = _events.Take()) != LinkEventKind.None)
            {
                LastProgressMs = nowMs;
                switch (kind)
                {
                    case LinkEventKind.NetworkUp:
                        JoinedNetwork(nowMs);
                        break;
                    case LinkEventKind.NetworkDown:
                        LostNetwork(nowMs);
                        break;
                    case LinkEventKind.TimeKnown:
                        _timeUnderWay = false;
                        _timeBackoff.Reset();
                        _timeTryMs = nowMs + TimeSyncPeriodMs;
                        clockSet |= _clock.TrySet(_events.Value, _events.Value2);
                        break;
                    case LinkEventKind.TimeFailed:
                        _timeUnderWay = false;
                        _timeTryMs = nowMs + _timeBackoff.Next();
                        break;
                    default:
                        if (_events.Session == _session)
                        {
                            TakeSessionEvent(kind, nowMs);
                        }

                        break;
                }
            }

            return clockSet;
        }

        private void TakeSessionEvent(LinkEventKind kind, long nowMs)
        {
            switch (kind)
            {
                case LinkEventKind.MqttConnected:
                    if (State == UplinkState.Connecting)
                    {
                        StartSession(nowMs);
                    }

                    break;
                case LinkEventKind.MqttClosed:
                    if (State == UplinkState.Connecting || State == UplinkState.Online)
                    {
                        _board.Log("uplink: MQTT session closed");
                        EndConnection(nowMs);
                    }

                    break;
                case LinkEventKind.MqttAcknowledged:
                    if (State == UplinkState.Online)
                    {
                        TakeAcknowledgement((int)_events.Value);
                    }

                    break;
                case LinkEventKind.MqttSubscribed:
                    if (State == UplinkState.Online && _events.Value == _subscribePacket)
                    {
                        TakeSubscription(_events.Value2 != 0, nowMs);
                    }

                    break;
                case LinkEventKind.MqttGivenUp:
                    if (State == UplinkState.Online)
                    {
                        // The client tried several times: the session is dead, or the broker cannot store. Both want a pause.
                        _board.Log("uplink: a publication was not acknowledged");
                        EndConnection(nowMs);
                    }

                    break;
                default:
                    if (State == UplinkState.Posting && _isFetching)
                    {
                        TakeFetched((int)_events.Value, (int)_events.Value2, nowMs);
                    }
                    else if (State == UplinkState.Posting)
                    {
                        TakeAnswer((int)_events.Value, (int)_events.Value2, nowMs);
                    }

                    break;
            }
        }

        private void StepOffline(long nowMs)
        {
            if (_networkTryMs < 0)
            {
                _networkTryMs = nowMs + _networkBackoff.Next();
            }

            if (nowMs >= _networkTryMs)
            {
                State = UplinkState.Joining;
                _deadlineMs = nowMs + OperationTimeoutMs;
                _board.BeginJoin();
            }
        }

        private void StepWaiting(long nowMs)
        {
            StepTime(nowMs);
            if (_options.UseMqtt && nowMs >= _mqttTryMs && (_clock.IsSynced || !_options.MqttTls))
            {
                State = UplinkState.Connecting;
                _session++;
                _deadlineMs = nowMs + OperationTimeoutMs;
                _board.BeginConnect(_session, _topics.Status, _offlineStatus);
            }
            else if (UsesHttps && nowMs >= _httpsTryMs && _clock.IsSynced)
            {
                // In turn: neither may keep the other waiting.
                _isFetchNext = !_isFetchNext && Fetch != null && Fetch.IsWanted;
                if (_isFetchNext)
                {
                    BeginFetch(nowMs);
                }
                else
                {
                    BeginPost(nowMs);
                }
            }
        }

        private void StepTime(long nowMs)
        {
            if (_timeUnderWay && nowMs >= _timeDeadlineMs)
            {
                _timeUnderWay = false;
                _timeTryMs = nowMs + _timeBackoff.Next();
            }

            if (!_timeUnderWay && nowMs >= _timeTryMs)
            {
                _timeUnderWay = true;
                _timeDeadlineMs = nowMs + OperationTimeoutMs;
                _board.BeginTimeSync();
            }
        }

        private void StepOnline(long nowMs)
        {
            if (!_sessionGood && nowMs - _sessionStartMs >= GoodSessionMs)
            {
                _sessionGood = true;
                _mqttFailures = 0;
                _failures = 0;
                _mqttBackoff.Reset();
                _networkBackoff.Reset();
            }

            StepTime(nowMs);
            long oldest = _window.OldestSentMs;
            if (oldest != long.MaxValue && nowMs - oldest >= AcknowledgeTimeoutMs)
            {
                _board.Log("uplink: no PUBACK in time");
                EndConnection(nowMs);
                return;
            }

            if (!_isReady)
            {
                StepSubscription(nowMs);
            }

            if (_isReady && !_statusPublished)
            {
                _statusPublished = _board.Publish(_topics.Status, _onlineStatus, 0, _onlineStatus.Length, true) != 0;
            }

            if (State == UplinkState.Online)
            {
                SendFrames(nowMs);
            }
        }

        private void SendFrames(long nowMs)
        {
            while (_window.HasRoom)
            {
                uint number = _window.PeekNext();
                if (number == _ring.Next)
                {
                    LastProgressMs = nowMs;
                    return;
                }

                FrameReadiness readiness = _frames.Prepare(number, nowMs);
                if (readiness == FrameReadiness.Later)
                {
                    return;
                }

                if (readiness == FrameReadiness.Never)
                {
                    _window.Skip(number);
                    continue;
                }

                int packet = _board.Publish(_topics.Frames, _frames.Outgoing.Buffer, 0, _frames.Outgoing.Length, false);
                if (packet == 0)
                {
                    return;
                }

                _window.Sent(number, packet, nowMs);
                LastProgressMs = nowMs;
            }
        }

        // Whoever reads that the device is online may count on its hearing what is sent to it: so the subscriptions come first.
        private void StepSubscription(long nowMs)
        {
            if (_subscriptions.Length == 0)
            {
                BecomeReady(nowMs);
            }
            else if (_subscribePacket == 0)
            {
                _subscribePacket = _board.Subscribe(_subscriptions);
                _subscribeDeadlineMs = nowMs + AcknowledgeTimeoutMs;
            }
            else if (nowMs >= _subscribeDeadlineMs)
            {
                _board.Log("uplink: no SUBACK in time");
                EndConnection(nowMs);
            }
        }

        private void TakeSubscription(bool granted, long nowMs)
        {
            if (!granted)
            {
                // Records are worth more than commands: the session goes on without.
                _board.Log("uplink: the broker refused a subscription; may the device hear its topics?");
            }

            BecomeReady(nowMs);
        }

        private void BecomeReady(long nowMs)
        {
            _isReady = true;
            if (Listener != null)
            {
                Listener.SessionReady(nowMs);
            }
        }

        private void TakeAcknowledgement(int packet)
        {
            if (_window.Acknowledge(packet))
            {
                AcknowledgedFrames++;
                _mqttFailures = 0;
                _failures = 0;
            }
            else if (Listener != null)
            {
                Listener.PublicationAcknowledged(packet);
            }
        }

        private void StepUnderWay(long nowMs)
        {
            if (nowMs < _deadlineMs)
            {
                return;
            }

            _board.Log("uplink: timed out");
            if (State == UplinkState.Joining)
            {
                NetworkLost(nowMs);
            }
            else
            {
                EndConnection(nowMs);
            }
        }

        private void JoinedNetwork(long nowMs)
        {
            _networkUp = true;
            if (State == UplinkState.Offline && _networkTryMs > nowMs + _options.BackoffBaseMs)
            {
                // The network came back by itself: there is no need to wait as long as when it could not be found.
                _networkTryMs = nowMs + (_networkBackoff.Next() % _options.BackoffBaseMs);
            }

            if (State != UplinkState.Joining)
            {
                return;
            }

            State = UplinkState.Waiting;
            if (_mqttTryMs < 0)
            {
                _mqttTryMs = nowMs + _mqttBackoff.Next();
                _httpsTryMs = nowMs + _httpsBackoff.Next();
                _timeTryMs = nowMs + _timeBackoff.Next();
            }
        }

        private void LostNetwork(long nowMs)
        {
            if (!_networkUp && State != UplinkState.Joining)
            {
                return;
            }

            _board.Log("uplink: no network");
            if (State == UplinkState.Connecting || State == UplinkState.Online || State == UplinkState.Posting)
            {
                EndConnection(nowMs);
            }

            if (State != UplinkState.Offline)
            {
                NetworkLost(nowMs);
            }
        }

        private void NetworkLost(long nowMs)
        {
            _networkUp = false;
            State = UplinkState.Offline;
            _networkTryMs = nowMs + _networkBackoff.Next();
        }

        private void StartSession(long nowMs)
        {
            State = UplinkState.Online;
            Sessions++;
            _sessionStartMs = nowMs;
            _sessionGood = false;
            _statusPublished = false;
            _subscribePacket = 0;
            _isReady = false;
            _window.Start();
            _board.Log("uplink: MQTT session open");
        }

        // Ends the MQTT session or the post, whichever is under way; what was not acknowledged will be sent again.
        private void EndConnection(long nowMs)
        {
            switch (State)
            {
                case UplinkState.Connecting:
                case UplinkState.Online:
                    _board.Disconnect();
                    _mqttFailures++;
                    _mqttTryMs = nowMs + _mqttBackoff.Next();
                    break;
                case UplinkState.Posting:
                    _httpsTryMs = nowMs + _httpsBackoff.Next();
                    EndFetch();
                    break;
                default:
                    return;
            }

            _session++;
            State = UplinkState.Waiting;
            if (++_failures >= FailuresBeforeRejoin)
            {
                _failures = 0;
                _board.Log("uplink: nothing gets through, joining the network anew");
                NetworkLost(nowMs);
            }
        }

        // Nobody waits for an answer that will not come.
        private void EndFetch()
        {
            if (State == UplinkState.Posting && _isFetching)
            {
                Fetch.Done(0, 0);
            }
        }

        private void BeginPost(long nowMs)
        {
            if (!_post.TryBuild(nowMs))
            {
                // There is nothing, or nothing that can be sent, ever.
                LastProgressMs = nowMs;
                return;
            }

            _isFetching = false;
            string timestamp = StartRequest(nowMs);
            _board.BeginPost(_session, _post.Body, _post.Count, _post.Frames, timestamp, _signer.SignPost(timestamp, _post.Body, _post.Count));
        }

        private void BeginFetch(long nowMs)
        {
            _isFetching = true;
            string timestamp = StartRequest(nowMs);
            Fetch.Begun();
            _board.BeginGet(_session, Fetch.Path, Fetch.From, Fetch.Count, Fetch.Body, timestamp, _signer.SignGet(Fetch.Path, timestamp));
        }

        private string StartRequest(long nowMs)
        {
            _session++;
            State = UplinkState.Posting;
            _deadlineMs = nowMs + OperationTimeoutMs;
            return (_clock.ToUtc(nowMs) / 1000).ToString();
        }

        private void TakeFetched(int status, int received, long nowMs)
        {
            Fetch.Done(status, received);
            if (status >= 200 && status < 500 && status != 401 && status != 429)
            {
                _failures = 0;
                _httpsBackoff.Reset();
                _httpsTryMs = nowMs;
                _session++;
                State = UplinkState.Waiting;
                return;
            }

            _board.Log("uplink: HTTPS answered " + status.ToString() + " to a fetch");
            _isFetching = false;
            EndConnection(nowMs);
            if (status == 401)
            {
                _timeTryMs = nowMs;
            }
        }

        private void TakeAnswer(int status, int detail, long nowMs)
        {
            if (status == 202 && detail >= 0 && detail <= _post.Frames)
            {
                // Rejected frames will never be accepted, and the cloud keeps them: here they are done with too.
                uint before = (uint)_ring.WaitingFrames;
                _ring.AcknowledgeBelow(_post.End);
                AcknowledgedFrames += before - (uint)_ring.WaitingFrames;
                RejectedFrames += (uint)detail;
                _failures = 0;
                _httpsBackoff.Reset();
                _networkBackoff.Reset();
                _httpsTryMs = _ring.WaitingBytes >= IngestPost.BodyBytes ? nowMs : nowMs + _options.PostPeriodMs;
                _session++;
                State = UplinkState.Waiting;
                return;
            }

            _board.Log("uplink: HTTPS answered " + status.ToString());
            EndConnection(nowMs);
            if (status == 401)
            {
                // The clock may be off by more than the cloud allows.
                _timeTryMs = nowMs;
            }
            else if (status == 429 || status == 503)
            {
                long wait = detail * 1000L < LongestRetryAfterMs ? detail * 1000L : LongestRetryAfterMs;
                if (nowMs + wait > _httpsTryMs)
                {
                    _httpsTryMs = nowMs + wait;
                }
            }
        }
    }
}
