using System.Globalization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>API Gateway's event with a post of frames, of either kind of API: nothing is stored but what the device named in it has signed.</summary>
internal sealed class IngestEventDoor : CloudDoor
{
    private readonly LambdaFunction _function;

    /// <summary>Opens it.</summary>
    public IngestEventDoor()
    {
        var ingest = new FrameIngest(Intake, Intake, Intake, Time, new FrameIngestOptions { OnFailure = Failures.Add });
        _function = LambdaFunctions.Http(ingest.HandleAsync);
    }

    /// <inheritdoc/>
    public override string Name => "ingest-event";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = Make();

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Intake.Clear();
        Failures.Clear();
        return Invoke(_function, input, answer =>
        {
            var status = answer.GetProperty("statusCode").GetInt32();
            return new Outcome(status == 202, (status * 100) + answer.GetProperty("body").GetString()!.Length);
        });
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        CheckNothingFailed();
        if (Intake.Stored.Count + Intake.Letters.Count == 0) return;

        // Whatever else was changed: these were signed by the device, at this time, for this body.
        var request = LambdaFunctions.ReadHttp(input);
        var (device, timestamp, signature) = (Header("x-device-id"), Header("x-timestamp"), Header("x-signature"));
        var right = RequestSignature.Compute(device == Samples.Device ? Samples.Key : Samples.OtherKey, device, timestamp, Convert.FromBase64String(request.Body!));
        ViolationException.Unless(signature == right, "what nobody signed is stored");
        ViolationException.Unless(Math.Abs(long.Parse(timestamp, CultureInfo.InvariantCulture) - Samples.Now.ToUnixTimeSeconds()) <= 300, "an old request is stored");

        // Of one that is there in several spellings the first.
        string Header(string name) => request.Headers!.First(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    }

    private static byte[][] Make()
    {
        var body = new FrameBodyDoor().Examples[1];
        var signature = RequestSignature.Compute(Samples.Key, Samples.Device, Requests.Timestamp, body);
        var headers = $$"""{"content-type":"application/vnd.dronelink.frames","x-device-id":"{{Samples.Device}}","x-timestamp":"{{Requests.Timestamp}}","x-signature":"{{signature}}"}""";
        var text = Convert.ToBase64String(body);
        return
        [
            .. Hostile.Words.Of(
                $$$"""{"version":"2.0","routeKey":"POST /v1/frames","rawPath":"/v1/frames","headers":{{{headers}}},"requestContext":{"http":{"method":"POST","path":"/v1/frames"},"requestId":"a","timeEpoch":1},"body":"{{{text}}}","isBase64Encoded":true}""",
                $$$"""{"httpMethod":"POST","path":"/v1/frames","headers":null,"multiValueHeaders":{{{headers.Replace(":\"", ":[\"").Replace("\",", "\"],").Replace("\"}", "\"]}")}}},"requestContext":{"requestId":"a","identity":{"sourceIp":"1.2.3.4"}},"body":"{{{text}}}","isBase64Encoded":true}"""),
        ];
    }
}
