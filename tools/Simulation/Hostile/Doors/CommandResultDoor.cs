using System.Text.Json;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>What a device says of a command: it is in the log, or among the dead letters with its bytes; never both, never neither.</summary>
internal sealed class CommandResultDoor : CloudDoor
{
    private readonly CommandHandler _handler;
    private bool _isLogged;

    /// <summary>Opens it.</summary>
    public CommandResultDoor() => _handler = new CommandHandler(Intake, Fleet, Fleet, Intake, Time, new CommandHandlerOptions { OnFailure = Failures.Add });

    /// <inheritdoc/>
    public override string Name => "command-result";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
        [.. Hostile.Words.Of("""{"id":"0193a","status":"done"}""", """{"id":"b","status":"refused","message":"in flight"}""", " {\"message\":\"\\u00e9\",\"status\":\"failed\",\"id\":\"c\"}\r\n")];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Intake.Clear();
        Fleet.Clear();
        _isLogged = Now(_handler.ResultAsync(Samples.Device, input));
        return new Outcome(_isLogged, Intake.Letters.Count);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        ViolationException.Unless(_isLogged == (Intake.Letters.Count == 0), "it is lost, or there twice");
        foreach (var letter in Intake.Letters) ViolationException.Unless(letter.Data.Span.SequenceEqual(input), "another letter");
        if (!_isLogged) return;
        using var document = JsonDocument.Parse(input);
        var logged = Now(Fleet.FindAsync(Samples.Device, ""))!;
        ViolationException.Unless(
            document.RootElement.GetProperty("id").ValueEquals(logged.Id) && FrameFormat.IsDeviceId(logged.Id) && logged.Status >= CommandStatus.Received && logged.Message?.Length is null or <= 200, "another result");
    }
}
