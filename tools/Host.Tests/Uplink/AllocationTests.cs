using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Simulation.Media;
using Xunit;

namespace DroneLink.Host.Tests.Uplink;

/// <summary>
/// Recording and sending while online allocates nothing. A commit does, a file's name and a segment's entry, and does not happen
/// as long as the cloud acknowledges within the commit window.
/// </summary>
public sealed class AllocationTests
{
    [Fact]
    public void RecordingAndSending_Online_AllocatesNothing()
    {
        var events = new LinkEventQueue();
        var board = new PromptBoard(events);
        var ring = new FlashRing(new CutStore(1), 30);
        ring.Open();
        var clock = new DeviceClock();
        var uplink = new CloudUplink(board, events, ring, clock, 1, new UplinkOptions
        {
            DeviceId = "d",
            FleetId = "f",
            Key = new byte[32],
            UseMqtt = true,
            SignFrames = true,
        });
        var recorder = new Recorder(new FrameBuilder("d"u8.ToArray(), 1), ring, clock, new RecorderOptions());
        var record = new TelemetryRecord();
        var text = "all is well"u8.ToArray();
        long now = 0;

        void Run(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                now += 20;
                record.Start(RecordKind.Attitude);
                record.Set(AttitudeField.Roll, now % 100);
                record.Set(AttitudeField.Yaw, -now);
                recorder.Record(record, now);
                if (i % 50 == 0) recorder.RecordText(Severity.Info, text, text.Length, now);
                if (i % 100 == 0) recorder.RecordEvent(EventCode.Boot, Severity.Notice, now, now);
                recorder.Step(now);
                board.AcknowledgeAll();
                uplink.Step(now);
            }
        }

        Run(2000);
        Assert.Equal(UplinkState.Online, uplink.State);
        var frames = uplink.AcknowledgedFrames;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(20000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(uplink.AcknowledgedFrames - frames > 300, "too little was sent for a test");
        Assert.Equal(0u, ring.SegmentsWritten);
    }

    private sealed class PromptBoard(LinkEventQueue events) : ILinkBoard
    {
        private int _session;
        private int _packet;
        private int _acknowledged;

        public void AcknowledgeAll()
        {
            while (_acknowledged < _packet) events.Post(LinkEventKind.MqttAcknowledged, _session, ++_acknowledged);
        }

        public void BeginJoin() => events.Post(LinkEventKind.NetworkUp, 0);

        public void BeginTimeSync() => events.Post(LinkEventKind.TimeKnown, 0, 1735689600000, 0);

        public void BeginConnect(int session, string willTopic, string will)
        {
            _session = session;
            events.Post(LinkEventKind.MqttConnected, session);
        }

        public int Publish(string topic, byte[] payload, int offset, int count, bool retain) => ++_packet;

        public int Subscribe(string[] topics) => ++_packet;

        public void Disconnect()
        {
        }

        public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature)
        {
        }

        public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature) =>
            throw new InvalidOperationException("nothing is fetched");

        public void Log(string line)
        {
        }
    }
}
