namespace DroneLink.CloudSdk.Planning;

/// <summary>
/// Chooses a frequency for each drone of a fleet. The same question has the same answer on every machine: its work is bounded by
/// counting, not by a clock.
/// </summary>
public static class ChannelPlanner
{
    /// <summary>Drones in a plan at most.</summary>
    public const int MaxDrones = 16;

    /// <summary>
    /// Chooses frequencies. Of all choices it wants, in this order: 35 MHz between any two, or as near to that as can be; the best
    /// <see cref="ImdRating"/>; the greatest separation; the lowest frequencies.
    /// </summary>
    /// <param name="drones">Drones to fly at the same time, those on fixed frequencies included, 1 to <see cref="MaxDrones"/>.</param>
    /// <param name="allowed">What may be chosen, MHz, in any order.</param>
    /// <param name="taken">Frequencies of drones that stay where they are: part of the plan and of its rating.</param>
    /// <param name="avoid">
    /// Where others transmit. They count for the separation and not for the rating: who is on the air there, and when, is not known.
    /// </param>
    /// <returns>Null when there are not enough frequencies.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of drones is out of range, or less than the fixed frequencies.</exception>
    public static ChannelPlan? Propose(int drones, IEnumerable<int> allowed, IReadOnlyList<int> taken, IReadOnlyList<int> avoid)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(taken);
        ArgumentNullException.ThrowIfNull(avoid);
        if (drones is < 1 or > MaxDrones || drones < taken.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(drones), drones, $"A plan is for 1 to {MaxDrones} drones, and for those on fixed frequencies at least.");
        }

        var free = drones - taken.Count;
        if (free == 0)
            return new ChannelPlan([.. taken], IsExact: true);

        int[] occupied = [.. taken, .. avoid];
        int[] candidates = [.. allowed.Distinct().Order()];
        var reachable = Separation.RecommendedMhz;
        while (reachable > 0 && MostAt(reachable, candidates, occupied) < free)
            reachable--;
        if (reachable == 0)
            return null;

        int[] kept = [.. candidates.Where(mhz => Clearance(mhz, occupied) >= reachable)];
        var search = new PlanSearch([.. taken], kept, [.. kept.Select(mhz => Clearance(mhz, occupied))], free, reachable);
        var (chosen, isExact) = search.Run();
        return new ChannelPlan([.. taken, .. chosen], isExact);
    }

    /// <summary>How many frequencies can be chosen at all.</summary>
    public static int Choices(IEnumerable<int> allowed, IReadOnlyList<int> taken, IReadOnlyList<int> avoid) =>
        allowed.Distinct().Count(mhz => !taken.Contains(mhz) && !avoid.Contains(mhz));

    // On a line, taking the lowest that fits, again and again, takes as many as can be.
    private static int MostAt(int separation, int[] ascending, int[] occupied)
    {
        var count = 0;
        var last = int.MinValue / 2;
        foreach (var mhz in ascending)
        {
            if (mhz - last >= separation && Clearance(mhz, occupied) >= separation)
            {
                count++;
                last = mhz;
            }
        }

        return count;
    }

    private static int Clearance(int mhz, int[] occupied)
    {
        var nearest = int.MaxValue;
        foreach (var other in occupied)
            nearest = Math.Min(nearest, Math.Abs(mhz - other));
        return nearest;
    }
}
