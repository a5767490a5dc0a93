using System.Globalization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Streams;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet;

/// <summary>The cloud of a fleet: the real way in and the real projection, between a stream and a store that fail.</summary>
internal sealed class FleetCloud : IDeviceRegistry, IDeadLetters
{
    private const int PollMs = 2000;
    private const int MaxBatch = 200;

    private readonly Case _run;
    private readonly FleetClock _clock;
    private readonly Dictionary<string, (DeviceIdentity Identity, FleetDevice Device)> _devices = new(StringComparer.Ordinal);
    private readonly StreamLog _log;
    private readonly FrameIngest _ingest;
    private readonly ProjectionHandler _projection;
    private readonly List<Task> _underWay = [];
    private int _projected;
    private bool _isProjecting;

    public FleetCloud(Case run, FleetClock clock, Func<FleetCloud, StreamLog, ITelemetryStream> stream, Func<FleetCloud, IRecordSink> store)
    {
        (_run, _clock) = (run, clock);
        (Broker, StreamFaults, StoreFaults, ProjectionFaults) = (new Conditions(clock), new Conditions(clock), new Conditions(clock), new Conditions(clock));
        _log = new StreamLog(clock, Accepted);
        _ingest = new FrameIngest(this, stream(this, _log), this, clock);
        _projection = new ProjectionHandler([store(this)], this, clock, stored: SaidToBeStored);
        Poll();
    }

    /// <summary>The broker is down.</summary>
    public Conditions Broker { get; }

    public Conditions StreamFaults { get; }

    public Conditions StoreFaults { get; }

    /// <summary>The projection's function crashes, or its answer is lost, or it gets a batch again that it is done with.</summary>
    public Conditions ProjectionFaults { get; }

    /// <summary>Whether all that the stream has is projected.</summary>
    public bool IsIdle => _projected == _log.Entries.Count && _underWay.Count == 0;

    public void Add(FleetDevice device) =>
        _devices.Add(device.Id, (new DeviceIdentity(device.Id, "default", device.Key, "drone", "a"), device));

    /// <summary>Lets what is under way end when it ends, and fail the case if it throws.</summary>
    public void Watch(Task task)
    {
        if (task.IsCompleted) task.GetAwaiter().GetResult();
        else _underWay.Add(task);
    }

    /// <summary>Lets whatever threw meanwhile fail the case.</summary>
    public void Check()
    {
        for (var i = _underWay.Count - 1; i >= 0; i--)
        {
            if (!_underWay[i].IsCompleted) continue;
            _underWay[i].GetAwaiter().GetResult();
            _underWay.RemoveAt(i);
        }
    }

    /// <summary>Takes a frame as a broker does.</summary>
    /// <returns>Whether it may be acknowledged.</returns>
    public async Task<bool> TakeAsync(string deviceId, byte[] frame) => (await _ingest.AcceptAsync(deviceId, frame)).Status != FrameStatus.Unavailable;

