using System.Net.Sockets;
using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Query;
using DroneLink.Tool.GroundStation.Http;
using DroneLink.Tool.GroundStation.Mqtt;
using DroneLink.Tool.GroundStation.Networks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.GroundStation;

/// <summary>
/// A running ground station: the cloud behind it, the HTTP API with the page, and the broker. Owns all of them. What it stores
/// outlives it, but on the emulators: a second start with the same data goes on where the first was.
/// </summary>
public sealed class Station : IAsyncDisposable
{
    private readonly GroundStationOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILoggerFactory _loggers;
    private readonly DataLock _dataLock;
    private readonly ITelemetryCloud _cloud;
    private readonly CountingDeadLetters _letters;
    private readonly LiveFeed _live;
    private readonly FleetPresence _presence;
    private readonly Task _pipeline;
    private readonly WebApplication _web;
    private readonly DeviceBroker _broker;
    private readonly StationNetworks _networks;
    private int _disposed;

    private Station(
        GroundStationOptions options, TimeProvider time, Action<ILoggingBuilder> configureLogging, StationCloud cloud, DataLock dataLock)
    {
        _options = options;
        _loggers = cloud.Loggers;
        _dataLock = dataLock;
        _cloud = cloud.Cloud;
        _live = cloud.Live;
        _letters = cloud.Letters;
        Log = _loggers.CreateLogger<Station>();
        _presence = new FleetPresence(time);
        _presence.Changed += _live.Announce;

        var failures = new FailureLog(Log, time);
        var ingestOptions = new FrameIngestOptions { OnFailure = e => failures.Failed("ingest", e) };
        var ingest = new FrameIngest(_cloud.Registry, _cloud.Stream, _letters, time, ingestOptions);
        var otaOptions = new OtaHandlerOptions { AllowAnonymous = true, OnFailure = e => failures.Failed("ota", e) };
        var ota = new OtaHandler(_cloud.Registry, _cloud.Releases, _cloud.Rollouts, time, otaOptions);
        FrameReceiver receive = async (deviceId, frame, token) =>
            (await ingest.AcceptAsync(deviceId, frame, token).ConfigureAwait(false)).Status != FrameStatus.Unavailable;
        var refusals = new RefusalLog(_loggers.CreateLogger<RefusalLog>(), time);

        // Of the broker and the handler of commands each needs the other; nothing is published before the broker listens.
        CommandHandler commands = null!;
        var receivers = new DeviceReceivers(
            receive,
            ota.AnswerAsync,
            async (deviceId, result, token) => await commands.ResultAsync(deviceId, result, token).ConfigureAwait(false),
            (deviceId, token) => StationCommands.OnlineAsync(commands, deviceId, failures, token));
        _broker = new DeviceBroker(options.Bind, options.MqttPort, _cloud.Registry, receivers, _presence, refusals);
        var channel = new StationChannel(_broker, _presence, _cloud.DeviceChannel);
        commands = StationCommands.Create(_cloud, channel, _letters, failures, time);
        var releases = new OtaApiHandler(_cloud.Registry, _cloud.Releases, _cloud.Rollouts, channel, time, otaOptions);
        var parts = new StationApiParts(ingest, _cloud.Query, commands, ota, releases, _live, _presence, failures, time, _stopping.Token);
        _web = StationWeb.Build(options, configureLogging, parts);
        _networks = StationNetworks.Start(options.Networks, _cloud.Registry, options.DataDirectory, time, Log);
        _live.Stored += _networks.Offer;
        _pipeline = _cloud.Pipeline.RunAsync(_stopping.Token);
    }

    /// <summary>The page, and the root of the API.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Port of the page and the API.</summary>
    public int Port => Address.Port;

    /// <summary>Port of the broker.</summary>
    public int MqttPort => _broker.Port;

    /// <summary>The devices that may speak.</summary>
    public IDeviceRegistrar Registry => _cloud.Registry;

