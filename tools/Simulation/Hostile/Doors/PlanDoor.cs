using System.Text.Json;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Planning;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A question for channels: it is answered in its time, or refused with a reason.</summary>
internal sealed class PlanDoor : CloudDoor
{
    private readonly PlanHandler _handler = new();
    private HttpApiResponse _response = null!;

    /// <inheritdoc/>
    public override string Name => "plan";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Hostile.Words.Of("""{"drones":4}""", """{"frequencies":[5658,"R3","F4"],"region":"none"}""", """{"drones":3,"bands":["R","F"],"fixed":[5800],"avoid":[5705,5725],"region":"ism"}"""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [.. Hostile.Words.Json, .. Hostile.Words.Of("8", "\"R1\"", "5658", "\"bands\":", "\"avoid\":", "\"L1\"")];

    // A search of plans keeps its candidates.
    /// <inheritdoc/>
    public override int FreeBytes => 1 << 20;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input) => Of(_response = _handler.Handle(Requests.Of("POST", "/v1/plan", input)));

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        ViolationException.Unless(_response.StatusCode is 200 or 400 or 413, () => $"{_response.StatusCode}");
        using var answer = JsonDocument.Parse(_response.Body!);
    }
}
