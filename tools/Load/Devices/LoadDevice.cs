using System.Diagnostics;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Load.Devices;

/// <summary>
/// A light device: it records frames of positions at the pace that it is told, signs them, and holds each until it is acknowledged; past
/// <see cref="Capacity"/> it overwrites its oldest, as a device's flash does. How they are carried is for who derives from it.
/// </summary>
internal abstract class LoadDevice(DeviceIdentity identity, LoadMeter meter)
{
    /// <summary>Records of a frame.</summary>
    public const int RecordsPerFrame = 10;

    /// <summary>Frames that it holds at the most.</summary>
    public const int Capacity = 512;

    private const int BackoffBaseMs = 200;
    private const int BackoffCapMs = 5_000;

    private readonly Lock _lock = new();
    private readonly List<LoadFrame> _waiting = [];
    private readonly List<uint> _acknowledged = [];
    private uint _next;
    private int _failures;
    private TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who it is.</summary>
    public DeviceIdentity Identity => identity;

    /// <summary>Its boot.</summary>
    public const uint BootId = 0x00010001;

    /// <summary>Records that it took.</summary>
    public uint Recorded
    {
        get
        {
            lock (_lock) return _next;
        }
    }

    /// <summary>Frames that it had no room for.</summary>
    public int Overwritten { get; private set; }

    /// <summary>Frames that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>How long its oldest frame waits; zero where none does.</summary>
    public TimeSpan LongestWait
    {
        get
        {
            lock (_lock) return _waiting.Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_waiting[0].OfferedAt);
        }
    }

    /// <summary>Counts for it.</summary>
    protected LoadMeter Meter => meter;

    /// <summary>Returns the numbers of the first records of all frames that were acknowledged since a place in that list.</summary>
    public IReadOnlyList<uint> AcknowledgedSince(int place)
    {
        lock (_lock) return _acknowledged[place..];
    }

    /// <summary>Records a frame.</summary>
    public void Record()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        lock (_lock)
        {
            var records = new TelemetryRecord[RecordsPerFrame];
            for (var i = 0; i < records.Length; i++) records[i] = Position(_next + (uint)i, now);
            if (_waiting.Count >= Capacity)
            {
                _waiting.RemoveAt(0);
                Overwritten++;
                meter.Overwritten(RecordsPerFrame);
            }

            _waiting.Add(new LoadFrame(_next, FrameWriter.Write(records, identity.Key.Span), Stopwatch.GetTimestamp()));
            _next += RecordsPerFrame;
            meter.Offered(RecordsPerFrame);
            _recorded.TrySetResult();
        }
    }

    /// <summary>The latitude that a record of this number has, in 1e-7 degrees.</summary>
    public static long LatitudeOf(uint sequence) => 100_000_000 + sequence;

    /// <summary>Carries frames to the station until it is told to end.</summary>
    public abstract Task RunAsync(CancellationToken stop);

    /// <summary>Returns the oldest frames that wait; waits for the first.</summary>
    protected async Task<IReadOnlyList<LoadFrame>> PeekAsync(int count, CancellationToken stop)
    {
        while (true)
        {
            Task recorded;
            lock (_lock)
            {
                if (_waiting.Count > 0) return _waiting[..Math.Min(count, _waiting.Count)];
                if (_recorded.Task.IsCompleted) _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
                recorded = _recorded.Task;
            }

            await recorded.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>Notes a frame that the station has: it is forgotten.</summary>
    protected void Acknowledge(LoadFrame frame)
    {
        lock (_lock)
        {
            _failures = 0;
            _waiting.Remove(frame);
            _acknowledged.Add(frame.FirstSequence);
        }

        meter.Acknowledged(frame, RecordsPerFrame);
    }

    /// <summary>Waits before the next try: full jitter, doubled with each failure in a row.</summary>
    protected Task BackOffAsync(CancellationToken stop)
    {
        meter.Disconnected();
        var window = Math.Min(BackoffCapMs, BackoffBaseMs << Math.Min(_failures++, 10));
        return Task.Delay(Random.Shared.Next(window), stop);
    }

    private TelemetryRecord Position(uint sequence, long timeMs) => new()
    {
        DeviceId = identity.DeviceId,
        BootId = BootId,
        Sequence = sequence,
        TimeMs = timeMs,
        ClockSynced = true,
        Kind = RecordKind.Position,
        Mask = 0b11,
        Values = new long[] { LatitudeOf(sequence), 1491652374 },
    };
}
