using System.Collections.Concurrent;
using System.Diagnostics;
using DroneLink.Load.Network;

namespace DroneLink.Load.Sessions;

/// <summary>Many sessions with faults, at the same time, and the store held against what the devices recorded at the end.</summary>
/// <param name="bench">Where they run. Borrowed.</param>
/// <param name="jobs">Sessions at the same time.</param>
internal sealed class SessionCampaign(SessionBench bench, int jobs)
{
    private static readonly TimeSpan FaultLasts = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<(SessionCase Case, SessionOutcome Outcome)> _outcomes = [];
    private int _done;

    /// <summary>What went wrong, with the case that it went wrong in; null where that is not known.</summary>
    public ConcurrentQueue<(SessionCase? Case, string What)> Failures { get; } = [];

    /// <summary>Cases that stalled for too long beside others, and were run again alone.</summary>
    public int StalledOnce { get; private set; }

    /// <summary>Bytes of a session without a fault, each way.</summary>
    public string Sizes { get; private set; } = "";

    /// <summary>What came of the cases.</summary>
    public IReadOnlyCollection<(SessionCase Case, SessionOutcome Outcome)> Outcomes => _outcomes;

    /// <summary>Returns every case that there is: each byte of a session without a fault, both ways, and each toxic.</summary>
    public async Task<IReadOnlyList<SessionCase>> EnumerateAsync(CancellationToken cancellationToken)
    {
        var cases = new List<SessionCase>();
        foreach (var isMqtt in (bool[])[true, false])
        {
            var clean = await bench.RunAsync(isMqtt, null, cancellationToken).ConfigureAwait(false);
            Sizes += $"{(isMqtt ? "MQTT" : ", HTTPS")} {clean.UpBytes:N0} bytes up, {clean.DownBytes:N0} down";
            foreach (var (direction, bytes) in ((Direction, long)[])[(Direction.Up, clean.UpBytes), (Direction.Down, clean.DownBytes)])
            {
                for (var at = 0; at < bytes; at++) cases.AddRange(Enum.GetValues<Toxic>().Select(toxic => new SessionCase(isMqtt, direction, at, toxic)));
            }
        }

        return cases;
    }

    /// <summary>Runs cases, then checks the store.</summary>
    /// <param name="cases">Which.</param>
    /// <param name="progress">Is told how many are done.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task RunAsync(IReadOnlyList<SessionCase> cases, Action<int> progress, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(cases, options, async (one, token) =>
        {
            await RunOneAsync(one, token).ConfigureAwait(false);
            progress(Interlocked.Increment(ref _done));
        }).ConfigureAwait(false);
        await CheckStallsAsync(cancellationToken).ConfigureAwait(false);
        await CheckStoreAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a case; null when it failed.</summary>
    private async Task<SessionOutcome?> RunOneAsync(SessionCase one, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await bench.RunAsync(one.IsMqtt, FaultOf(one), cancellationToken).ConfigureAwait(false);
            _outcomes.Enqueue((one, outcome));
            return outcome;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, nobody promised that it would be thrown.
            Failures.Enqueue((one, e is LossException ? e.Message : e.ToString()));
            return null;
        }
    }

    /// <summary>A machine that is busy stalls devices too: whoever stalled for too long runs once more, alone.</summary>
    private async Task CheckStallsAsync(CancellationToken cancellationToken)
    {
        foreach (var (one, _) in _outcomes.Where(pair => pair.Outcome.LongestStallMs > SessionBench.StallLimitMs).ToList())
        {
            StalledOnce++;
            if (await RunOneAsync(one, cancellationToken).ConfigureAwait(false) is { } again && again.LongestStallMs > SessionBench.StallLimitMs)
                Failures.Enqueue((one, $"nothing went forward for {again.LongestStallMs:F0} ms\n{string.Join('\n', again.Story)}"));
        }
    }

    private static Fault FaultOf(SessionCase one) => new(one.Toxic, one.Direction, one.At, FaultLasts);

    private async Task CheckStoreAsync(CancellationToken cancellationToken)
    {
        var stored = await bench.ReadStoreAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (one, outcome) in _outcomes)
        {
            var records = stored.Of(outcome.DeviceId, outcome.BootId);
            if (!records.Keys.SequenceEqual(Enumerable.Range(0, outcome.Texts.Count).Select(sequence => (uint)sequence)))
                Failures.Enqueue((one, $"{outcome.Texts.Count} records were taken; stored are {string.Join(' ', records.Keys)}"));
            foreach (var (sequence, text) in records)
            {
                var taken = sequence < outcome.Texts.Count ? outcome.Texts[(int)sequence] : null;
                if (taken?.Length > 0 && taken != text) Failures.Enqueue((one, $"record {sequence} was '{taken}', and '{text}' is stored"));
            }
        }

        if (bench.Station.DeadLetterCount > 0) Failures.Enqueue((null, $"{bench.Station.DeadLetterCount} frames or records were refused"));
    }
}
