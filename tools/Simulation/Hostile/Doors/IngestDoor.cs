using System.Text.Json;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A post of frames that its device signed, whatever is in it: each frame is stored, known already, or refused with its bytes kept; none is two of these.</summary>
internal sealed class IngestDoor : CloudDoor
{
    private readonly FrameIngest _ingest;
    private HttpApiResponse _response = null!;

    /// <summary>Opens it.</summary>
    public IngestDoor() => _ingest = new FrameIngest(Intake, Intake, Intake, Time, new FrameIngestOptions { OnFailure = Failures.Add });

    /// <inheritdoc/>
    public override string Name => "ingest";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = new FrameBodyDoor().Examples;

    /// <inheritdoc/>
    public override int BytesPerByte => 512;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        for (var at = 0; at + 2 <= input.Length;)
        {
            var length = Math.Min(BitConverter.ToUInt16(input[at..]), input.Length - at - 2);
            BitConverter.TryWriteBytes(input[at..], (ushort)length);
            Samples.Seal(input.Slice(at + 2, length));
            at += 2 + length;
        }
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Intake.Clear();
        Failures.Clear();
        var signature = RequestSignature.Compute(Samples.Key, Samples.Device, Requests.Timestamp, input);
        _response = Now(_ingest.HandleAsync(Requests.Frames(Samples.Device, Requests.Timestamp, signature, input)));
        return new Outcome(Intake.Stored.Count > 0, (_response.StatusCode * 100) + (Intake.Stored.Count * 10) + Intake.Letters.Count);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        CheckNothingFailed();
        var isWhole = FrameBody.TrySplit(input, out var frames, out _);
        ViolationException.Unless(_response.StatusCode == (!isWhole ? 400 : frames.Count > 1024 ? 413 : 202), () => $"{_response.StatusCode} for {frames.Count} frames");
        if (_response.StatusCode != 202)
        {
            ViolationException.Unless(Intake.Stored.Count + Intake.Letters.Count == 0, "something is kept of what is refused whole");
            return;
        }

        using var answer = JsonDocument.Parse(_response.Body!);
        var rejected = answer.RootElement.GetProperty("rejected").EnumerateArray().Select(item => item.GetProperty("index").GetInt32()).ToHashSet();
        var duplicates = answer.RootElement.GetProperty("duplicates").GetInt32();
        ViolationException.Unless(answer.RootElement.GetProperty("accepted").GetInt32() == Intake.Stored.Count && rejected.Count == Intake.Letters.Count, "the answer is not what was done");
        ViolationException.Unless(Intake.Stored.Count + duplicates + rejected.Count == frames.Count, "a frame is missing");
        foreach (var (index, frame) in frames.Index())
        {
            var isGood = FrameReader.TryRead(frame.Bytes.Span, out var read, out _) && read.DeviceId == Samples.Device
                && (!read.ClockSynced || read.Records[^1].TimeMs <= Samples.Now.AddDays(1).ToUnixTimeMilliseconds());
            ViolationException.Unless(isGood != rejected.Contains(index), () => $"frame {index} is {(isGood ? "refused" : "taken")}");
        }

        var names = Intake.Stored.Select(entry => FrameReader.TryRead(entry.Data.Span, out var read, out _) ? (read.BootId, read.FirstSequence, read.Records.Count) : default).ToList();
        ViolationException.Unless(names.Distinct().Count() == names.Count, "records are stored twice");
    }
}
