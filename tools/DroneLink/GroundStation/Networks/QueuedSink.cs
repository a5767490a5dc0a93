using System.Threading.Channels;
using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// A network that acknowledges: what it does not take is tried again, with full jitter, until it does or refuses it for ever. Meanwhile
/// records wait in a bounded backlog. Owns the delivery.
/// </summary>
public sealed class QueuedSink : INetworkSink
{
    /// <summary>Bound of the wait after the first failure.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>Bound of the wait after many.</summary>
    public static readonly TimeSpan MostWait = TimeSpan.FromMinutes(1);

    /// <summary>How long another side may ask to be left alone.</summary>
    public static readonly TimeSpan MostRetryAfter = TimeSpan.FromHours(1);

    private readonly NetworkSinkOptions _options;
    private readonly INetworkDelivery _delivery;
    private readonly RecordBacklog _backlog;
    private readonly RateLimit _rate;
    private readonly NetworkLog _log;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _offered;
    private long _sent;
    private long _refused;
    private int _failures;

    /// <summary>Makes one that carries nothing until it is run.</summary>
    /// <param name="options">How it is run.</param>
    /// <param name="delivery">Carries the records. Owned.</param>
    /// <param name="log">Its log lines.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">From 0 to below 1.</param>
    public QueuedSink(NetworkSinkOptions options, INetworkDelivery delivery, NetworkLog log, TimeProvider time, Func<double> random)
    {
        _options = options;
        _delivery = delivery;
        _backlog = new RecordBacklog(options.Backlog);
        _rate = new RateLimit(options.Rate, time);
        _log = log;
        _time = time;
        _random = random;
    }

    /// <inheritdoc/>
    public NetworkStatus Status
    {
        get
        {
            // What is done with is read first, so that no record is missing from those that wait.
            var (sent, refused) = (Interlocked.Read(ref _sent), Interlocked.Read(ref _refused));
            var (thinned, dropped) = (_backlog.Thinned, _backlog.Dropped);
            var waiting = Interlocked.Read(ref _offered) - sent - refused - thinned - dropped;
            return new NetworkStatus(
                _options.Name, _options.Describe(), sent, (int)waiting, thinned, dropped, refused, Volatile.Read(ref _failures));
        }
    }

    /// <inheritdoc/>
    public void Offer(ProjectedRecord record)
    {
        if (!_options.Filter.Passes(record.Record)) return;
        Interlocked.Increment(ref _offered);
        _backlog.Add(record);
        _log.Dropped(_backlog.Dropped);
        _wake.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_backlog.Count == 0) await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            while (_rate.Wait() is { } wait && wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);

            var batch = _backlog.Take(_rate.Free, _delivery.MaxBatch);
            _rate.TryTake(batch.Count);
            var began = _time.GetTimestamp();
            await DeliverAsync(batch, cancellationToken).ConfigureAwait(false);
            if (_delivery.Interval - _time.GetElapsedTime(began) is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _delivery.DisposeAsync();

    private async Task DeliverAsync(IReadOnlyList<ProjectedRecord> batch, CancellationToken cancellationToken)
    {
        while (batch.Count > 0)
        {
            var result = await TryDeliverAsync(batch, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _sent, batch.Count - result.Left.Count - result.Refused);
            if (result.Refused > 0) _log.Refused(Interlocked.Add(ref _refused, result.Refused), result.Reason ?? "no reason given");
            batch = result.Left;
            if (batch.Count == 0) break;

            var failures = Interlocked.Increment(ref _failures);
            _log.Failed(failures, _backlog.Count + batch.Count, result.Reason ?? "no reason given");
            await Task.Delay(WaitAfter(failures, result.RetryAfter), _time, cancellationToken).ConfigureAwait(false);
        }

        if (Interlocked.Exchange(ref _failures, 0) is var failed and > 0) _log.Recovered(failed);
    }

    // Whatever a delivery meets, the station goes on.
    private async Task<DeliveryResult> TryDeliverAsync(IReadOnlyList<ProjectedRecord> batch, CancellationToken cancellationToken)
    {
        try
        {
            return await _delivery.DeliverAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return new DeliveryResult(batch, Reason: "no answer in time");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new DeliveryResult(batch, Reason: $"{e.GetType().Name}: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private TimeSpan WaitAfter(int failures, TimeSpan? retryAfter)
    {
        var wait = FullJitter.Wait(FirstWait, MostWait, failures, _random());
        if (retryAfter is not { } asked || asked <= wait) return wait;
        return asked < MostRetryAfter ? asked : MostRetryAfter;
    }
}
