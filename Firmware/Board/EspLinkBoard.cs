using System;
using System.Net.NetworkInformation;
using System.Threading;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Uplink;
using nanoFramework.M2Mqtt.Messages;
using nanoFramework.Networking;

namespace DroneLink.Firmware.Board
{
    /// <summary>
    /// The uplink's side of an ESP32: Wi-Fi, time server, M2Mqtt, HTTPS. What blocks is done by one thread of its own, one thing after the
    /// other, since a second TLS session does not fit into an ESP32 without PSRAM.
    /// </summary>
    public sealed class EspLinkBoard : ILinkBoard
    {
        private const int JoinTimeoutMs = 60000;
        private const int TimeTimeoutMs = 20000;
        private const int TimeAnswerMs = 3000;
        private const int AbortMs = 2000;

        private readonly DeviceConfiguration _configuration;
        private readonly LinkEventQueue _events;
        private readonly IncomingMessages _incoming;
        private readonly DeviceLog _log;
        private readonly object _lock = new object();
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private Thread _thread;
        private bool _join;
        private bool _time;
        private bool _connect;
        private int _wanted;
        private int _request;
        private bool _isGet;
        private string _path;
        private int _from;
        private bool _joinedBefore;
        private string _willTopic;
        private string _will;
        private byte[] _body;
        private int _count;
        private int _frames;
        private string _timestamp;
        private string _signature;
        private bool _joining;
        private MqttSession _opening;
        private MqttSession _session;
        private MqttSession _ended;

        /// <summary>Creates the board's side and starts its thread.</summary>
        /// <param name="configuration">Where to connect to.</param>
        /// <param name="events">Takes what happened. Borrowed.</param>
        /// <param name="incoming">Takes what came in. Borrowed.</param>
        /// <param name="log">Keeps what the board says on its own. Borrowed.</param>
        public EspLinkBoard(DeviceConfiguration configuration, LinkEventQueue events, IncomingMessages incoming, DeviceLog log)
        {
            _configuration = configuration;
            _events = events;
            _incoming = incoming;
            _log = log;
            NetworkChange.NetworkAvailabilityChanged += AvailabilityChanged;
            StartThread();
        }

        /// <summary>Replaces a thread that hangs. What it was at is lost, and the uplink must be told to start over.</summary>
        public void RestartThread()
        {
            _thread.Abort();
            _thread.Join(AbortMs);
            lock (_lock)
            {
                if (_session == null)
                {
                    _session = _opening;
                }

                _opening = null;
                _joining = false;
            }

            Disconnect();
            StartThread();
        }

        /// <inheritdoc/>
        public void BeginJoin()
        {
            lock (_lock)
            {
                _join = true;
            }

            _wake.Set();
        }

        /// <inheritdoc/>
        public void BeginTimeSync()
        {
            lock (_lock)
            {
                _time = true;
            }

            _wake.Set();
        }

        /// <inheritdoc/>
        public void BeginConnect(int session, string willTopic, string will)
        {
            lock (_lock)
            {
                _connect = true;
                _wanted = session;
                _willTopic = willTopic;
                _will = will;
            }

            _wake.Set();
        }

        /// <inheritdoc/>
        public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
        {
            MqttSession session;
            lock (_lock)
            {
                session = _session;
            }

            return session == null ? 0 : session.Publish(topic, payload, offset, count, retain);
        }

        /// <inheritdoc/>
        public int Subscribe(string[] topics)
        {
            MqttSession session;
            lock (_lock)
            {
                session = _session;
            }

            return session == null ? 0 : session.Subscribe(topics);
        }

        /// <inheritdoc/>
        public void Disconnect()
        {
            lock (_lock)
            {
                _connect = false;
                _wanted = 0;
                if (_session != null)
                {
                    _ended = _session;
                    _session = null;
                }
            }

            _wake.Set();
        }

        /// <inheritdoc/>
        public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature)
        {
            lock (_lock)
            {
                _request = session;
                _isGet = false;
                _body = body;
                _count = count;
                _frames = frames;
                _timestamp = timestamp;
                _signature = signature;
            }

            _wake.Set();
        }

