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

namespace DroneLink.CloudSdk.Embedded;

/// <summary>
/// The whole cloud on one SQLite file: what ingest, projection and query need, put together. Thread safe. Owns the file; end
/// <see cref="ProjectionPipeline.RunAsync"/> before disposing it.
/// </summary>
public sealed class EmbeddedCloud : ITelemetryCloud
{
    private readonly SqliteDatabase _database;

    private EmbeddedCloud(
        SqliteDatabase database,
        TimeProvider timeProvider,
        IReadOnlyList<IRecordSink> extraSinks,
        Action<ProjectionProblem>? report,
        Action<IReadOnlyList<ProjectedRecord>>? stored)
    {
        _database = database;
        Stream = new SqliteStream(database, timeProvider);
        Store = new SqliteTelemetryStore(database);
        Search = new SqliteEventSearch(database);
        Registry = new SqliteDeviceRegistry(database);
        DeadLetters = new SqliteDeadLetters(database);
        Tokens = new SqliteApiTokens(database, timeProvider);
        Commands = new SqliteCommandLog(database);
        Releases = new SqliteReleaseStore(database);
        Rollouts = new SqliteRolloutStore(database);
        var handler = new ProjectionHandler(
            [Store, Search, new OtaProgressSink(Rollouts, timeProvider), .. extraSinks], DeadLetters, timeProvider, report, stored);
        Pipeline = new EmbeddedPipeline(Stream, handler, timeProvider, report: report);
        Query = new QueryHandler(Store, Search, Registry, timeProvider);
    }

    /// <inheritdoc cref="ITelemetryCloud.Stream"/>
    public SqliteStream Stream { get; }

    /// <inheritdoc cref="ITelemetryCloud.Store"/>
    public SqliteTelemetryStore Store { get; }

    /// <inheritdoc cref="ITelemetryCloud.Search"/>
    public SqliteEventSearch Search { get; }

    /// <inheritdoc cref="ITelemetryCloud.Registry"/>
    public SqliteDeviceRegistry Registry { get; }

    /// <inheritdoc cref="ITelemetryCloud.DeadLetters"/>
    public SqliteDeadLetters DeadLetters { get; }

    /// <inheritdoc cref="ITelemetryCloud.Tokens"/>
    public SqliteApiTokens Tokens { get; }

    /// <inheritdoc cref="ITelemetryCloud.Commands"/>
    public SqliteCommandLog Commands { get; }

    /// <inheritdoc cref="ITelemetryCloud.Releases"/>
    public SqliteReleaseStore Releases { get; }

    /// <inheritdoc cref="ITelemetryCloud.Rollouts"/>
    public SqliteRolloutStore Rollouts { get; }

    /// <inheritdoc cref="ITelemetryCloud.Pipeline"/>
    public EmbeddedPipeline Pipeline { get; }

    /// <inheritdoc cref="ITelemetryCloud.Query"/>
    public QueryHandler Query { get; }

    ITelemetryStream ITelemetryCloud.Stream => Stream;

    ITelemetryStore ITelemetryCloud.Store => Store;

    IEventSearch ITelemetryCloud.Search => Search;

    IDeviceRegistrar ITelemetryCloud.Registry => Registry;

    IDeadLetterArchive ITelemetryCloud.DeadLetters => DeadLetters;

    IApiTokens ITelemetryCloud.Tokens => Tokens;

    ICommandLog ITelemetryCloud.Commands => Commands;

    IReleaseStore ITelemetryCloud.Releases => Releases;

    IRolloutStore ITelemetryCloud.Rollouts => Rollouts;

    IDeviceChannel? ITelemetryCloud.DeviceChannel => null;

    IProjectionPipeline ITelemetryCloud.Pipeline => Pipeline;

    /// <summary>Opens a file, after creating it or bringing it up to this version's schema where needed.</summary>
    /// <param name="path">The file, as for <see cref="SqliteDatabase.Open"/>.</param>
    /// <param name="timeProvider">All times and waits go by it; null for the system's.</param>
    /// <param name="extraSinks">
    /// Get every record beside store and search, such as a second store; borrowed. One that fails holds the pipeline up.
    /// </param>
    /// <param name="report">Hears of every problem of the projection and of the stream under it, for the log; it must not throw.</param>
    /// <param name="stored">Hears of what all of them have, such as for a live feed: see <see cref="ProjectionHandler"/>.</param>
    /// <exception cref="InvalidDataException">The file is something else, or was written by a newer version.</exception>
    /// <exception cref="IOException">The file cannot be opened or created.</exception>
    public static EmbeddedCloud Open(
        string path,
        TimeProvider? timeProvider = null,
        IReadOnlyList<IRecordSink>? extraSinks = null,
        Action<ProjectionProblem>? report = null,
        Action<IReadOnlyList<ProjectedRecord>>? stored = null)
    {
        var database = SqliteDatabase.Open(path);
        try
        {
            return new EmbeddedCloud(database, timeProvider ?? TimeProvider.System, extraSinks ?? [], report, stored);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
