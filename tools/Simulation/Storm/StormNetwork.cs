using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Simulation.Storm;

/// <summary>
/// The network of a storm, its clock, and its broker: that takes so many connections in a second, by a bucket that holds those of one second, and refuses
/// the others or does not answer them.
/// </summary>
/// <param name="options">How many connections it takes.</param>
/// <param name="story">What it does with the others.</param>
/// <param name="random">Draws how long each thing takes.</param>
internal sealed class StormNetwork(StormOptions options, StormStory story, Random random)
{
    /// <summary>The devices are stepped this far apart, ms.</summary>
    public const int StepMs = 100;

    // What the board waits for an answer, and the longest that a join and a TLS handshake take on it.
    private const int ConnectTimeoutMs = 30_000;
    private const int LongestJoinMs = 5000;
    private const int LongestHandshakeMs = 2000;
    private const int LongestAnswerMs = 300;
    private const long Epoch = 1_735_689_600_000;

    private readonly PriorityQueue<Due, (long At, long Number)> _due = new();
    private readonly Dictionary<long, int> _attempts = [];
    private long _number;
    private double _tokens;
    private long _filledMs;

    /// <summary>Now, ms.</summary>
    public long Now { get; private set; }

    /// <summary>From when on the broker takes connections at its rate, ms; before, it takes all.</summary>
    public long ScarceFromMs { get; set; } = long.MaxValue;

    /// <summary>From when on it takes connections again, ms.</summary>
    public long OpenFromMs { get; set; }

    /// <summary>Tries to connect in the worst second since it is scarce.</summary>
    public int WorstSecond => _attempts.Count == 0 ? 0 : _attempts.Values.Max();

    /// <summary>Moves on, and posts what is due.</summary>
    public void Advance(long now)
    {
        Now = now;
        while (_due.TryPeek(out var due, out var at) && at.At <= now)
        {
            _due.Dequeue();
            Happen(due);
        }
    }

    /// <summary>Lets a device join.</summary>
    public void Join(StormDevice device) => Later(LongestJoinMs, new Due(device, LinkEventKind.NetworkUp, 0));

    /// <summary>Tells a device the time.</summary>
    public void TellTime(StormDevice device) => Later(LongestAnswerMs, new Due(device, LinkEventKind.TimeKnown, 0));

    /// <summary>Takes a connection, or does not.</summary>
    public void Connect(StormDevice device)
    {
        if (Now >= ScarceFromMs)
        {
            var second = (Now - ScarceFromMs) / 1000;
            _attempts[second] = _attempts.GetValueOrDefault(second) + 1;
        }

        if (Takes()) Later(LongestHandshakeMs, new Due(device, LinkEventKind.MqttConnected, device.Session));
        else if (random.NextDouble() < story.Silent) At(Now + ConnectTimeoutMs, new Due(device, LinkEventKind.MqttClosed, device.Session));
        else Later(LongestAnswerMs, new Due(device, LinkEventKind.MqttClosed, device.Session));
    }

    /// <summary>Ends a session.</summary>
    public void Close(StormDevice device) => Later(LongestAnswerMs, new Due(device, LinkEventKind.MqttClosed, device.Session));

    /// <summary>Carries a publication, and its acknowledgement.</summary>
    public void Publish(StormDevice device, int packet, byte[]? frame)
    {
        device.ArrivesMs = Math.Max(device.ArrivesMs, Now + 1 + random.Next(LongestAnswerMs));
        At(device.ArrivesMs, new Due(device, LinkEventKind.MqttAcknowledged, device.Session, packet, frame));
    }

    /// <summary>Carries a post, and its answer.</summary>
    public void Post(StormDevice device, int session, byte[] body) =>
        Later(LongestHandshakeMs, new Due(device, LinkEventKind.HttpDone, session, 202, body));

    private bool Takes()
    {
        if (Now < ScarceFromMs) return true;
        if (Now < OpenFromMs) return false;
        _filledMs = Math.Max(_filledMs, OpenFromMs);
        _tokens = Math.Min(options.ConnectsPerSecond, _tokens + ((Now - _filledMs) * options.ConnectsPerSecond / 1000.0));
        _filledMs = Now;
        if (_tokens < 1) return false;
        _tokens--;
        return true;
    }

    private void Happen(Due due)
    {
        var device = due.Device;
        if (due.Kind == LinkEventKind.MqttAcknowledged)
        {
            // A session that is over carries nothing more, in neither direction.
            if (due.Session != device.Session) return;
            if (due.Payload is not null) device.Store(due.Payload);
        }
        else if (due.Kind == LinkEventKind.HttpDone)
        {
            var body = due.Payload!;
            for (var at = 0; at < body.Length; at += 2 + LittleEndian.ReadUInt16(body, at)) device.Store(body.AsSpan(at + 2, LittleEndian.ReadUInt16(body, at)));
        }

        var (value, value2) = due.Kind == LinkEventKind.TimeKnown ? (Epoch + Now, Now) : (due.Value, 0);
        device.Events.Post(due.Kind, due.Session, value, value2);
    }

    private void Later(int longest, Due due) => At(Now + 1 + random.Next(longest), due);

    private void At(long ms, Due due) => _due.Enqueue(due, (ms, _number++));

    private readonly record struct Due(StormDevice Device, LinkEventKind Kind, int Session, long Value = 0, byte[]? Payload = null);
}
