using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Tests.Embedded;
using DroneLink.CloudSdk.Tests.Lambda;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Examples;

public sealed class FunctionsTests
{
    private static readonly byte[] Key = new byte[32];

    public static TheoryData<string> Serializers => EventSerializer.Names;

    [Theory, MemberData(nameof(Serializers))]
    public async Task PostProjectAndGet_CarryARecordFromEventToEvent(string serializer)
    {
        using var folder = new TempFolder();
        using var cloud = EmbeddedCloud.Open(folder["cloud.db"]);
        var record = TestRecords.Record(0);
        await cloud.Registry.AddAsync(new DeviceIdentity(record.DeviceId, "fleet-1", Key, "drone", LinkId: null), cancellationToken: Token);
        var functions = new Functions(cloud);

        var posted = await CallAsync<HttpApiRequest, HttpApiResponse>(serializer, functions.PostFrames, PostOf(record));
        var entry = Assert.Single(cloud.Stream.Read(0, 10));
        var projected = await CallAsync<KinesisEvent, BatchResponse>(serializer, functions.Project, BatchOf(record.DeviceId, entry.Data.ToArray()));
        var got = await CallAsync<HttpApiRequest, HttpApiResponse>(serializer, functions.Get, GetOf($"/v1/devices/{record.DeviceId}/records"));

        Assert.Equal(202, posted["statusCode"]!.GetValue<int>());
        Assert.Empty(projected["batchItemFailures"]!.AsArray());
        var page = JsonNode.Parse(got["body"]!.GetValue<string>())!;
        Assert.Equal(record.Sequence, Assert.Single(page["records"]!.AsArray())!["seq"]!.GetValue<uint>());
    }

    [Theory, MemberData(nameof(Serializers))]
    public async Task Plan_ProposesAChannelForEachDrone(string serializer)
    {
        using var folder = new TempFolder();
        using var cloud = EmbeddedCloud.Open(folder["cloud.db"]);
        var functions = new Functions(cloud);

        var answer = await CallAsync<HttpApiRequest, HttpApiResponse>(serializer, request => Task.FromResult(functions.Plan(request)), new JsonObject
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

    [Theory, MemberData(nameof(Serializers))]
    public async Task PostFramesRest_TakesTheSamePostFromARestApi(string serializer)
    {
        using var folder = new TempFolder();
        using var cloud = EmbeddedCloud.Open(folder["cloud.db"]);
        var record = TestRecords.Record(0);
        await cloud.Registry.AddAsync(new DeviceIdentity(record.DeviceId, "fleet-1", Key, "drone", LinkId: null), cancellationToken: Token);
        var call = PostOf(record);
        foreach (var name in new[] { "version", "rawPath", "requestContext" })
            call.Remove(name);
        (call["httpMethod"], call["path"]) = ("POST", "/v1/frames");

        var posted = await CallAsync<RestApiRequest, HttpApiResponse>(serializer, new Functions(cloud).PostFramesRest, call);

        Assert.Equal(202, posted["statusCode"]!.GetValue<int>());
        Assert.Single(cloud.Stream.Read(0, 10));
    }

    [Theory]
    [InlineData("Functions.cs", "README.md")]
    [InlineData("CustomRuntime.cs", "CloudSdk/Lambda/README.md")]
    public void Readme_ShowsThisVeryCode(string sourceName, string readmeName)
    {
        var source = Path.GetFullPath(Path.Combine(SourcePath(), "..", sourceName));
        var readme = Path.GetFullPath(Path.Combine(SourcePath(), "..", "..", "..", readmeName));
        Assert.SkipUnless(File.Exists(source) && File.Exists(readme), "the sources are not beside the tests");

        var example = Lines(File.ReadAllText(source).Split("// <example>\n")[1].Split("// </example>")[0]);
        Assert.Contains(example, Lines(File.ReadAllText(readme)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CustomRuntime_WithoutLambda_EndsAndSaysSo()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not null, "a Runtime API is there");

        Assert.Equal(1, await CustomRuntime.RunAsync());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // What Lambda and the project's serializer do around a function.
    private static async Task<JsonNode> CallAsync<TRequest, TResponse>(string serializer, Func<TRequest, Task<TResponse>> function, JsonNode call)
    {
        var request = EventSerializer.Of(serializer).Read<TRequest>(Encoding.UTF8.GetBytes(call.ToJsonString()));
        return JsonNode.Parse(EventSerializer.Of(serializer).Write(await function(request)))!;
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

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string SourcePath([CallerFilePath] string path = "") => path;
}
