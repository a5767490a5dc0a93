using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Query;
using DroneLink.Tool.GroundStation.Networks.Mavlink;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// The networks that a ground station passes newly stored records to. Each runs on its own: one that is down or slow holds up neither the
/// station nor the others. Thread safe.
/// </summary>
public sealed class StationNetworks : IAsyncDisposable
{
    private static readonly TimeSpan DrainLook = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly INetworkSink[] _sinks;
    private readonly Task[] _running;

    private StationNetworks(INetworkSink[] sinks, ILogger logger, TimeProvider time)
    {
        _time = time;
        _sinks = sinks;
        _running = [.. sinks.Select(sink => Task.Run(() => RunAsync(sink, logger, _stopping.Token)))];
    }

    /// <summary>How far each is.</summary>
    public IReadOnlyList<NetworkStatus> Status => [.. _sinks.Select(sink => sink.Status)];

    /// <summary>Starts them.</summary>
    /// <param name="options">Which there are.</param>
    /// <param name="devices">The devices that may speak.</param>
    /// <param name="dataDirectory">Where the drones' MAVLink system ids are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where the log goes.</param>
    /// <exception cref="UserErrorException">What is kept cannot be used.</exception>
    public static StationNetworks Start(
        IReadOnlyList<NetworkSinkOptions> options, IDeviceDirectory devices, string dataDirectory, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        var bookLog = new NetworkLog("registry", logger, time);
        var book = new DeviceBook(devices, time, e => bookLog.Note("failed", $"cannot be asked: {e.GetType().Name}: {e.Message}"));
        var ids = new Lazy<SystemIds>(() => SystemIds.Open(dataDirectory));
        return new StationNetworks([.. options.Select(one => Create(one, book, ids, new NetworkLog(one.Name, logger, time), time))], logger, time);
    }

    /// <summary>Takes a record that was newly stored; never waits.</summary>
    public void Offer(ProjectedRecord record)
    {
        foreach (var sink in _sinks) sink.Offer(record);
    }

    /// <summary>Waits until nothing waits for a network any more, but for those that fail.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (Status.Any(network => network is { Waiting: > 0, Failures: 0 })) await Task.Delay(DrainLook, _time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops them. What still waits is given up; it is in the station's history.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        foreach (var sink in _sinks) await sink.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static INetworkSink Create(
        NetworkSinkOptions options, DeviceBook devices, Lazy<SystemIds> ids, NetworkLog log, TimeProvider time) => options switch
        {
            MavlinkOptions mavlink => new MavlinkSink(mavlink, devices, ids.Value, log, time),
            WebhookOptions webhook => new QueuedSink(webhook, new WebhookDelivery(webhook, time), log, time, Random.Shared.NextDouble),
            MqttBridgeOptions bridge => new QueuedSink(bridge, new MqttBridgeDelivery(bridge, devices, time), log, time, Random.Shared.NextDouble),
            _ => throw new ArgumentException($"There is no network of {options.GetType().Name}.", nameof(options)),
        };

    private static async Task RunAsync(INetworkSink sink, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await sink.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end that was waited for.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Not expected of any; the station goes on without it.
            StationLog.NetworkStopped(logger, sink.Status.Name, e.GetType().Name, e.Message);
        }
    }
}
