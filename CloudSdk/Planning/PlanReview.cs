namespace DroneLink.CloudSdk.Planning;

/// <summary>Says what there is to say of a plan, good or bad.</summary>
internal static class PlanReview
{
    // Ours: IMDTabler names no bound. From here down one product at least is so near that a pilot sees it.
    private const int PoorRating = 50;

    /// <param name="request">What was asked.</param>
    /// <param name="frequencies">The plan, MHz, in the order of the drones.</param>
    /// <param name="given">How many of them, from the first on, were given.</param>
    /// <param name="exact">Whether no better plan exists; null when none was searched for.</param>
    public static PlanAnswer Describe(PlanRequest request, IReadOnlyList<int> frequencies, int given, bool? exact)
    {
        int[] plan = [.. frequencies];
        var separation = Separation.Smallest(plan);
        var rating = ImdRating.Rate(plan);
        return new PlanAnswer
        {
            Region = request.Region.Name,
            Channels =
            [
                .. plan.Select((mhz, index) => new PlannedChannel
                {
                    Drone = index + 1,
                    Frequency = mhz,
                    Labels = ChannelTable.LabelsOf(mhz),
                    Fixed = index < given,
                    InRegion = request.Region.Lists(mhz),
                }),
            ],
            Rating = rating,
            Separation = separation is { } pair ? new PlannedSeparation { Mhz = pair.Mhz, Between = [pair.LowMhz, pair.HighMhz] } : null,
            Exact = exact,
            Warnings = [.. Warnings(request, plan, given, separation, rating, exact)],
        };
    }

    private static IEnumerable<PlanWarning> Warnings(
        PlanRequest request, int[] plan, int given, Separation? separation, int rating, bool? exact)
    {
        if (separation is { Mhz: < Separation.RecommendedMhz } pair)
        {
            var wereGiven = plan.AsSpan(0, given).Contains(pair.LowMhz) && plan.AsSpan(0, given).Contains(pair.HighMhz);
            var remedy = wereGiven ? "Move one of them." : "No choice from these bands keeps more everywhere: add bands, or fly fewer drones at once.";
            yield return Warn("separation", pair.Mhz == 0
                ? $"Two transmitters share {pair.LowMhz} MHz: neither gives a picture while both are on. {remedy}"
                : $"{pair.LowMhz} and {pair.HighMhz} MHz are {pair.Mhz} MHz apart, less than {Separation.RecommendedMhz}: "
                    + $"expect each to disturb the other. {remedy}");
        }

        if (rating < PoorRating && ImdRating.Worst(plan) is { } worst)
        {
            yield return Warn(
                "intermodulation",
                $"Rated {rating} of 100: {worst.Twice} and {worst.Once} MHz together make a signal at {worst.Mhz} MHz, "
                + $"{Math.Abs(worst.Mhz - worst.Hits)} MHz from {worst.Hits}.");
        }

        foreach (var mhz in plan.Distinct())
        {
            foreach (var other in request.Avoid.Where(other => Math.Abs(mhz - other) < Separation.RecommendedMhz).Distinct())
            {
                yield return Warn(
                    "avoid",
                    $"{mhz} MHz is {Math.Abs(mhz - other)} MHz from {other}, which is to be avoided: less than {Separation.RecommendedMhz}.");
            }
        }

        foreach (var mhz in plan.Where(mhz => !request.Region.Lists(mhz)).Distinct())
            yield return Warn("region", $"{mhz} MHz is outside region '{request.Region.Name}' ({request.Region.Description}).");
        foreach (var mhz in plan.Where(mhz => ChannelTable.LabelsOf(mhz).Count == 0).Distinct())
        {
            yield return Warn(
                "channel", $"{mhz} MHz is in no channel table: equipment that is set by band and channel cannot be set to it.");
        }

        if (exact is false)
        {
            yield return Warn(
                "search", "There are too many choices to compare them all: this is the best of those that were, and a better one may exist.");
        }
    }

    private static PlanWarning Warn(string code, string text) => new() { Code = code, Text = text };
}
