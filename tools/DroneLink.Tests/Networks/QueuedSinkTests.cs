using System.Collections.Concurrent;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation.Networks;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.Tool.Tests.Networks;

public sealed class QueuedSinkTests : IAsyncDisposable
{
    private readonly WatchedTime _time = new();
    private readonly RecordingLogger _log = new();
    private readonly Delivery _delivery;
    private readonly QueuedSink _sink;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    public QueuedSinkTests()
    {
        _delivery = new Delivery(_time);
        var options = new WebhookOptions { Name = "hook", Rate = 5, Backlog = 20, Target = new Uri("http://localhost/") };
        _sink = new QueuedSink(options, _delivery, new NetworkLog("hook", _log, _time), _time, () => 0.5);
        _running = Task.Run(() => _sink.RunAsync(_end.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        await _sink.DisposeAsync();
        _end.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Failures_AreTriedAgain_LaterEachTime_AndToldOnce()
    {
        _delivery.Answers = new([
            batch => throw new HttpRequestException("refused"), batch => new DeliveryResult(batch, Reason: "answered 500"),
            batch => throw new OperationCanceledException()]);
        var record = Offer(4);

        await UntilAsync(() => _sink.Status.Sent == 1);

        Assert.Equal(4, _delivery.Calls.Count);
        Assert.All(_delivery.Calls, call => Assert.Equal(record, Assert.Single(call.Batch)));

        // Half of 1, 2 and 4 s; the clock moves on by 50 ms at each look.
        var waits = _delivery.Calls.Zip(_delivery.Calls.Skip(1), (call, next) => next.At - call.At).ToList();
        Assert.True(waits[0] >= TimeSpan.FromSeconds(0.5) && waits[1] >= TimeSpan.FromSeconds(1) && waits[2] >= TimeSpan.FromSeconds(2), string.Join(' ', waits));
        Assert.Equal(["Warning network hook failed attempt=1 waiting=1 HttpRequestException: refused ", "Warning network hook works again after 3 failed attempts "], _log.Lines);
        Assert.Equal((0, 0), (_sink.Status.Waiting, _sink.Status.Failures));
    }

    [Fact]
    public async Task RetryAfter_IsHonoured_UpToAnHour()
    {
        _delivery.Answers = new([
            batch => new DeliveryResult(batch, Reason: "answered 429", RetryAfter: TimeSpan.FromSeconds(30)),
            batch => new DeliveryResult(batch, Reason: "answered 503", RetryAfter: TimeSpan.FromDays(1))]);
        Offer(4);

        await UntilAsync(() => _delivery.Calls.Count == 2, TimeSpan.FromSeconds(1));
        await UntilAsync(() => _sink.Status.Sent == 1, TimeSpan.FromMinutes(1));

        var calls = _delivery.Calls.ToList();
        Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromSeconds(30));
        Assert.InRange(calls[2].At - calls[1].At, TimeSpan.FromHours(1), TimeSpan.FromHours(12));
    }

    [Fact]
    public async Task Refused_IsCountedAndNotTriedAgain()
    {
        _delivery.Answers = new([batch => new DeliveryResult([], batch.Count, "answered 401")]);
        Offer(4);
        await UntilAsync(() => _sink.Status.Refused == 1);
        Offer(5);
        await UntilAsync(() => _sink.Status.Sent == 1);

        Assert.Equal(2, _delivery.Calls.Count);
        Assert.Contains(_log.Lines, line => line.Contains("network hook refused 1 records for ever: answered 401", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OverTheRate_TheNewestStateWins_AndEventsWait()
    {
        using var held = new SemaphoreSlim(0);
        _delivery.Hold = held;
        Offer(4);
        await UntilAsync(() => _delivery.Calls.Count == 1);
        for (var i = 0; i < 8; i++) _sink.Offer(NetworkRecords.Stored(NetworkRecords.Of("kite", i, RecordKind.Position, (0, i))));
        for (var i = 0; i < 8; i++) Offer(i);

        held.Release(100);
        await UntilAsync(() => _sink.Status.Sent == 10);

        var delivered = _delivery.Calls.SelectMany(call => call.Batch).ToList();
        Assert.Equal(9, delivered.Count(record => record.Record.Kind == RecordKind.Event));
        Assert.Equal(7, Assert.Single(delivered, record => record.Record.Kind == RecordKind.Position).Record.TimeMs);
        Assert.All(_delivery.Calls, call => Assert.InRange(call.Batch.Count, 1, 5));
        Assert.Equal((7L, 0L), (_sink.Status.Thinned, _sink.Status.Dropped));
    }

    [Fact]
    public async Task FullBacklog_LosesTheOldest_CountedAndToldOnce()
    {
        using var held = new SemaphoreSlim(0);
        _delivery.Hold = held;
        Offer(4);
        await UntilAsync(() => _delivery.Calls.Count == 1);
        var offered = Enumerable.Range(0, 50).Select(Offer).ToList();

        Assert.Equal((21, 30L), (_sink.Status.Waiting, _sink.Status.Dropped));
        held.Release(100);
        await UntilAsync(() => _sink.Status.Sent == 21);

        Assert.Equal(offered[30..], _delivery.Calls.Skip(1).SelectMany(call => call.Batch));
        Assert.Single(_log.Lines, line => line.Contains("network hook is behind: 1 records given up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsUnderWay_IsNeverMissingFromWhatWaits()
    {
        for (var i = 0; i < 5; i++) Offer(i);
        await UntilAsync(() => _sink.Status.Sent == 5);
        var (expected, least) = (5, long.MaxValue);
        _time.Looked = () => least = Math.Min(least, _sink.Status is var status ? status.Sent + status.Waiting - expected : 0);

        Offer(5);
        expected = 6;
        await UntilAsync(() => _sink.Status.Sent == 6);

        Assert.Equal(0, least);
    }

    private ProjectedRecord Offer(int code)
    {
        var record = NetworkRecords.Stored(NetworkRecords.Event("kite", 0, code, severity: 3));
        _sink.Offer(record);
        return record;
    }

    private Task UntilAsync(Func<bool> condition, TimeSpan? step = null) => Eventually.IsTrueAsync(
        () =>
        {
            if (condition()) return true;
            _time.Advance(step ?? TimeSpan.FromMilliseconds(50));
            return false;
        },
        "the network is as far as it should be");

    /// <summary>Calls whoever wants to see how things are when somebody looks at it.</summary>
    private sealed class WatchedTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50))
    {
        public Action? Looked { get; set; }

        public override long GetTimestamp()
        {
            Looked?.Invoke();
            return base.GetTimestamp();
        }
    }

    private sealed class Delivery(TimeProvider time) : INetworkDelivery
    {
        public ConcurrentQueue<(DateTimeOffset At, IReadOnlyList<ProjectedRecord> Batch)> Calls { get; } = new();

        public Queue<Func<IReadOnlyList<ProjectedRecord>, DeliveryResult>> Answers { get; set; } = new();

        public SemaphoreSlim? Hold { get; set; }

        public int MaxBatch => 100;

        public TimeSpan Interval => TimeSpan.Zero;

        public async Task<DeliveryResult> DeliverAsync(IReadOnlyList<ProjectedRecord> batch, CancellationToken cancellationToken)
        {
            Calls.Enqueue((time.GetUtcNow(), batch));
            if (Hold is not null) await Hold.WaitAsync(cancellationToken);
            return Answers.TryDequeue(out var answer) ? answer(batch) : DeliveryResult.Done;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
