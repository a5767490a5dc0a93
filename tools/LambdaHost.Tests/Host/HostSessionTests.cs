using System.Text.Json.Nodes;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.LambdaHost.Tests.Runtime;

namespace DroneLink.LambdaHost.Tests.Host;

/// <summary>Whole sessions of the real process on a Runtime API: as built for the JIT, and as the native binary that is deployed.</summary>
public abstract class HostSessionTests(Emulators emulators) : IClassFixture<Emulators>, IAsyncLifetime
{
    private AwsCloudOptions? _options;

    public async ValueTask InitializeAsync() => _options = await emulators.CreateAsync();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Frames_go_from_ingest_to_projection_to_query_each_a_process_of_its_own()
    {
        await ProvisionAsync();
        await using (var api = new RuntimeApi())
        await using (var ingest = await StartAsync(api, "ingest"))
        {
            api.Invoke("post", HostEvents.Post(HostEvents.Frame(0), HostEvents.Frame(1)));
            var posted = await api.PostedAsync();

            Assert.Equal("invocation/post/response", posted.Path);
            Assert.Equal(202, (int)posted.Json["statusCode"]!);
            await AssertEndsAsync(ingest);
            AssertMetric(ingest, "frames.accepted", 2);
        }

        var frames = await ReadStreamAsync();
        Assert.Equal(2, frames.Count);

        await using (var api = new RuntimeApi())
        await using (var project = await StartAsync(api, "project"))
        {
            api.Invoke("batch", HostEvents.Batch(("1", frames[0]), ("2", [1, 2, 3]), ("3", frames[1])));
            Assert.Equal("""{"batchItemFailures":[]}""", (await api.PostedAsync()).Text);
            await AssertEndsAsync(project);
            AssertMetric(project, "records.projected", 2);
            AssertMetric(project, "frames.poison", 1);
            Assert.Contains(project.Lines, line => (string?)line["event"] == "poison" && (string?)line["sequenceNumber"] == "2" && (string?)line["code"] == "short");
        }

        await using (var api = new RuntimeApi())
        await using (var query = await StartAsync(api, "query"))
        {
            api.Invoke("get", HostEvents.Get($"/v1/devices/{HostEvents.Device}/records"));
            var answer = JsonNode.Parse((string)(await api.PostedAsync()).Json["body"]!)!;
            Assert.Equal([0, 1], answer["records"]!.AsArray().Select(record => (int)record!["seq"]!).Order());
            await AssertEndsAsync(query);
        }
    }

    [Fact]
    public async Task Frames_of_a_rule_and_posts_of_nobody_s_are_answered_each_by_its_own()
    {
        await ProvisionAsync();
        await using (var api = new RuntimeApi())
        await using (var iot = await StartAsync(api, "iot"))
        {
            api.Invoke("good", HostEvents.Iot(HostEvents.Frame(0)));
            Assert.Equal("""{"status":"accepted"}""", (await api.PostedAsync()).Text);
            api.Invoke("bad", HostEvents.Iot([1, 2, 3]));
            Assert.Equal("short", (string?)(await api.PostedAsync()).Json["code"]);
            api.Invoke("wrong", "{}");
            Assert.Equal("InvalidDataException", (await api.PostedAsync()).Headers["Lambda-Runtime-Function-Error-Type"]);
            await AssertEndsAsync(iot);
            AssertMetric(iot, "frames.accepted", 1);
            AssertMetric(iot, "frames.rejected", 1);
        }

        await using (var api = new RuntimeApi())
        await using (var authorize = await StartAsync(api, "authorize"))
        {
            api.Invoke("nobody", HostEvents.Get("/v1/devices"));
            Assert.Equal("""{"isAuthorized":false}""", (await api.PostedAsync()).Text);
        }

        await using (var api = new RuntimeApi())
        await using (var command = await StartAsync(api, "command"))
        {
            api.Invoke("nobody", HostEvents.Get($"/v1/devices/{HostEvents.Device}/commands"));
            Assert.Equal(403, (int)(await api.PostedAsync()).Json["statusCode"]!);
            api.Invoke("result", HostEvents.Iot("""{"id":"never-asked"}"""u8.ToArray()));
            Assert.Equal("""{"status":"rejected"}""", (await api.PostedAsync()).Text);
        }
    }

