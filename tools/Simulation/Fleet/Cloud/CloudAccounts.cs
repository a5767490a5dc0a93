using System.Runtime.ExceptionServices;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>The accounts of the cloud: what it has taken, stored and refused, held against what the devices took.</summary>
/// <param name="tally">Counts what came again.</param>
internal sealed class CloudAccounts(Tally tally)
{
    private readonly Dictionary<string, DeviceAccounts> _devices = new(StringComparer.Ordinal);
    private ExceptionDispatchInfo? _failure;

    /// <summary>Makes a device known.</summary>
    public void Add(DeviceAccounts device) => _devices.Add(device.Id, device);

    /// <summary>Notes what went wrong where nobody waits for it, or where the code under test takes every exception for trouble of its own.</summary>
    public void Fail(Exception exception) => _failure ??= ExceptionDispatchInfo.Capture(exception);

    /// <summary>Throws what was noted.</summary>
    public void Check() => _failure?.Throw();

    /// <summary>Notes that the cloud has a frame, and that its device may hear so.</summary>
    /// <param name="key">In whose name.</param>
    /// <param name="data">The frame.</param>
    public void Accepted(string key, ReadOnlySpan<byte> data)
    {
        var isFrame = FrameReader.TryRead(data, out var frame, out var error);
        Hold(() =>
        {
            ViolationException.Unless(isFrame, () => $"{key} sends what is no frame: {error}");
            ViolationException.Unless(key == frame!.DeviceId, () => $"a frame of {frame!.DeviceId} comes as of {key}");
            Mark(frame!, RecordFate.Accepted);
        });
    }

    /// <summary>Notes what the dead letters have.</summary>
    public void Buried(IReadOnlyList<DeadLetter> letters) => Hold(() =>
    {
        foreach (var letter in letters)
        {
            // All that a device can do wrong is to believe a clock that is ahead.
            Frame? frame = null;
            ViolationException.Unless(
                letter.Code == FrameError.Future.Code() && FrameReader.TryRead(letter.Data.Span, out frame, out _),
                () => $"{letter.DeviceId}: a frame is refused as {letter.Code}: {letter.Message}");
            Mark(frame!, RecordFate.Accepted | RecordFate.Refused);
        }
    });

    /// <summary>Notes what is said to be in the store.</summary>
    public void Stored(IReadOnlyList<ProjectedRecord> records) => Hold(() =>
    {
        foreach (var (record, _) in records)
        {
            var book = _devices[record.DeviceId].Book(record.BootId);
            if ((book.Fate((int)record.Sequence) & RecordFate.Stored) != 0) tally.Count("records that came to the store again");
            book.Store(record);
        }
    });

    private void Mark(Frame frame, RecordFate fate)
    {
        var book = _devices[frame.DeviceId].Book(frame.BootId);
        foreach (var record in frame.Records)
        {
            book.Check(record);
            book.Mark((int)record.Sequence, fate);
        }
    }

    private void Hold(Action check)
    {
        try
        {
            check();
        }
        catch (ViolationException e)
        {
            Fail(e);
            throw;
        }
    }
}
