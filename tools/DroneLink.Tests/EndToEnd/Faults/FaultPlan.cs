using System.Collections.Concurrent;

namespace DroneLink.Tool.Tests.EndToEnd.Faults;

/// <summary>
/// Decides by a seed which calls fail and how, and counts what it did by place and kind, so that a test can prove that it was tried.
/// Thread safe.
/// </summary>
internal sealed class FaultPlan(int seed, double probability)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);
    private bool _isOver;

    /// <summary>What was done, by place and kind.</summary>
    public ConcurrentDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>From now on everything works.</summary>
    public void Stop()
    {
        lock (_lock)
            _isOver = true;
    }

    /// <summary>
    /// Picks what goes wrong with a call; null when nothing does. Every second call of a place fails until each kind has come about there,
    /// so that none is left to luck; then it is by chance.
    /// </summary>
    public string? Pick(string place, params ReadOnlySpan<string> kinds)
    {
        lock (_lock)
        {
            if (_isOver)
                return null;
            var call = _calls[place] = _calls.GetValueOrDefault(place) + 1;
            string? untried = null;
            foreach (var kind in kinds)
            {
                if (!Done.ContainsKey($"{place}: {kind}"))
                    untried ??= kind;
            }

            if (untried is null ? _random.NextDouble() >= probability : call % 2 == 0)
                return null;
            var picked = untried ?? kinds[_random.Next(kinds.Length)];
            Done.AddOrUpdate($"{place}: {picked}", 1, static (_, count) => count + 1);
            return picked;
        }
    }

    /// <summary>A number from 0 to below the bound.</summary>
    public int Next(int bound)
    {
        lock (_lock)
            return _random.Next(bound);
    }

    /// <summary>The same things in another order.</summary>
    public T[] Shuffle<T>(IEnumerable<T> things)
    {
        T[] shuffled = [.. things];
        lock (_lock)
            _random.Shuffle(shuffled);
        return shuffled;
    }
}