    /// <summary>Takes a post as the gateway does.</summary>
    public async Task<(int Status, string Body, int RetryAfterSeconds)> PostAsync(string deviceId, byte[] body, string timestamp, string signature)
    {
        var answer = await _ingest.HandleAsync(new HttpApiRequest
        {
            RawPath = "/v1/frames",
            Headers = new Dictionary<string, string>
            {
                ["content-type"] = "application/vnd.dronelink.frames",
                ["x-device-id"] = deviceId,
                ["x-timestamp"] = timestamp,
                ["x-signature"] = signature,
            },
            Body = Convert.ToBase64String(body),
            IsBase64Encoded = true,
        });
        ViolationException.Unless(
            answer.StatusCode is 202 or 401 or 429 or 503, () => $"{deviceId}: its post was answered {answer.StatusCode} {answer.Body}");
        _run.Tally.Count($"answers over HTTPS: {answer.StatusCode}");
        return (answer.StatusCode, answer.Body ?? "", answer.Headers?.TryGetValue("retry-after", out var seconds) == true ? int.Parse(seconds, CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>The store has a record.</summary>
    public void Stored(TelemetryRecord record) => _devices[record.DeviceId].Device.Accounts.Book(record.BootId).Mark((int)record.Sequence, RecordFate.Stored);

    /// <summary>No more faults.</summary>
    public void Heal()
    {
        foreach (var conditions in (Conditions[])[Broker, StreamFaults, StoreFaults, ProjectionFaults]) conditions.End();
    }

    public ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default) =>
        new(_devices.TryGetValue(deviceId, out var device) ? device.Identity : null);

    public ValueTask PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        foreach (var letter in letters)
        {
            // All that a device can do wrong is to believe a clock that is ahead.
            ViolationException.Unless(
                letter.Code == FrameError.Future.Code() && FrameReader.TryRead(letter.Data.Span, out var frame, out _) && Refused(frame),
                () => $"{letter.DeviceId}: a frame is refused as {letter.Code}: {letter.Message}");
        }

        return default;
    }

    private bool Refused(Frame frame)
    {
        Mark(frame.DeviceId, frame, RecordFate.Accepted | RecordFate.Refused);
        return true;
    }

    private void Accepted(string key, Frame frame)
    {
        ViolationException.Unless(key == frame.DeviceId, () => $"a frame of {frame.DeviceId} is in the stream as of {key}");
        Mark(key, frame, RecordFate.Accepted);
    }

    private void Mark(string deviceId, Frame frame, RecordFate fate)
    {
        var book = _devices[deviceId].Device.Accounts.Book(frame.BootId);
        foreach (var record in frame.Records)
        {
            book.Check(record);
            book.Mark((int)record.Sequence, fate);
        }
    }

    // Whoever is told that a record is stored can rely on it.
    private void SaidToBeStored(IReadOnlyList<ProjectedRecord> records)
    {
        foreach (var (record, _) in records)
        {
            ViolationException.Unless(
                (_devices[record.DeviceId].Device.Accounts.Book(record.BootId).Fate((int)record.Sequence) & RecordFate.Stored) != 0,
                () => $"{record.DeviceId}: record {record.Sequence} of boot {record.BootId:x} is said to be stored, and is not");
        }
    }

    private void Poll()
    {
        Check();
        if (!_isProjecting && _projected < _log.Entries.Count) Watch(ProjectAsync());
        _clock.After(PollMs, Poll);
    }

    private async Task ProjectAsync()
    {
        _isProjecting = true;
        var faults = ProjectionFaults;
        var again = faults.Strikes() && faults.Chance.Next(2) == 0;
        var from = again ? Math.Max(0, _projected - faults.Chance.Next(50)) : _projected;
        var batch = _log.Entries.Skip(from).Take(MaxBatch).ToList();

        // The function may be gone after any part of its work.
        var part = faults.Strikes() ? batch.Take(faults.Chance.Next(batch.Count + 1)).ToList() : batch;
        var answer = await _projection.HandleAsync(new KinesisEvent { Records = [.. part.Select(Record)] });
        _isProjecting = false;
        _run.Tally.Count("batches projected");
        if (part.Count < batch.Count || faults.Strikes()) return;
        var failed = answer.BatchItemFailures.Select(failure => int.Parse(failure.ItemIdentifier, CultureInfo.InvariantCulture) - 1);
        _projected = Math.Max(_projected, Math.Min(from + batch.Count, failed.DefaultIfEmpty(int.MaxValue).Min()));
    }

    private static KinesisEventRecord Record((string Sequence, string Key, byte[] Data, long UtcMs) entry) => new()
    {
        Kinesis = new KinesisPayload
        {
            PartitionKey = entry.Key,
            SequenceNumber = entry.Sequence,
            Data = entry.Data,
            ApproximateArrivalTimestamp = entry.UtcMs / 1000.0,
        },
    };
}