    [Fact]
    public async Task Errors_and_answers_too_large_end_their_invocation_and_no_other()
    {
        await using var api = new RuntimeApi();
        api.StatusOf = path => path == "invocation/large/response" ? 413 : path == "invocation/next" ? 200 : 202;
        await using var query = await StartAsync(api, "query");

        api.Invoke("wrong", """{"Records":[]}""");
        var wrong = await api.PostedAsync();
        api.Invoke("large", HostEvents.Get("/v1/devices"));
        await api.PostedAsync();
        var large = await api.PostedAsync();
        api.Invoke("right", HostEvents.Get("/v1/devices"));
        var right = await api.PostedAsync();

        Assert.Equal(("invocation/wrong/error", "InvalidDataException"), (wrong.Path, (string?)wrong.Json["errorType"]));
        Assert.Equal("application/vnd.aws.lambda.error+json", wrong.Headers["Content-Type"]);
        Assert.Equal(("invocation/large/error", "ResponseTooLargeException"), (large.Path, (string?)large.Json["errorType"]));
        Assert.Equal(("invocation/right/response", 200), (right.Path, (int)right.Json["statusCode"]!));
        await AssertEndsAsync(query);
        Assert.Equal(
            [("wrong", "failed"), ("large", "answered"), ("large", "failed"), ("right", "answered")],
            query.Lines.Where(line => line["event"] is not null).Select(line => ((string)line["requestId"]!, (string)line["event"]!)));
    }

