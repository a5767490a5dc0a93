using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>Events of IoT Core's rules: a frame, a command's result or a request for an update. Nothing of a device goes into another's name.</summary>
internal sealed class IotEventDoor : CloudDoor
{
    private readonly LambdaFunction[] _functions;

    /// <summary>Opens it.</summary>
    public IotEventDoor()
    {
        var ingest = new IotFrameHandler(new FrameIngest(Intake, Intake, Intake, Time, new FrameIngestOptions { OnFailure = Failures.Add }));
        var commands = new CommandHandler(Intake, Fleet, Fleet, Intake, Time, new CommandHandlerOptions { OnFailure = Failures.Add });
        var options = new OtaHandlerOptions { OnFailure = Failures.Add };
        _functions =
        [
            LambdaFunctions.Json(IotJsonContext.Default.IotFrameEvent, IotJsonContext.Default.IotFrameAnswer, ingest.HandleAsync),
            CommandFunction.Create(commands),
            OtaFunction.Create(new OtaHandler(Intake, Fleet, Fleet, Time, options), new OtaApiHandler(Intake, Fleet, Fleet, channel: null, Time, options), Fleet, Failures.Add),
        ];
    }

    /// <inheritdoc/>
    public override string Name => "iot-event";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Hostile.Words.Of(
            Event(Samples.Frames()[0]), Event("""{"id":"0193a","status":"done","message":"as told"}"""u8), Event("""{"want":"block","build":7,"offset":0,"count":64}"""u8),
            $$"""{"state":"online","fleetId":"{{Samples.Fleet}}","deviceId":"{{Samples.Device}}","iotTs":1,"principal":"p"}"""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    // Each of three functions looks at it.
    /// <inheritdoc/>
    public override int BytesPerByte => 256;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Intake.Clear();
        Fleet.Clear();
        Failures.Clear();
        var (isAccepted, code) = (false, 0);
        foreach (var function in _functions)
        {
            var outcome = Invoke(function, input, answer => answer.TryGetProperty("status", out var status) ? new Outcome(status.ValueEquals("accepted"), 1) : new Outcome(false, 2));
            isAccepted |= outcome.IsAccepted;
            code = (code * 8) + outcome.Code + (outcome.IsAccepted ? 4 : 1);
        }

        return new Outcome(isAccepted || Fleet.Published.Count > 0, (code * 4) + Math.Min(3, Fleet.Published.Count));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        CheckNothingFailed();
        foreach (var entry in Intake.Stored)
            ViolationException.Unless(FrameReader.TryRead(entry.Data.Span, out var frame, out _) && frame.DeviceId == entry.PartitionKey, "a frame is stored in another's name");
        foreach (var (device, topic, message) in Fleet.Published)
            ViolationException.Unless(device is Samples.Device or Samples.OtherDevice && topic is "ota" or "command" && message.Length <= 2055, () => $"{topic} to {device}");
    }

    private static string Event(ReadOnlySpan<byte> data) =>
        $$"""{"data":"{{Convert.ToBase64String(data)}}","fleetId":"{{Samples.Fleet}}","deviceId":"{{Samples.Device}}","iotTs":1795608000000,"principal":"p"}""";
}
