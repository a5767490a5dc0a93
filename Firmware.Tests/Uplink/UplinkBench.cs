using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Storage;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Tests.Uplink
{
    /// <summary>An uplink with all that it needs, under a clock of its own.</summary>
    public sealed class UplinkBench
    {
        /// <summary>2025-01-01 UTC, ms.</summary>
        public const long Utc = 1735689600000;

        public const uint BootId = 0x00050A0B;

        private readonly FrameBuilder _builder = new FrameBuilder(new byte[] { (byte)'d', (byte)'1' }, BootId);
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private uint _sequence;

        public UplinkBench(bool mqtt, bool https)
            : this(mqtt, https, 1000)
        {
        }

        public UplinkBench(bool mqtt, bool https, int backoffCapMs)
        {
            Options = new UplinkOptions();
            Options.DeviceId = "d1";
            Options.FleetId = "f1";
            Options.Key = new byte[32];
            Options.UseMqtt = mqtt;
            Options.MqttTls = true;
            Options.UseHttps = https;
            Options.FirstTryMs = 50;
            Options.BackoffBaseMs = 100;
            Options.BackoffCapMs = backoffCapMs;
            Options.PostPeriodMs = 0;
            Ring = new FlashRing(Store, 4);
            Ring.Open();
            Uplink = new CloudUplink(Board, Events, Ring, Clock, BootId, Options);
            Uplink.SetStatus("on", "off");
        }

        public UplinkOptions Options { get; }

        public ScriptedBoard Board { get; } = new ScriptedBoard();

        public LinkEventQueue Events { get; } = new LinkEventQueue();

        public RamStore Store { get; } = new RamStore();

        public FlashRing Ring { get; }

        public DeviceClock Clock { get; } = new DeviceClock();

        public CloudUplink Uplink { get; }

        public long Now { get; private set; } = 1000;

        public bool ClockSet { get; private set; }

        /// <summary>Steps every 10 ms for so long; at least once.</summary>
        public void Run(int ms)
        {
            long end = Now + ms;
            do
            {
                Now += 10;
                ClockSet |= Uplink.Step(Now);
            }
            while (Now < end);
        }

        /// <summary>Steps in great strides, for waits of minutes.</summary>
        public void RunLong(int ms)
        {
            long end = Now + ms;
            while (Now < end)
            {
                Now += 1000;
                Uplink.Step(Now);
            }
        }

        /// <summary>Posts an event of the session that the board was told last, and steps.</summary>
        public void Post(LinkEventKind kind, long value, long value2)
        {
            Events.Post(kind, Board.Session, value, value2);
            Run(0);
        }

        /// <summary>Puts frames of one event each into the ring.</summary>
        public void Record(int frames)
        {
            for (int i = 0; i < frames; i++)
            {
                RecordLarge(0);
            }
        }

        /// <summary>Puts a frame of an event, and of so many texts of 200 bytes, into the ring.</summary>
        public void RecordLarge(int texts)
        {
            _builder.Start(_sequence);
            _record.Start(RecordKind.Event);
            _record.Set(EventField.Code, 1);
            _builder.TryAdd(_record, Now);
            for (int i = 0; i < texts; i++)
            {
                _builder.TryAddText(6, new byte[200], 0, 200, Now);
            }

            _sequence += (uint)_builder.Count;
            _builder.Seal(false, Now);
            Ring.Append(_builder.Buffer, _builder.SealedOffset, _builder.SealedLength, _builder.Count, Now);
        }

        public void JoinNetwork()
        {
            Run(1100);
            Post(LinkEventKind.NetworkUp, 0, 0);
        }

        public void SetClock()
        {
            Run(1100);
            Post(LinkEventKind.TimeKnown, Utc + Now, Now);
        }

        public void GoOnline()
        {
            JoinNetwork();
            SetClock();
            Reconnect();
        }

        /// <summary>Waits for the next try, and lets it succeed.</summary>
        public void Reconnect()
        {
            Run(1100);
            Post(LinkEventKind.MqttConnected, 0, 0);
        }

        /// <summary>Waits for the next MQTT try; network tries until then succeed, posts are accepted or not.</summary>
        public void WaitForConnect(bool postsSucceed)
        {
            int before = Board.Connects;
            for (int i = 0; i < 1000 && Board.Connects == before; i++)
            {
                Run(0);
                if (Uplink.State == UplinkState.Posting)
                {
                    Post(LinkEventKind.HttpDone, postsSucceed ? 202 : 0, 0);
                }
                else if (Uplink.State == UplinkState.Joining)
                {
                    Post(LinkEventKind.NetworkUp, 0, 0);
                }
            }
        }

        /// <summary>Lets so many MQTT tries fail one after the other.</summary>
        public void FailMqtt(int tries)
        {
            for (int i = 0; i < tries; i++)
            {
                WaitForConnect(false);
                Post(LinkEventKind.MqttClosed, 0, 0);
            }
        }
    }
}
