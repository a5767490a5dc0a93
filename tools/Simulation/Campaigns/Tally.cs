using System.Globalization;

namespace DroneLink.Simulation.Campaigns;

/// <summary>What was tried and what came of it, by name. One to a thread; they are added up at the end.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, double> _sums = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> _highest = new(StringComparer.Ordinal);

    /// <summary>Adds to a count.</summary>
    public void Count(string name, double amount = 1) => _sums[name] = Sum(name) + amount;

    /// <summary>Notes a value of which the highest is of interest.</summary>
    public void Highest(string name, double value) =>
        _highest[name] = _highest.TryGetValue(name, out var highest) ? Math.Max(highest, value) : value;

    /// <summary>Returns a count; 0 for one that nobody added to.</summary>
    public double Sum(string name) => _sums.GetValueOrDefault(name);

    /// <summary>Adds another one.</summary>
    public void Add(Tally other)
    {
        foreach (var (name, amount) in other._sums) Count(name, amount);
        foreach (var (name, value) in other._highest) Highest(name, value);
    }

    /// <summary>Returns its lines: what was counted, and the highest values.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. _sums.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value,16:#,0.###}  {pair.Key}")),
        .. _highest.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value,16:#,0.###}  {pair.Key}, at the most")),
    ];
}
