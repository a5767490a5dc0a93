namespace DroneLink.Simulation.Campaigns;

/// <summary>Finds a short story of a failure: leaves out faults as long as what remains still fails (delta debugging, Zeller and Hildebrandt 2002).</summary>
internal static class Shrinker
{
    /// <summary>Returns the faults without any of which the case does not fail any more.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="tries">Cases to run at the most.</param>
    public static IReadOnlyList<int> Shrink(Failure failure, int tries)
    {
        List<int> kept = [.. failure.Struck];
        var parts = 2;
        while (kept.Count > 1 && tries > 0)
        {
            var size = Math.Max(1, kept.Count / parts);
            var isShorter = false;
            for (var from = 0; from < kept.Count && tries > 0; from += size)
            {
                List<int> rest = [.. kept.Take(from), .. kept.Skip(from + size)];
                tries--;
                if (!StillFails(failure, rest)) continue;
                kept = rest;
                parts = Math.Max(2, parts - 1);
                isShorter = true;
                break;
            }

            if (isShorter) continue;
            if (size == 1) break;
            parts = Math.Min(kept.Count, parts * 2);
        }

        return kept;
    }

    private static bool StillFails(Failure failure, IEnumerable<int> only)
    {
        var other = CampaignRunner.RunOne(failure.Campaign, failure.Seed, new Tally(), null, only.ToHashSet());
        return other is not null && other.Exception.GetType() == failure.Exception.GetType();
    }
}
