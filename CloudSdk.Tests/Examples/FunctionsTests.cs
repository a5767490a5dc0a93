using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Planning;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Tests.Embedded;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Examples;

public sealed class FunctionsTests
{
    private static readonly byte[] Key = new byte[32];

    [Fact]
    public async Task PostProjectAndGet_CarryARecordFromEventToEvent()
    {
        using var folder = new TempFolder();
        using var cloud = EmbeddedCloud.Open(folder["cloud.db"]);
        var record = TestRecords.Record(0);
        await cloud.Registry.AddAsync(new DeviceIdentity(record.DeviceId, "fleet-1", Key, "drone", LinkId: null), cancellationToken: Token);
        var functions = new Functions(
            new FrameIngest(cloud.Registry, cloud.Stream, cloud.DeadLetters, TimeProvider.System),
            new ProjectionHandler([cloud.Store, cloud.Search], cloud.DeadLetters, TimeProvider.System),
            cloud.Query,
            new PlanHandler());

        var posted = await CallAsync(functions.PostFrames, PostOf(record));
        var entry = Assert.Single(cloud.Stream.Read(0, 10));
        var projected = await CallAsync(functions.Project, BatchOf(record.DeviceId, entry.Data.ToArray()));
        var got = await CallAsync(functions.Get, GetOf($"/v1/devices/{record.DeviceId}/records"));

        Assert.Equal(202, posted["statusCode"]!.GetValue<int>());
        Assert.Empty(projected["batchItemFailures"]!.AsArray());
        var page = JsonNode.Parse(got["body"]!.GetValue<string>())!;
        Assert.Equal(record.Sequence, Assert.Single(page["records"]!.AsArray())!["seq"]!.GetValue<uint>());
    }

    [Fact]
    public async Task Plan_ProposesAChannelForEachDrone()
    {
        using var folder = new TempFolder();
        using var cloud = EmbeddedCloud.Open(folder["cloud.db"]);
        var functions = new Functions(
            new FrameIngest(cloud.Registry, cloud.Stream, cloud.DeadLetters, TimeProvider.System),
            new ProjectionHandler([cloud.Store, cloud.Search], cloud.DeadLetters, TimeProvider.System),
            cloud.Query,
            new PlanHandler());

        var answer = await CallAsync(functions.Plan, new JsonObject
        {
            ["version"] = "2.0",
            ["rawPath"] = "/v1/plan",
            ["headers"] = new JsonObject { ["content-type"] = "application/json" },
            ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = "POST", ["path"] = "/v1/plan" } },
            ["body"] = """{"drones":3}""",
        });

        Assert.Equal(200, answer["statusCode"]!.GetValue<int>());
        Assert.Contains("frequenc", answer["body"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Readme_ShowsThisVeryCode()
    {
        var source = Path.GetFullPath(Path.Combine(SourcePath(), "..", "Functions.cs"));
        var readme = Path.GetFullPath(Path.Combine(SourcePath(), "..", "..", "..", "README.md"));
        Assert.SkipUnless(File.Exists(source) && File.Exists(readme), "the sources are not beside the tests");

        var example = File.ReadAllText(source).Split("// <example>\n")[1].Split("\n// </example>")[0];
        Assert.Contains(example.Trim(), File.ReadAllText(readme), StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<JsonNode> CallAsync(Func<Stream, Task<Stream>> function, JsonNode call)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(call.ToJsonString()));
        await using var output = await function(input);
        return (await JsonNode.ParseAsync(output, cancellationToken: Token))!;
    }

    private static JsonObject PostOf(TelemetryRecord record)
    {
        var body = FrameBody.Join([FrameWriter.Write([record])]);
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["version"] = "2.0",
            ["rawPath"] = "/v1/frames",
            ["headers"] = new JsonObject
            {
                ["content-type"] = "application/vnd.dronelink.frames",
                ["x-device-id"] = record.DeviceId,
                ["x-timestamp"] = timestamp,
                ["x-signature"] = RequestSignature.Compute(Key, record.DeviceId, timestamp, body),
            },
            ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = "POST", ["path"] = "/v1/frames" } },
            ["body"] = Convert.ToBase64String(body),
            ["isBase64Encoded"] = true,
        };
    }

    private static JsonObject BatchOf(string partitionKey, byte[] frame) => new()
    {
        ["Records"] = new JsonArray(new JsonObject
        {
            ["kinesis"] = new JsonObject
            {
                ["kinesisSchemaVersion"] = "1.0",
                ["partitionKey"] = partitionKey,
                ["sequenceNumber"] = "49590338271490256608559692538361571095921575989136588898",
                ["data"] = Convert.ToBase64String(frame),
                ["approximateArrivalTimestamp"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0,
            },
            ["eventSource"] = "aws:kinesis",
            ["eventID"] = "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
        }),
    };

    private static JsonObject GetOf(string path) => new()
    {
        ["version"] = "2.0",
        ["rawPath"] = path,
        ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = "GET", ["path"] = path } },
    };

    private static string SourcePath([CallerFilePath] string path = "") => path;
}
