namespace DroneLink.Simulation.Campaigns;

/// <summary>
/// The faults of one case, numbered in the order in which they come. To shrink a story some of them are left out: the others then keep their
/// numbers and their details, since each draws those from a chance of its own.
/// </summary>
/// <param name="seed">Of the case.</param>
/// <param name="only">The faults that happen, by number; null for all.</param>
internal sealed class FaultPlan(int seed, IReadOnlySet<int>? only = null)
{
    private readonly Random _random = new(seed ^ 0x0FA17);
    private readonly List<int> _struck = [];
    private int _next;

    /// <summary>The faults that happened, by number.</summary>
    public IReadOnlyList<int> Struck => _struck;

    /// <summary>Decides whether there is a fault here.</summary>
    /// <param name="share">How often, 0 to 1.</param>
    /// <param name="chance">Where it strikes, draws its details.</param>
    public bool Strikes(double share, out Random chance)
    {
        chance = Random.Shared;
        if (_random.NextDouble() >= share) return false;
        var number = _next++;
        if (only?.Contains(number) == false) return false;
        _struck.Add(number);
        chance = new Random(unchecked((seed * 397) ^ (number * 0x5BD1E995)));
        return true;
    }
}
