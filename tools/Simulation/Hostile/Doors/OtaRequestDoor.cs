using DroneLink.CloudSdk.Ota;
using DroneLink.Firmware.Ota;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>What a device asks of an update over MQTT: there is one answer, which fits a device's buffer, and it is never more of the image than was asked for.</summary>
internal sealed class OtaRequestDoor : CloudDoor
{
    private readonly OtaHandler _handler;
    private byte[] _answer = [];

    /// <summary>Opens it.</summary>
    public OtaRequestDoor() => _handler = new OtaHandler(Intake, Fleet, Fleet, Time, new OtaHandlerOptions { OnFailure = Failures.Add });

    /// <inheritdoc/>
    public override string Name => "ota-request";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Hostile.Words.Of(
            """{"want":"manifest","build":3,"version":"0.1.0","role":"drone","runtime":"nano1","core":"0.1.0"}""",
            """{"want":"block","build":7,"offset":0,"count":100}""",
            """{"want":"block","build":7,"offset":64,"count":1}"""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override int MaxBytes => 600;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Fleet.Clear();
        Failures.Clear();
        _answer = Now(_handler.AnswerAsync(Samples.Device, input))!.Message.ToArray();
        return new Outcome(_answer[0] is (byte)'M' or (byte)'B', (_answer[0] * 16) + (_answer[0] == 'E' ? _answer[1] : 0));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        CheckNothingFailed();
        ViolationException.Unless(_answer.Length <= OtaMessages.MaxAnswerBytes, () => $"an answer of {_answer.Length} bytes");
        switch ((char)_answer[0])
        {
            case 'N':
                ViolationException.Unless(_answer.Length == 1, "more than none");
                break;
            case 'E':
                ViolationException.Unless(_answer.Length == 2 && _answer[1] is >= 1 and <= 3, "an error that is none");
                break;
            case 'M':
                ViolationException.Unless(OtaManifestReaderTakes(_answer[1..]), "a manifest that its device refuses");
                break;
            default:
                var at = BitConverter.ToInt32(_answer, 5);
                var image = Images.Releases[0].Image.Span;
                ViolationException.Unless(_answer[0] == 'B' && image[at..].StartsWith(_answer.AsSpan(9)), "bytes that are not of the image");
                break;
        }
    }

    private static bool OtaManifestReaderTakes(byte[] manifest) =>
        new OtaManifestReader(Samples.Key).Read(manifest, 0, manifest.Length, new Firmware.Ota.OtaManifest()) == OtaRefusal.None;
}
