using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Streams;
using DroneLink.CloudSdk.Wire;
using DroneLink.Emulators;
using DroneLink.Host.Twins;
using DroneLink.Load.Network;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.Provisioning;
using DroneLink.Tool.Tests.EndToEnd.Faults;

namespace DroneLink.Tool.Tests.EndToEnd;

/// <summary>
/// The promise on every cloud: a fleet flies while every hop fails in every way that it can, a poison record lies in the stream, and the
/// network is cut; then every record that a device says it took is in the store and, if it is an event or a text, in the search, once.
/// </summary>
public sealed class FleetOnCloudTests
{
    private const int Drones = 2;
    private const double FaultProbability = 0.25;

    // Of each place, before the faults are over.
    private const int MinKinds = 4;

    private const int Cuts = 3;

    // Of each device, from one cut to the next.
    private const int RecordsBetweenCuts = 8;

    // With every second call failing, all takes long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embedded_EveryRecordIsInBothSinksOnce()
    {
        using var folder = new TestFolder();
        var plan = NewPlan();
        await using var test = await FlyAsync(folder, plan, ["stream", "store", "search"], (report, stored, _) =>
        {
            var embedded = EmbeddedCloud.Open(folder.At("cloud.db"));
            return Task.FromResult<ITelemetryCloud>(new FaultyCloud(
                embedded, plan, handler => new EmbeddedPipeline(embedded.Stream, handler, TimeProvider.System, report: report), report, stored));
        });
    }

    [Fact]
    public async Task Emulators_EveryRecordIsInBothSinksOnce()
    {
        using var emulated = new EmulatedCloud();
        Assert.SkipWhen(emulated.WhyNot is not null, emulated.WhyNot ?? "");
        using var folder = new TestFolder();
        var plan = NewPlan();
        var options = await emulated.CreateAsync(cancellationToken: Token);
        var wire = new EmulatedWire(FaultyAwsWire.Factory("kinesis wire", plan), FaultyAwsWire.Factory("dynamodb wire", plan), new SocketsHttpHandler());
        FaultySearch.Attach(emulated.Elasticsearch, plan);
        await using var test = await FlyAsync(folder, plan, ["stream", "store", "search", "kinesis wire", "dynamodb wire", "search wire"], (report, stored, _) =>
        {
            var clients = emulated.Connect(wire);
            var cloud = new AwsCloud(options, clients);
            var checkpoints = new DynamoShardCheckpoints(new DynamoTable(clients.Dynamo, options.TableName, TimeProvider.System), options.StreamName);
            return Task.FromResult<ITelemetryCloud>(new FaultyCloud(
                cloud,
                plan,
                handler => new KinesisPipeline(clients.Kinesis, options.StreamName, checkpoints, handler, TimeProvider.System, report: report),
                report,
                stored));
        });

        var recorded = 0L;
        foreach (var device in await test.Station.Cloud.Store.ListDevicesAsync(Token))
            recorded += (await ReadAsync(after => test.Station.Cloud.Store.QueryAsync(new RecordQuery(device.DeviceId) { Limit = PageLimits.MaxRecords, After = after }, Token))).Count;
        var documents = emulated.Elasticsearch.Documents($"{options.SearchPrefix}-telemetry-*");
        Assert.Equal(recorded, documents.Select(document => document.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(recorded, documents.Count);
    }

    private static FaultPlan NewPlan()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"faults by seed {seed}");
        return new FaultPlan(seed, FaultProbability);
    }