    [Fact]
    public async Task At_the_deadline_a_gateway_is_told_to_come_again_and_a_stream_to_deliver_again()
    {
        await ProvisionAsync();
        await using (var api = new RuntimeApi())
        await using (var ingest = await StartAsync(api, "ingest"))
        {
            api.Invoke("late", HostEvents.Post(HostEvents.Frame(0)), DateTimeOffset.UtcNow.AddMilliseconds(100));
            var posted = await api.PostedAsync();
            Assert.Equal(("invocation/late/response", 503), (posted.Path, (int)posted.Json["statusCode"]!));
        }

        await using (var api = new RuntimeApi())
        await using (var project = await StartAsync(api, "project"))
        {
            api.Invoke("late", HostEvents.Batch(("1", HostEvents.Frame(0)), ("2", HostEvents.Frame(1))), DateTimeOffset.UtcNow.AddMilliseconds(100));
            Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"1"},{"itemIdentifier":"2"}]}""", (await api.PostedAsync()).Text);
        }
    }

    [Fact]
    public async Task A_handler_that_does_not_exist_is_an_error_of_the_start_that_lists_them()
    {
        await using var api = new RuntimeApi();
        await using var host = await StartAsync(api, "hunter2-and-more", ("SOME_PASSWORD", "hunter2-and-more"));

        var posted = await api.PostedAsync();

        Assert.Equal("init/error", posted.Path);
        Assert.Contains("authorize, command, ingest, iot, ota, project, query", (string)posted.Json["errorMessage"]!, StringComparison.Ordinal);
        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains(host.Lines, line => (string?)line["level"] == "FATAL");
        // The name of the handler happens to be a secret of the environment.
        Assert.DoesNotContain("hunter2", posted.Text + host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_api_fails_it_ends_at_once_and_says_why()
    {
        await using var api = new RuntimeApi { StatusOf = _ => 500 };
        await using var host = await StartAsync(api, "query");

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains("Runtime API answered 500", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_and_metrics_are_lines_of_json_as_the_level_says()
    {
        await using var api = new RuntimeApi();
        await using var host = await StartAsync(api, "query", ("AWS_LAMBDA_LOG_LEVEL", "ERROR"), ("AWS_LAMBDA_FUNCTION_NAME", "stack-query"));
        api.Invoke("right", HostEvents.Get("/v1/devices"));
        await api.PostedAsync();
        api.Invoke("wrong", """{"secret":"body"}""");
        await api.PostedAsync();
        await AssertEndsAsync(host);

        var log = Assert.Single(host.Lines, line => line["event"] is not null);
        Assert.Equal(("ERROR", "failed", "wrong"), ((string?)log["level"], (string?)log["event"], (string?)log["requestId"]));
        Assert.True(DateTimeOffset.TryParse((string?)log["time"], out _));
        Assert.DoesNotContain("body", log.ToJsonString(), StringComparison.Ordinal);

        var metrics = host.Lines.Where(line => line["_aws"] is not null).ToList();
        Assert.Equal(2, metrics.Count);
        foreach (var line in metrics)
        {
            Assert.True((long)line["_aws"]!["Timestamp"]! > 0);
            var directive = Assert.Single(line["_aws"]!["CloudWatchMetrics"]!.AsArray())!;
            Assert.Equal("DroneLink", (string?)directive["Namespace"]);
            Assert.Equal("""[["service","function"]]""", directive["Dimensions"]!.ToJsonString());
            Assert.Equal(("dronelink", "stack-query"), ((string?)line["service"], (string?)line["function"]));
            Assert.All(directive["Metrics"]!.AsArray(), metric => Assert.NotNull(line[(string)metric!["Name"]!]));
            Assert.Contains(
                directive["Metrics"]!.AsArray(),
                metric => (string?)metric!["Name"] == CloudDiagnostics.InvocationDuration && (string?)metric["Unit"] == "Milliseconds");
        }

        Assert.Equal([1, 0], metrics.Select(line => (int)line[CloudDiagnostics.ColdStarts]!));
        Assert.Equal([0, 1], metrics.Select(line => (int)line[CloudDiagnostics.InvocationErrors]!));
    }

    /// <summary>The program to start; skips the test where there is none.</summary>
    protected abstract Task<string> ProgramAsync();

    private async Task<HostProcess> StartAsync(RuntimeApi api, string handler, params (string Name, string Value)[] environment) =>
        HostProcess.Start(await ProgramAsync(), api, handler, [.. emulators.Emulated.Environment(_options!.StreamName).Select(variable => (variable.Key, variable.Value)), .. environment]);

    // Lambda kills after 500 ms; a busy machine gets more before a test fails for it.
    private async Task AssertEndsAsync(HostProcess host)
    {
        var (exitCode, took) = await host.StopAsync();
        Assert.True(exitCode == 0, host.Output);
        Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took}.");
    }

    private static void AssertMetric(HostProcess host, string name, double expected) =>
        Assert.Equal(expected, host.Lines.Where(line => line["_aws"] is not null).Sum(line => (double?)line[name] ?? 0));

    private async Task<List<byte[]>> ReadStreamAsync()
    {
        using var clients = emulators.Emulated.Connect();
        var frames = new List<byte[]>();
        var shards = await clients.Kinesis.ListShardsAsync(new ListShardsRequest { StreamName = _options!.StreamName }, TestContext.Current.CancellationToken);
        foreach (var shard in shards.Shards!)
        {
            var request = new GetShardIteratorRequest { StreamName = _options.StreamName, ShardId = shard.ShardId, ShardIteratorType = ShardIteratorType.TRIM_HORIZON };
            var iterator = await clients.Kinesis.GetShardIteratorAsync(request, TestContext.Current.CancellationToken);
            var answer = await clients.Kinesis.GetRecordsAsync(
                new GetRecordsRequest { ShardIterator = iterator.ShardIterator, Limit = 100 }, TestContext.Current.CancellationToken);
            frames.AddRange((answer.Records ?? []).Select(record => record.Data!.ToArray()));
        }

        return frames;
    }

    private async Task ProvisionAsync()
    {
        using var cloud = new AwsCloud(_options!, emulators.Emulated.Connect());
        await cloud.Registry.AddAsync(
            new DeviceIdentity(HostEvents.Device, "fleet-1", HostEvents.Key, "drone", LinkId: null),
            cancellationToken: TestContext.Current.CancellationToken);
    }
}

/// <summary>The sessions with the process as it is built.</summary>
public sealed class ManagedHostSessionTests(Emulators emulators) : HostSessionTests(emulators)
{
    protected override Task<string> ProgramAsync() => Task.FromResult(Path.Combine(AppContext.BaseDirectory, "bootstrap.dll"));
}

/// <summary>The sessions with the native binary.</summary>
public sealed class NativeHostSessionTests(Emulators emulators) : HostSessionTests(emulators)
{
    protected override async Task<string> ProgramAsync() => Path.Combine(await PublishedHost.NativeAsync(), "bootstrap");
}
