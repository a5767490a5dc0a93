using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.Destinations;
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>The bootstrap's handlers as functions: what each may do, and what it is told in its environment.</summary>
internal sealed class Functions : Construct
{
    // On-demand streams start with 4 shards; with 2 invocations for each the projection has room for four times as many.
    private static readonly FunctionSpec ProjectSpec = new("project", MemoryMb: 1024, TimeoutSeconds: 60, Concurrency: 32);
    private static readonly FunctionSpec IngestSpec = new("ingest", MemoryMb: 512, TimeoutSeconds: 15, Concurrency: 50);
    private static readonly FunctionSpec QuerySpec = new("query", MemoryMb: 512, TimeoutSeconds: 15, Concurrency: 20);
    private static readonly FunctionSpec AuthorizeSpec = new("authorize", MemoryMb: 256, TimeoutSeconds: 5, Concurrency: 20);
    private static readonly FunctionSpec CommandSpec = new("command", MemoryMb: 256, TimeoutSeconds: 10, Concurrency: 5);
    private static readonly FunctionSpec OtaSpec = new("ota", MemoryMb: 256, TimeoutSeconds: 10, Concurrency: 20);
    private static readonly FunctionSpec IotSpec = new("iot", MemoryMb: 512, TimeoutSeconds: 30, Concurrency: 50);

    private readonly StackSettings _settings;
    private readonly Encryption _encryption;
    private readonly Code _code;
    private readonly Dictionary<string, string> _stream;
    private readonly Dictionary<string, string> _table;
    private readonly Dictionary<string, string> _search;

    public Functions(Construct scope, string id, StackSettings settings, Encryption encryption, DataStores stores, Code code)
        : base(scope, id)
    {
        (_settings, _encryption, _code) = (settings, encryption, code);
        _stream = new() { ["DRONELINK_STREAM"] = stores.Stream.StreamName };
        _table = new() { ["DRONELINK_TABLE"] = stores.Table.TableName, ["DRONELINK_RETENTION_DAYS"] = Text(settings.RetentionDays) };
        _search = new()
        {
            ["DRONELINK_SEARCH_URL"] = stores.SearchEndpoint,
            ["DRONELINK_SEARCH_AUTH"] = "sigv4",
            ["DRONELINK_SEARCH_PREFIX"] = "dronelink",
        };
        var grants = new Grants(stores, encryption);

        Ingest = Make(IngestSpec, [_stream, _table]);
        AllowIngest(grants, Ingest);

        FailedBatches = new DeadLetterQueue(this, "FailedBatches", settings.Prefix + "-failed-batches").Queue;
        Project = Make(ProjectSpec, [_table, _search]);
        grants.ReadStream(Project.Role);
        grants.ReadTelemetry(Project.Role);
        grants.WriteTelemetry(Project.Role);
        ReadStream(stores);

        Query = Make(QuerySpec, [_table, _search]);
        grants.ReadTelemetry(Query.Role);

        Authorize = Make(AuthorizeSpec, [_table]);
        grants.ReadTable(Authorize.Role, "TOKEN#", "DEVICE#");

        var iot = settings.IotEndpoint ?? $"data-ats.iot.{Amazon.CDK.Stack.Of(this).Region}.{Aws.URL_SUFFIX}";
        FailedCalls = new DeadLetterQueue(this, "FailedCalls", settings.Prefix + "-failed-calls").Queue;
        Command = Make(CommandSpec, [_table, new() { ["DRONELINK_IOT_ENDPOINT"] = iot }], new SqsDestination(FailedCalls));
        grants.ReadTable(Command.Role, "CMD#", "DEVICE#", "X#");
        grants.WriteTable(Command.Role, "CMD#", "X#");
        grants.AdvanceCommands(Command.Role);
        Grants.Publish(Command.Role, "command");

        Ota = Make(OtaSpec, [_table, new() { ["DRONELINK_IOT_ENDPOINT"] = iot }], new SqsDestination(FailedCalls));
        grants.ReadTable(Ota.Role, "OTA#", "DEVICE#");
        grants.WriteTable(Ota.Role, "OTA#");
        Grants.Publish(Ota.Role, "ota");

        if (settings.IotThroughIngest)
        {
            Iot = Make(IotSpec, [_stream, _table], new SqsDestination(FailedCalls));
            AllowIngest(grants, Iot);
        }

        stores.OpenSearchTo(writers: [Project.Role.RoleArn, .. Operator()], readers: [Query.Role.RoleArn]);
        All = Iot is null ? [Ingest, Project, Query, Authorize, Command, Ota] : [Ingest, Project, Query, Authorize, Command, Ota, Iot];
    }

    public TelemetryFunction Ingest { get; }

    public TelemetryFunction Project { get; }

    public TelemetryFunction Query { get; }

    public TelemetryFunction Authorize { get; }

    /// <summary>Asked over HTTP, and told over MQTT what became of a command and which device is there again.</summary>
    public TelemetryFunction Command { get; }

    /// <summary>Asked over HTTP by people and devices, and over MQTT by devices.</summary>
    public TelemetryFunction Ota { get; }

    /// <summary>Only where the IoT rule hands frames to a function.</summary>
    public TelemetryFunction? Iot { get; }

    public IReadOnlyList<TelemetryFunction> All { get; }

    /// <summary>Where in the stream the batches are that were given up.</summary>
    public Queue FailedBatches { get; }

    /// <summary>Calls of IoT rules that a function failed, with the message.</summary>
    public Queue FailedCalls { get; }

    private IEnumerable<string> Operator()
    {
        var role = new ArnComponents { Service = "iam", Region = "", Resource = "role", ResourceName = _settings.SearchOperator };
        return _settings.SearchOperator is null ? [] : [Amazon.CDK.Stack.Of(this).FormatArn(role)];
    }

    private TelemetryFunction Make(FunctionSpec spec, Dictionary<string, string>[] parts, IDestination? onFailure = null)
    {
        var environment = parts.SelectMany(part => part).ToDictionary(pair => pair.Key, pair => pair.Value);
        return new TelemetryFunction(this, spec, _settings, _encryption, _code, environment, onFailure);
    }

    // Who a device is, and the dead letters of what it sent wrongly.
    private static void AllowIngest(Grants grants, TelemetryFunction function)
    {
        grants.PutToStream(function.Role);
        grants.ReadTable(function.Role, "DEVICE#", "X#");
        grants.WriteTable(function.Role, "X#");
    }

    private void ReadStream(DataStores stores) => new EventSourceMapping(this, "Batches", new EventSourceMappingProps
    {
        Target = Project.Function,
        EventSourceArn = stores.Stream.StreamArn,
        StartingPosition = StartingPosition.TRIM_HORIZON,
        BatchSize = 500,
        MaxBatchingWindow = Duration.Seconds(1),
        ParallelizationFactor = 2,
        ReportBatchItemFailures = true,
        BisectBatchOnError = true,

        // Poison is buried by the handler, so what still fails is a store that is down: it is tried again, however often, until 4 h before
        // the stream lets go of it. What is given up then is named in the queue while it can still be read.
        MaxRecordAge = Duration.Hours(_settings.StreamHours - 4),
        OnFailure = new SqsDlq(FailedBatches),
    });

    private static string Text(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
