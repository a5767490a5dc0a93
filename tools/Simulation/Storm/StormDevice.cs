using System.Globalization;
using System.Text;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Storm;

/// <summary>
/// A device as far as a storm is concerned: the firmware's own recorder, ring and uplink, seeded as on a board by its id and its boot, on a network that takes
/// its time. What it is to get is posted by <see cref="StormNetwork"/>.
/// </summary>
internal sealed class StormDevice : ILinkBoard
{
    private const int Segments = 4;

    private readonly StormNetwork _network;
    private readonly FlashRing _ring = new(new MemorySegmentStore(), Segments);
    private readonly DeviceClock _clock = new();
    private readonly TelemetryRecord _record = new();
    private readonly FrameHead _head = new();
    private readonly Recorder _recorder;
    private readonly int _recordPeriodMs;
    private readonly string _id;
    private long _nextRecordMs;
    private uint _stored;
    private int _packet;

    /// <summary>Switches one on.</summary>
    /// <param name="number">Its number; tells when in a step it is its turn, too.</param>
    /// <param name="bootId">This boot.</param>
    /// <param name="story">What kind of storm it is.</param>
    /// <param name="network">Carries what it sends. Borrowed.</param>
    /// <param name="random">Draws its habits.</param>
    public StormDevice(int number, uint bootId, StormStory story, StormNetwork network, Random random)
    {
        _network = network;
        _id = string.Create(CultureInfo.InvariantCulture, $"drone-{number:D5}");
        _ring.Open();
        _recorder = new Recorder(new FrameBuilder(Encoding.UTF8.GetBytes(_id), bootId), _ring, _clock, new RecorderOptions());
        _recordPeriodMs = random.Next(5000, 15000);
        _nextRecordMs = random.Next(_recordPeriodMs);
        Phase = number % StormNetwork.StepMs;
        Uplink = new CloudUplink(this, Events, _ring, _clock, bootId, new UplinkOptions
        {
            DeviceId = _id,
            FleetId = "fleet",
            Key = new byte[32],
            UseMqtt = true,
            MqttTls = true,
            UseHttps = story.UseHttps,
        });
    }

    /// <summary>Its turn within a step of the network, ms.</summary>
    public int Phase { get; }

    /// <summary>What its network posts.</summary>
    public LinkEventQueue Events { get; } = new();

    /// <summary>Its uplink.</summary>
    public CloudUplink Uplink { get; }

    /// <summary>The session that is open, or about to be; 0 for none.</summary>
    public int Session { get; private set; }

    /// <summary>When the last that it sent in its session comes in: TCP keeps the order. ms.</summary>
    public long ArrivesMs { get; set; }

    /// <summary>Tries to connect since the storm began.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was connected with nothing waiting, for the first time since the storm began, ms; -1 while it is not.</summary>
    public long SettledMs { get; private set; } = -1;

    /// <summary>When it was connected for the first time since the storm began, ms; -1 while it is not.</summary>
    public long ConnectedMs { get; private set; } = -1;

    /// <summary>The most frames that waited.</summary>
    public int MostWaiting { get; private set; }

    /// <summary>Records that were taken.</summary>
    public uint Recorded => _recorder.NextSequence;

    /// <summary>Steps it.</summary>
    public void Step(long now)
    {
        now += Phase;
        if (now >= _nextRecordMs)
        {
            _nextRecordMs += _recordPeriodMs;
            _record.Start(RecordKind.Attitude);
            _record.Set(AttitudeField.Roll, now % 100);
            _recorder.Record(_record, now);
        }

        _recorder.Step(now);
        Uplink.Step(now);
        MostWaiting = Math.Max(MostWaiting, _ring.WaitingFrames);
        if (Uplink.State != UplinkState.Online) return;
        if (ConnectedMs < 0) ConnectedMs = now;
        if (SettledMs < 0 && _ring.WaitingFrames == 0) SettledMs = now;
    }

    /// <summary>The storm begins.</summary>
    public void Forget()
    {
        (Attempts, ConnectedMs, SettledMs) = (0, -1, -1);
    }

    /// <summary>Takes what came in at the cloud.</summary>
    /// <exception cref="ViolationException">A record is missing before it.</exception>
    public void Store(ReadOnlySpan<byte> payload)
    {
        var frame = payload.ToArray();
        ViolationException.Unless(FrameHead.IsWhole(frame, 0, frame.Length) && _head.TryRead(frame, 0, frame.Length), () => $"{_id}: what came in is no frame");
        var at = _head.CountOffset;
        VarInt.TryRead(frame, ref at, frame.Length, 32, out var count);
        ViolationException.Unless(_head.FirstSequence <= _stored, () => $"{_id}: record {_head.FirstSequence} came in before {_stored}");
        _stored = Math.Max(_stored, _head.FirstSequence + (uint)count);
    }

    /// <summary>Compares what the device holds for done with what came in.</summary>
    /// <exception cref="ViolationException">Something is done with that never came in.</exception>
    public void Check() => ViolationException.Unless(
        _stored + _ring.WaitingRecords + 1 >= Recorded, () => $"{_id}: {Recorded} records, {_stored} came in, {_ring.WaitingRecords} wait");

    /// <inheritdoc/>
    public void BeginJoin() => _network.Join(this);

    /// <inheritdoc/>
    public void BeginTimeSync() => _network.TellTime(this);

    /// <inheritdoc/>
    public void BeginConnect(int session, string willTopic, string will)
    {
        Session = session;
        Attempts++;
        _network.Connect(this);
    }

    /// <inheritdoc/>
    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        _packet = (_packet % ushort.MaxValue) + 1;
        _network.Publish(this, _packet, retain ? null : payload.AsSpan(offset, count).ToArray());
        return _packet;
    }

    /// <inheritdoc/>
    public int Subscribe(string[] topics) => throw new InvalidOperationException("nothing is subscribed to");

    /// <inheritdoc/>
    public void Disconnect() => Session = 0;

    /// <inheritdoc/>
    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature) =>
        _network.Post(this, session, body.AsSpan(0, count).ToArray());

    /// <inheritdoc/>
    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature) =>
        throw new InvalidOperationException("nothing is fetched");

    /// <inheritdoc/>
    public void Log(string line)
    {
    }
}
