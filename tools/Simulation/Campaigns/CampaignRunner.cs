using System.Collections.Concurrent;
using System.Diagnostics;

namespace DroneLink.Simulation.Campaigns;

/// <summary>Runs cases of a campaign on some threads until enough was tried or one failed.</summary>
/// <param name="campaign">Which.</param>
/// <param name="jobs">Threads.</param>
/// <param name="firstSeed">Number of the first case; the others follow it.</param>
internal sealed class CampaignRunner(Campaign campaign, int jobs, int firstSeed)
{
    private readonly ConcurrentDictionary<int, (int Seed, long Started)> _running = [];
    private readonly Lock _lock = new();
    private readonly Tally _tally = new();
    private int _nextCase;
    private volatile bool _isStopped;

    /// <summary>The first case that failed; null when none did.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Cases that were run to their end.</summary>
    public int Cases { get; private set; }

    /// <summary>What was tried so far.</summary>
    public Tally Tally
    {
        get
        {
            var copy = new Tally();
            lock (_lock) copy.Add(_tally);
            return copy;
        }
    }

    /// <summary>Runs cases.</summary>
    /// <param name="cases">How many at the most; 0 for as many as the amount takes.</param>
    /// <param name="amount">Of the campaign's unit; 0 for as many as the cases come to.</param>
    /// <param name="progress">Is told now and then what part is done, 0 to 1.</param>
    /// <exception cref="TimeoutException">A case hangs. Its thread goes on, so the process has to end.</exception>
    public void Run(int cases, long amount, Action<double> progress)
    {
        var threads = Enumerable.Range(0, jobs).Select(job => new Thread(() => Work(job, cases, amount)) { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        foreach (var thread in threads)
        {
            while (!thread.Join(200))
            {
                progress(Part(cases, amount));
                if (_running.Values.FirstOrDefault(run => Stopwatch.GetElapsedTime(run.Started) > campaign.CaseLimit) is { Started: > 0 } hanging)
                {
                    Failure = new Failure(campaign, hanging.Seed, [], new TimeoutException($"took longer than {campaign.CaseLimit.TotalSeconds} s: it hangs"));
                    return;
                }
            }
        }

        progress(Part(cases, amount));
    }

    /// <summary>Runs one case.</summary>
    /// <returns>What was wrong; null when nothing was.</returns>
    public static Failure? RunOne(Campaign campaign, int seed, Tally tally, Action<string>? story = null, IReadOnlySet<int>? only = null)
    {
        var run = new Case(seed, tally, story, only);
        try
        {
            campaign.Run(run);
            return null;
        }
        catch (Exception e)
        {
            // Whatever it is, nobody promised that it would be thrown.
            return new Failure(campaign, seed, run.Faults.Struck, e);
        }
    }

    private void Work(int job, int cases, long amount)
    {
        while (!_isStopped)
        {
            var number = Interlocked.Increment(ref _nextCase) - 1;
            if (cases > 0 && number >= cases) return;
            var seed = unchecked(firstSeed + number);
            _running[job] = (seed, Stopwatch.GetTimestamp());
            var tally = new Tally();
            var failure = RunOne(campaign, seed, tally);
            _running.TryRemove(job, out _);
            lock (_lock)
            {
                _tally.Add(tally);
                Cases++;
                Failure ??= failure;
                _isStopped |= failure is not null || (amount > 0 && _tally.Sum(campaign.Unit) >= amount);
            }
        }
    }

    private double Part(int cases, long amount)
    {
        lock (_lock)
        {
            var ofCases = cases > 0 ? (double)Cases / cases : 0;
            return Math.Min(1, Math.Max(ofCases, amount > 0 ? _tally.Sum(campaign.Unit) / amount : 0));
        }
    }
}
