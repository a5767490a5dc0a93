using System.Text;
using DroneLink.Firmware.Uplink;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>The cloud's answer to a post: what is no answer for all its frames acknowledges nothing.</summary>
internal sealed class IngestAnswerDoor : Door
{
    private const int Frames = 5;

    private int _rejected;

    /// <inheritdoc/>
    public override string Name => "ingest-answer";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Hostile.Words.Of(
            """{"accepted":5,"duplicates":0,"rejected":[]}""",
            """{"accepted":2,"duplicates":1,"rejected":[{"index":0,"code":"crc","message":"no"},{"index":4,"code":"id","message":"no"}]}"""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override int BytesPerByte => 64;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _rejected = IngestAnswer.CountRejected(Encoding.UTF8.GetString(input), Frames);
        return new Outcome(_rejected >= 0, _rejected);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input) => ViolationException.Unless(_rejected is >= -1 and <= Frames, () => $"{_rejected} of {Frames} frames are rejected");
}
