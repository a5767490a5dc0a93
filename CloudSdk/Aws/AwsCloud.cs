using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Streams;

namespace DroneLink.CloudSdk.Aws;

/// <summary>
/// The whole cloud on AWS: Kinesis, DynamoDB, and Elasticsearch or OpenSearch. Making one does no I/O. Thread safe. Owns the clients; end its
/// pipeline's run before disposing it.
/// </summary>
public sealed class AwsCloud : ITelemetryCloud
{
    private readonly AwsClients _clients;

    /// <summary>Puts the parts together.</summary>
    /// <param name="options">What they are called.</param>
    /// <param name="clients">Make the calls; owned.</param>
    /// <param name="timeProvider">All times and waits go by it; null for the system's.</param>
    /// <param name="report">Hears of every problem of the projection and of the stream under it, for the log; it must not throw.</param>
    /// <param name="stored">Hears of what is stored, such as for a live feed: see <see cref="ProjectionHandler"/>.</param>
    public AwsCloud(
        AwsCloudOptions options,
        AwsClients clients,
        TimeProvider? timeProvider = null,
        Action<ProjectionProblem>? report = null,
        Action<IReadOnlyList<ProjectedRecord>>? stored = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _clients = clients ?? throw new ArgumentNullException(nameof(clients));
        var time = timeProvider ?? TimeProvider.System;
        var retention = TimeSpan.FromDays(options.RetentionDays);
        var table = new DynamoTable(clients.Dynamo, options.TableName, time, options: new DynamoTableOptions { Retention = retention });
        Stream = new KinesisTelemetryStream(clients.Kinesis, options.StreamName, time);
        Store = new DynamoTelemetryStore(table);
        Search = clients.Search is { } search
            ? new ElasticEventSearch(
                search, time, options: new ElasticEventSearchOptions { Prefix = options.SearchPrefix, RetentionDays = options.RetentionDays, Refresh = options.SearchRefresh })
            : new NoSearch();
        Registry = new DynamoDeviceRegistry(table);
        DeadLetters = new DynamoDeadLetters(table);
        Tokens = new DynamoApiTokens(table);
        Commands = new DynamoCommandLog(table, retention);
        Releases = new DynamoReleaseStore(table);
        Rollouts = new DynamoRolloutStore(table);
        DeviceChannel = clients.Iot is { } iot && options.IotEndpoint is { } endpoint ? new IotDataChannel(iot, endpoint, time) : null;
        Pipeline = options.ProjectsItself
            ? new KinesisPipeline(
                clients.Kinesis,
                options.StreamName,
                new DynamoShardCheckpoints(table, options.StreamName),
                new ProjectionHandler([Store, Search, new OtaProgressSink(Rollouts, time)], DeadLetters, time, report, stored),
                time,
                report: report)
            : new KinesisPipeline(
                clients.Kinesis,
                options.StreamName,
                new MemoryShardCheckpoints(),
                new ProjectionHandler([], new NoDeadLetters(), time, stored: stored),
                time,
                new KinesisPipelineOptions { StartsAtLatest = true },
                report: report);
        Query = new QueryHandler(Store, Search, Registry, time);
    }

    /// <inheritdoc/>
    public ITelemetryStream Stream { get; }

    /// <inheritdoc/>
    public ITelemetryStore Store { get; }

    /// <inheritdoc/>
    public IEventSearch Search { get; }

    /// <inheritdoc/>
    public IDeviceRegistrar Registry { get; }

    /// <inheritdoc/>
    public IDeadLetterArchive DeadLetters { get; }

    /// <inheritdoc/>
    public IApiTokens Tokens { get; }

    /// <inheritdoc/>
    public ICommandLog Commands { get; }

    /// <inheritdoc/>
    public IReleaseStore Releases { get; }

    /// <inheritdoc/>
    public IRolloutStore Rollouts { get; }

    /// <inheritdoc/>
    /// <remarks>IoT Core's data plane; null where its endpoint is not known.</remarks>
    public IDeviceChannel? DeviceChannel { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// With <see cref="AwsCloudOptions.ProjectsItself"/> it projects. Without, a function does, and this only listens to the stream from now on, for
    /// those who hear of what is stored: they hear of it a moment before it is.
    /// </remarks>
    public IProjectionPipeline Pipeline { get; }

    /// <inheritdoc/>
    public QueryHandler Query { get; }

    /// <inheritdoc/>
    public void Dispose() => _clients.Dispose();

    // A function that neither projects nor answers queries is not told where the search is.
    private sealed class NoSearch : IEventSearch
    {
        public ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default) =>
            throw NotConfigured();

        public ValueTask<RecordPage> SearchAsync(EventQuery query, CancellationToken cancellationToken = default) => throw NotConfigured();

        private static InvalidOperationException NotConfigured() => new("DRONELINK_SEARCH_URL is not set; it names Elasticsearch or OpenSearch.");
    }

    // The function that projects buries what cannot be; who listens has nothing to add.
    private sealed class NoDeadLetters : IDeadLetters
    {
        public ValueTask PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default) => default;
    }
}