    /// <summary>The cloud, for what is not asked over HTTP.</summary>
    public ITelemetryCloud Cloud => _cloud;

    /// <summary>Records stored since the start.</summary>
    public long StoredRecords => _live.Records;

    /// <summary>Frames and records that went to the dead letters since the start.</summary>
    public long DeadLetterCount => _letters.Count;

    /// <summary>The other networks that it passes records to.</summary>
    public StationNetworks Networks => _networks;

    /// <summary>The routes that are served, for whoever describes them.</summary>
    public IEnumerable<Endpoint> Endpoints => ((IEndpointRouteBuilder)_web).DataSources.SelectMany(source => source.Endpoints);

    /// <summary>Who is online.</summary>
    public FleetPresence Presence => _presence;

    /// <summary>The station's log.</summary>
    internal ILogger Log { get; }

    /// <summary>Starts a ground station; when it completes, devices and browsers are served.</summary>
    /// <param name="options">How it is run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="configureLogging">Where the log goes.</param>
    /// <param name="open">Opens the cloud behind it, which the station then owns; null for the one that the options name.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="UserErrorException">A port is in use, or the data folder or the cloud cannot be used.</exception>
    public static async Task<Station> StartAsync(
        GroundStationOptions options,
        TimeProvider time,
        Action<ILoggingBuilder> configureLogging,
        CloudOpener? open = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var loggers = LoggerFactory.Create(configureLogging);
        DataLock? dataLock = null;
        StationCloud? cloud = null;
        Station station;
        try
        {
            dataLock = DataLock.Take(options.DataDirectory);
            cloud = await StationCloud.OpenAsync(open ?? CloudOpeners.Of(options, time), loggers, cancellationToken).ConfigureAwait(false);
            station = new Station(options, time, configureLogging, cloud, dataLock);
        }
        catch
        {
            cloud?.Cloud.Dispose();
            dataLock?.Dispose();
            loggers.Dispose();
            throw;
        }

        try
        {
            await station.ListenAsync(cancellationToken).ConfigureAwait(false);
            return station;
        }
        catch
        {
            await station.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Stops: devices first, so that nothing more comes; then the pipeline, and the next start goes on with what it has not projected;
    /// then the cloud is closed, whatever failed before.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        try
        {
            await _broker.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            try
            {
                await _web.StopAsync(CancellationToken.None).ConfigureAwait(false);
                await _web.DisposeAsync().ConfigureAwait(false);
                await _pipeline.ConfigureAwait(false);
            }
            finally
            {
                await _networks.DisposeAsync().ConfigureAwait(false);
                _cloud.Dispose();
                _dataLock.Dispose();
                _stopping.Dispose();
                _loggers.Dispose();
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await GuardPortAsync(_options.Port, "--port", () => _web.StartAsync(cancellationToken)).ConfigureAwait(false);
        Address = StationWeb.AddressOf(_web, _options);
        await GuardPortAsync(_options.MqttPort, "--mqtt-port", _broker.StartAsync).ConfigureAwait(false);
    }

    private async Task GuardPortAsync(int port, string option, Func<Task> startAsync)
    {
        try
        {
            await startAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (SocketErrorOf(e) is { } error)
        {
            throw new UserErrorException(
                error switch
                {
                    SocketError.AddressAlreadyInUse => $"Port {port} is in use by another program. Choose another with {option}, or 0 for any free one.",
                    SocketError.AccessDenied => $"Port {port} is reserved for the system. Choose one above 1023 with {option}.",
                    SocketError.AddressNotAvailable => $"{_options.Bind} is not an address of this computer. Choose another with --bind.",
                    _ => $"Cannot listen on {_options.Bind} port {port} ({option}): {error}.",
                },
                e);
        }
    }

    private static SocketError? SocketErrorOf(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket) return socket.SocketErrorCode;
            if (e is Microsoft.AspNetCore.Connections.AddressInUseException) return SocketError.AddressAlreadyInUse;
        }

        return null;
    }
}
