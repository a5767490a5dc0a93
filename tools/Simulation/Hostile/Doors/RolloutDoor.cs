using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A change of a roll-out: what is taken leaves one within its bounds.</summary>
internal sealed class RolloutDoor : CloudDoor
{
    private readonly OtaApiHandler _handler;
    private HttpApiResponse _response = null!;

    /// <summary>Opens it.</summary>
    public RolloutDoor() => _handler = new OtaApiHandler(Intake, Fleet, Fleet, channel: null, Time, new OtaHandlerOptions { AllowAnonymous = true, OnFailure = Failures.Add });

    /// <inheritdoc/>
    public override string Name => "rollout";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Hostile.Words.Of(
            """{"state":"active","percentage":100,"fleet":"field","role":"drone"}""", """{"devices":["kite","kestrel"],"maxInProgress":3,"pauseAtFailurePercent":null,"pauseAfterEnded":5}""", """{"state":"paused"}"""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Fleet.Clear();
        Failures.Clear();
        _response = Now(_handler.HandleAsync(Requests.Of("POST", "/v1/ota/releases/7/rollout", input)));
        return Of(_response);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        CheckNothingFailed();
        ViolationException.Unless(_response.StatusCode is 200 or 400 or 409, () => $"{_response.StatusCode}");
        var rollout = Now(((IRolloutStore)Fleet).FindAsync(7))!;
        ViolationException.Unless(rollout.Percentage is null or (>= 0 and <= 100) && rollout.Devices.Count <= OtaRollout.MaxDevices && rollout.PauseAfterEnded >= 1, "a roll-out without bounds");
    }
}
