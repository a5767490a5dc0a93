using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Models;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>The cloud's reader of telemetry frames: what it says of any bytes is what <see cref="PlainFrame"/> says, and what it read is written back as a frame that says the same.</summary>
internal sealed class FrameDoor(bool isSigned) : Door
{
    private readonly byte[]? _key = isSigned ? Samples.Key : null;
    private readonly FrameReaderOptions _options = isSigned ? new FrameReaderOptions { Key = Samples.Key, RequireSignature = true } : default;
    private Frame? _frame;
    private FrameError _error;

    /// <inheritdoc/>
    public override string Name => isSigned ? "frame-signed" : "frame";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = Samples.Frames(isSigned ? Samples.Key : null);

    // A record of 3 bytes is an object of 100.
    /// <inheritdoc/>
    public override int BytesPerByte => 100;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input) => Samples.Seal(input, _key);

    /// <inheritdoc/>
    public override Outcome Try(byte[] input) => FrameReader.TryRead(input, _options, out _frame, out _error)
        ? new Outcome(true, (_frame.Records.Count * 4) + (_frame.UnknownKinds > 0 ? 2 : 0) + (_frame.UnknownFields > 0 ? 1 : 0))
        : new Outcome(false, (int)_error);

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        var plain = PlainFrame.Read(input, _key);
        ViolationException.Unless(_error == plain.Error && _frame is null == (_error != FrameError.None), () => $"the reader says {_error}, the page {plain.Error}");
        if (_frame is null) return;

        ViolationException.Unless(_frame.DeviceId == plain.DeviceId && _frame.BootId == plain.BootId && _frame.FirstSequence == plain.FirstSequence, "another head");
        ViolationException.Unless(_frame.Records.Count == plain.Records.Count, "another number of records");
        for (var i = 0; i < plain.Records.Count; i++)
        {
            var record = _frame.Records[i];
            ViolationException.Unless(plain.Records[i].Says(record) && record.Sequence == plain.FirstSequence + (ulong)i && record.DeviceId == plain.DeviceId, () => $"another record {i}");
        }

        if (_frame.UnknownKinds == 0 && _frame.UnknownFields == 0) CheckWritten(_frame);
    }

    private static void CheckWritten(Frame frame)
    {
        var written = FrameWriter.Write(frame.Records);
        ViolationException.Unless(FrameReader.TryRead(written, out var again, out _) && again.Records.Count == frame.Records.Count, "what was read cannot be written");
        for (var i = 0; i < again!.Records.Count; i++)
            ViolationException.Unless(RecordJson.ToLine(again.Records[i]) == RecordJson.ToLine(frame.Records[i]), () => $"record {i} is written as another one");
    }
}