    /// <summary>Flies and checks; returns the station for further checks.</summary>
    private static async Task<TestStation> FlyAsync(TestFolder folder, FaultPlan plan, string[] places, CloudOpener open)
    {
        var test = await TestStation.StartAsync(folder.At("data"), mayLogErrors: true, cloud: open);
        await using var mqtt = new ToxicProxy(test.Station.MqttPort);
        await using var http = new ToxicProxy(test.Station.Port);
        var devices = new List<Flying>();
        for (var i = 1; i <= Drones; i++)
        {
            // The first pair speaks MQTT, and HTTP where that is cut; the others HTTP alone.
            var endpoints = DeviceEndpoints.OfStation(IPAddress.Loopback, mqtt.Port, http.Port);
            if (i > 1)
                endpoints = DeviceEndpoints.Parse(null, endpoints.HttpsUrl);
            devices.Add(await Flying.TakeOffAsync(test, folder, endpoints, $"drone-{i}", DeviceProvisioner.DroneRole, i));
            devices.Add(await Flying.TakeOffAsync(test, folder, endpoints, $"receiver-{i}", DeviceProvisioner.GroundReceiverRole, i));
        }

        await PoisonAsync(test.Station.Cloud.Stream);
        for (var cut = 0; cut < Cuts; cut++)
        {
            await EachAsync(devices, device => device.Records, RecordsBetweenCuts);
            mqtt.Cut();
            http.Cut();
            await EachAsync(devices, device => device.WaitingFrames, 1);
            mqtt.Mend();
            http.Mend();
        }

        // Until enough of them has come about, however slow a cloud is by them.
        await UntilAsync(() => Task.FromResult(places.All(place => IsTried(plan, place))), () => $"too few kinds of faults: {Told(plan)}");

        // The faults are over: all that waits must get through by itself.
        plan.Stop();
        await Task.WhenAll(devices.Select(device => device.LandAsync()));
        await UntilAsync(async () => await test.Station.Cloud.Pipeline.DrainAsync(Token), () => "the pipeline does not drain");

        foreach (var device in devices)
            await AssertEveryRecordOnceAsync(test.Station.Cloud, device);
        await AssertPoisonIsKeptAsync(test.Station.Cloud);
        return test;
    }

    private static async Task AssertEveryRecordOnceAsync(ITelemetryCloud cloud, Flying device)
    {
        Assert.True(device.Records > 20, $"{device} recorded next to nothing.");

        var stored = await ReadAsync(after => cloud.Store.QueryAsync(new RecordQuery(device.Name) { Limit = PageLimits.MaxRecords, After = after }, Token));
        var recorded = device.Boots.SelectMany(boot => Enumerable.Range(0, (int)boot.Value).Select(i => (boot.Key, (uint)i)));
        Assert.Equal(recorded.Order(), stored.Select(Key).Order());

        var told = stored.Where(record => record.Record.Kind is RecordKind.Event or RecordKind.Text).Select(Key).Order().ToList();
        Assert.NotEmpty(told);
        var found = await ReadAsync(after => cloud.Search.SearchAsync(new EventQuery { DeviceId = device.Name, Limit = PageLimits.MaxRecords, After = after }, Token));
        Assert.Equal(told, found.Select(Key).Order());

        // Sequence and time go together: what came late or twice has moved nothing.
        var latest = (await cloud.Store.FindDeviceAsync(device.Name, Token))!.Latest;
        foreach (var kind in stored.Where(record => record.Record.ClockSynced).GroupBy(record => record.Record.Kind))
            Assert.Equal(kind.Select(Key).Max(), Key(latest.Single(record => record.Record.Kind == kind.Key)));
    }

    private static async Task AssertPoisonIsKeptAsync(ITelemetryCloud cloud)
    {
        var letters = await cloud.DeadLetters.ListAsync(PageLimits.MaxRecords, null, Token);
        Assert.Equal(["device-mismatch", "short"], letters.Select(letter => letter.Letter.Code).Order(StringComparer.Ordinal));
    }

    private static bool IsTried(FaultPlan plan, string place) =>
        plan.Done.Keys.Count(key => key.StartsWith(place + ":", StringComparison.Ordinal)) >= MinKinds;

