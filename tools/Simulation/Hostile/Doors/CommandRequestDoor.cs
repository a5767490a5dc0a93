using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Lambda;
using DroneLink.Firmware.Commands;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>What a person asks of a device: what the cloud takes, the device's own reader takes, with the same id and within the time.</summary>
internal sealed class CommandRequestDoor : CloudDoor
{
    private readonly CommandHandler _handler;
    private HttpApiResponse _response = null!;

    /// <summary>Opens it.</summary>
    public CommandRequestDoor()
    {
        var options = new CommandHandlerOptions { AllowAnonymous = true, NewId = () => "new-1", OnFailure = Failures.Add };
        _handler = new CommandHandler(Intake, Fleet, Fleet, Intake, Time, options);
    }

    /// <inheritdoc/>
    public override string Name => "command-request";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Hostile.Words.Of(
            """{"command":"setPower","parameters":{"powerMw":200},"id":"a-1","expiresIn":60}""",
            """{"command":"setChannel","parameters":{"channel":"R3"}}""",
            """{"command":"applyConfiguration","parameters":{"recorder.frameMs":1000,"videoLink.region":"ism","autopilot.setsClock":true}}""",
            """{"command":"setRates","parameters":{"positionMs":0,"systemMs":1000},"expiresIn":3600}""",
            """{"command":"calibrate","parameters":{"point":"low"}}""",
            $$$"""{"command":"rotateBeaconKey","parameters":{"key":"{{{Convert.ToHexStringLower(Samples.OtherKey)}}}"}}""",
            """{"command":"reboot"}"""),
    ];

    // What the device would refuse, the log would keep and show all the same.
    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Refused { get; } =
        [.. new SettingsDoor().Refused.Select(settings => (byte[])[.. """{"command":"applyConfiguration","parameters":"""u8, .. settings, .. "}"u8])];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Fleet.Clear();
        Failures.Clear();
        _response = Now(_handler.HandleAsync(Requests.Of("POST", "/v1/devices/kite/commands", input)));
        return new Outcome(_response.StatusCode == 202, (_response.StatusCode * 256) + (_response.Body!.Length / 4));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        CheckNothingFailed();
        ViolationException.Unless(_response.StatusCode is 202 or 400, () => $"{_response.StatusCode}");
        ViolationException.Unless(Fleet.Published.Count == (_response.StatusCode == 202 ? 1 : 0), "it is answered as it was not done");
        foreach (var (device, topic, message) in Fleet.Published)
        {
            var command = CommandReader.Read(message, 0, message.Length);
            ViolationException.Unless(device == Samples.Device && topic == "command", "it goes to another device");
            ViolationException.Unless(command is not null, () => $"the device does not take {System.Text.Encoding.UTF8.GetString(message)}");
            var seconds = command!.Expires - Samples.Now.ToUnixTimeSeconds();
            ViolationException.Unless(seconds is >= 5 and <= 3600 && command.Name.Length > 0, () => $"'{command.Name}' for {seconds} s");
        }
    }
}