        /// <inheritdoc/>
        public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature)
        {
            lock (_lock)
            {
                _request = session;
                _isGet = true;
                _path = path;
                _from = from;
                _count = count;
                _body = body;
                _timestamp = timestamp;
                _signature = signature;
            }

            _wake.Set();
        }

        /// <inheritdoc/>
        public void Log(string line)
        {
            Console.WriteLine(line);
        }

        // What comes through Log the device has kept already.
        private void Say(string line)
        {
            _log.Add(line);
            Console.WriteLine(line);
        }

        private void StartThread()
        {
            _thread = new Thread(Run);
            _thread.Start();
        }

        private void Run()
        {
            while (true)
            {
                _wake.WaitOne();
                try
                {
                    Close();
                    Join();
                    Sync();
                    Connect();
                    Request();
                }
                catch (Exception)
                {
                    // Mostly a full heap, which may be over by the next turn. The uplink times the operation out and begins it again.
                }
            }
        }

        private void Close()
        {
            MqttSession ended;
            lock (_lock)
            {
                ended = _ended;
                _ended = null;
            }

            if (ended != null)
            {
                ended.Close();
            }
        }

        private void Join()
        {
            lock (_lock)
            {
                if (!_join)
                {
                    return;
                }

                _join = false;
                _joining = true;
            }

            bool joined = false;
            try
            {
                // The firmware rejoins by itself once it has joined: from then on only the address is waited for.
                CancellationToken token = new CancellationTokenSource(JoinTimeoutMs).Token;
                bool stored = _joinedBefore || _configuration.WifiSsid.Length == 0;
                joined = stored
                    ? WifiNetworkHelper.Reconnect(false, 0, token)
                    : WifiNetworkHelper.ConnectDhcp(_configuration.WifiSsid, _configuration.WifiPassword, token: token);
            }
            catch (Exception e)
            {
                Say("wifi: " + e.Message);
            }

            _joinedBefore |= joined;
            lock (_lock)
            {
                _joining = false;
            }

            _events.Post(joined ? LinkEventKind.NetworkUp : LinkEventKind.NetworkDown, 0);
        }

        private void Sync()
        {
            lock (_lock)
            {
                if (!_time)
                {
                    return;
                }

                _time = false;
            }

            try
            {
                Sntp.Server1 = _configuration.TimeServer;
                if (!Sntp.IsStarted)
                {
                    Sntp.Start();
                }

                Sntp.UpdateNow();

                // Nothing says when the answer is there. Where the clock was set before, it has this long; a later one counts at the next reading.
                Thread.Sleep(TimeAnswerMs);
                long until = Environment.TickCount64 + TimeTimeoutMs;
                while (DateTime.UtcNow.Year < 2021 && Environment.TickCount64 < until)
                {
                    Thread.Sleep(200);
                }
            }
            catch (Exception e)
            {
                Say("time: " + e.Message);
            }

            DateTime now = DateTime.UtcNow;
            long uptime = Environment.TickCount64;
            if (now.Year < 2021)
            {
                _events.Post(LinkEventKind.TimeFailed, 0);
                return;
            }

            _events.Post(LinkEventKind.TimeKnown, 0, (now.Ticks - DateTime.UnixEpoch.Ticks) / 10000, uptime);
        }

        private void Connect()
        {
            int number;
            lock (_lock)
            {
                if (!_connect)
                {
                    return;
                }

                _connect = false;
                number = _wanted;
            }

            Close();
            MqttSession session = null;
            bool open = false;
            try
            {
                // A handshake wants its buffers in one piece.
                nanoFramework.Runtime.Native.GC.Run(true);
                session = new MqttSession(_configuration, number, _events, _incoming);
                _opening = session;
                MqttReasonCode answer = session.Open(_configuration, _willTopic, _will);
                open = answer == MqttReasonCode.Success;
                if (!open)
                {
                    Say("mqtt: the broker refused the session with code " + ((int)answer).ToString());
                }
            }
            catch (Exception e)
            {
                Say("mqtt: " + e.Message);
            }

            _opening = null;
            if (!open)
            {
                if (session != null)
                {
                    session.Close();
                }

                _events.Post(LinkEventKind.MqttClosed, number);
                return;
            }

            lock (_lock)
            {
                // While it was being opened the uplink may have lost its patience.
                open = _wanted == number;
                _session = open ? session : null;
            }

            if (open)
            {
                _events.Post(LinkEventKind.MqttConnected, number);
            }
            else
            {
                session.Close();
            }
        }

        // The latest that was begun: one that the uplink has given up before its turn is not made.
        private void Request()
        {
            int number;
            lock (_lock)
            {
                number = _request;
                _request = 0;
            }

            if (number == 0)
            {
                return;
            }

            Close();
            int status = 0;
            int detail = 0;
            try
            {
                nanoFramework.Runtime.Native.GC.Run(true);
                string id = _configuration.Uplink.DeviceId;
                status = _isGet
                    ? FetchRequest.Get(FetchRequest.UrlOf(_configuration.HttpsUrl, _path), id, _from, _count, _body, _timestamp, _signature, out detail)
                    : IngestRequest.Post(_configuration.HttpsUrl, id, _body, _count, _frames, _timestamp, _signature, out detail);
            }
            catch (Exception e)
            {
                Say("https: " + e.Message);
            }

            _events.Post(LinkEventKind.HttpDone, number, status, detail);
        }

        private void AvailabilityChanged(object sender, NetworkAvailabilityEventArgs e)
        {
            // While it is being joined this comes and goes with every try of the radio, and comes before there is an address: the join says
            // what came of it.
            if (!_joining)
            {
                _events.Post(e.IsAvailable ? LinkEventKind.NetworkUp : LinkEventKind.NetworkDown, 0);
            }
        }
    }
}