    private static string Told(FaultPlan plan) =>
        string.Join(", ", plan.Done.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => $"{fault.Key} {fault.Value}"));

    // Straight into the stream, past the ingest that would have refused them: garbage, and a frame in another device's name.
    private static async Task PoisonAsync(ITelemetryStream stream)
    {
        var mismatched = FrameWriter.Write([new TelemetryRecord { DeviceId = "stranger", BootId = 1, Sequence = 0, Kind = RecordKind.System, ClockSynced = false, TimeMs = 1 }]);
        foreach (var data in new[] { [1, 2, 3], mismatched })
        {
            await UntilAsync(
                async () =>
                {
                    try
                    {
                        return (await stream.PutAsync([new StreamEntry("drone-1", data)], Token))[0].IsStored;
                    }
                    catch (Exception exception) when (exception is IOException or TimeoutException)
                    {
                        return false;
                    }
                },
                () => "the stream does not take the poison");
        }
    }

    private static (uint Boot, uint Sequence) Key(StoredRecord record) => (record.Record.BootId, record.Record.Sequence);

    private static async Task<List<StoredRecord>> ReadAsync(Func<RecordPosition?, ValueTask<RecordPage>> read)
    {
        var records = new List<StoredRecord>();
        RecordPosition? after = null;
        do
        {
            var page = await read(after);
            records.AddRange(page.Records);
            after = page.Next;
        }
        while (after is not null);
        return records;
    }

    // Until each device has that many more than now.
    private static async Task EachAsync(List<Flying> devices, Func<Flying, long> count, long more)
    {
        var wanted = devices.ConvertAll(device => count(device) + more);
        await UntilAsync(() => Task.FromResult(devices.Zip(wanted).All(item => count(item.First) >= item.Second)), () => string.Join(' ', devices));
    }

    private static Task UntilAsync(Func<Task<bool>> condition, Func<string> explain) => Eventually.IsTrueAsync(condition, explain, Patience);

    /// <summary>A twin on its own flash, with what it says of itself.</summary>
    private sealed class Flying(string name, TwinOptions options)
    {
        private readonly CancellationTokenSource _landing = new();
        private Task _flight = Task.CompletedTask;
        private long _waiting;

        public string Name { get; } = name;

        /// <summary>Records of each of its boots.</summary>
        public ConcurrentDictionary<uint, long> Boots { get; } = [];

        public long Records => Boots.Values.Sum();

        public long WaitingFrames => Volatile.Read(ref _waiting);

        public static async Task<Flying> TakeOffAsync(TestStation test, TestFolder folder, DeviceEndpoints endpoints, string name, string role, int link)
        {
            var device = await test.AddDeviceAsync(name, role, $"link-{link}");
            var configuration = JsonNode.Parse(DeviceProvisioner.Configure(device, endpoints).ToJson())!;
            configuration["recorder"] = new JsonObject { ["commitMs"] = 1000, ["systemMs"] = 1000, ["frameMs"] = 500 };
            configuration["uplink"] = new JsonObject { ["firstTryMs"] = 100, ["backoffBaseMs"] = 100, ["backoffCapMs"] = 1000, ["postMs"] = 300 };
            var path = folder.At($"{name}.json");
            await File.WriteAllTextAsync(path, configuration.ToJsonString(), Token);
            var flying = new Flying(name, new TwinOptions { ConfigurationPath = path, FlashFolder = folder.At($"{name}.flash"), Seed = link, Random = 0 });
            flying._flight = Task.Run(() => flying.FlyAsync(flying._landing.Token), Token);
            return flying;
        }

        /// <summary>Lands it. If it was just then cut off, it has records on flash still: then it starts again, to bring them in.</summary>
        public async Task LandAsync()
        {
            await UntilAsync(() => Task.FromResult(WaitingFrames <= 2), ToString);
            await _landing.CancelAsync();
            await _flight;
            for (var starts = 0; WaitingFrames > 0; starts++)
            {
                Assert.True(starts < 5, $"{this} does not get through.");
                using var landing = CancellationTokenSource.CreateLinkedTokenSource(Token);
                landing.CancelAfter(TimeSpan.FromSeconds(3));
                await FlyAsync(landing.Token);
            }

            _landing.Dispose();
        }

        public override string ToString() => $"{Name}: {Records} records, {WaitingFrames} frames wait.";

        private async Task FlyAsync(CancellationToken landing)
        {
            using var twin = new Twin(options with { Random = (uint)Random.Shared.Next() });
            await twin.RunAsync(
                device =>
                {
                    Boots[device.BootId] = device.RecordedRecords;
                    Volatile.Write(ref _waiting, device.Ring.WaitingFrames);
                },
                landing);
        }
    }
}
