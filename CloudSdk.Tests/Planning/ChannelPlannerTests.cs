using CsCheck;
using DroneLink.CloudSdk.Planning;

namespace DroneLink.CloudSdk.Tests.Planning;

public sealed class ChannelPlannerTests
{
    private static readonly int[] Raceband = [5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917];

    [Fact]
    public void Propose_AnySmallQuestion_IsTheBestOfAllChoices()
    {
        // Fine and coarse steps, since coarse ones give many choices that are equally good; and near 6099, where products end to count.
        var question = Gen.Select(Gen.OneOf(Gen.Const(5700), Gen.Const(5990)), Gen.OneOf(Gen.Const(1), Gen.Const(4), Gen.Const(35), Gen.Const(40))).SelectMany((low, step) =>
        {
            var choice = Gen.Int[0, 240 / step].Select(n => low + (n * step));
            return Gen.Select(Gen.Int[1, 4], choice.Array[1, 12], choice.Array[0, 2], choice.Array[0, 2]);
        });
        question.Sample((free, allowed, taken, avoid) =>
        {
            var best = BestOfAll(free, allowed, taken, avoid);
            var plan = ChannelPlanner.Propose(free + taken.Length, allowed, taken, avoid);

            Assert.Equal(best is null, plan is null);
            if (best is null)
                return;
            Assert.True(plan!.IsExact);
            Assert.Equal([.. taken, .. best], plan.Frequencies);
        });
    }

    [Fact]
    public void Propose_OfSeveralEquallyGood_IsTheLowest()
    {
        int[] allowed = [.. ChannelTable.FindBand("A")!.Frequencies, .. ChannelTable.FindBand("F")!.Frequencies];
        int[] expected = [5725, 5760, 5805, 5840, 5880];
        Assert.Equal(expected, BestOfAll(5, allowed, [], []));

        Assert.Equal(expected, ChannelPlanner.Propose(5, allowed, [], [])!.Frequencies);
    }

    [Fact]
    public void Propose_ForFour_KeepsTheSeparationAndRatesBest()
    {
        var plan = ChannelPlanner.Propose(4, Raceband, [], [])!;

        Assert.Equal((100, true), (ImdRating.Rate([.. plan.Frequencies]), plan.IsExact));
        Assert.True(Separation.Smallest([.. plan.Frequencies])!.Value.Mhz >= 35);
    }

    [Fact]
    public void Propose_AroundFixedOnes_LeavesThemFirstAndAsTheyAre()
    {
        var plan = ChannelPlanner.Propose(4, Raceband, [5880, 5806], [])!;

        Assert.Equal([5880, 5806], plan.Frequencies.Take(2));
        Assert.Equal(4, plan.Frequencies.Distinct().Count());
        Assert.Equal(plan.Frequencies.Skip(2).Order(), plan.Frequencies.Skip(2));
    }

    [Fact]
    public void Propose_WhenAllAreFixed_IsThem() => Assert.Equal([5800, 5801], ChannelPlanner.Propose(2, [], [5800, 5801], [])!.Frequencies);

    [Fact]
    public void Propose_BesideSomebodyElse_KeepsAway()
    {
        var plan = ChannelPlanner.Propose(2, Raceband, [], [5732, 5769, 5806])!;

        Assert.All(plan.Frequencies, mhz => Assert.True(new[] { 5732, 5769, 5806 }.All(other => Math.Abs(mhz - other) >= 35)));
    }

    [Fact]
    public void Propose_WhereSeparationCannotBeKept_ComesAsNearAsCanBe()
    {
        int[] allowed = [5725, 5740, 5745, 5765, 5771, 5790, 5800, 5805];
        var plan = ChannelPlanner.Propose(4, allowed, [], [])!;

        Assert.Equal(BestOfAll(4, allowed, [], []), plan.Frequencies);
        Assert.Equal(20, Separation.Smallest([.. plan.Frequencies])!.Value.Mhz);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(16)]
    public void Propose_ForMoreThanThereAre_IsNothing(int drones) => Assert.Null(ChannelPlanner.Propose(drones, Raceband, [], []));

    [Fact]
    public void Propose_NeverChoosesWhatIsTakenOrAvoided()
    {
        Assert.Null(ChannelPlanner.Propose(2, [5800], [5800], []));
        Assert.Null(ChannelPlanner.Propose(1, [5800], [], [5800]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Propose_ForABadNumber_IsAMistake(int drones) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ChannelPlanner.Propose(drones, Raceband, [], []));

    [Fact]
    public void Propose_ForAnyNumberFromAllTables_EndsWithASoundPlan()
    {
        int[] all = [.. ChannelTable.Bands.SelectMany(band => band.Frequencies)];
        for (var drones = 1; drones <= ChannelPlanner.MaxDrones; drones++)
        {
            var plan = ChannelPlanner.Propose(drones, all, [], [])!;

            Assert.Equal(drones, plan.Frequencies.Distinct().Count());
            Assert.All(plan.Frequencies, mhz => Assert.Contains(mhz, all));
            Assert.Equal(plan.Frequencies, ChannelPlanner.Propose(drones, all.Reverse(), [], [])!.Frequencies);
            if (drones > 1)
                Assert.True(Separation.Smallest([.. plan.Frequencies])!.Value.Mhz >= (drones <= 15 ? 35 : 1), $"{drones}: {string.Join(' ', plan.Frequencies)}");
        }
    }

    [Fact]
    public void Propose_ForAnyNumberWithinIsm_IsExact()
    {
        int[] ism = [.. ChannelTable.Bands.SelectMany(band => band.Frequencies).Where(RegionProfile.Ism.Lists)];

        for (var drones = 1; drones <= ChannelPlanner.MaxDrones; drones++)
            Assert.True(ChannelPlanner.Propose(drones, ism, [], [])!.IsExact, $"{drones}");
    }

    private static int[]? BestOfAll(int free, int[] allowed, int[] taken, int[] avoid)
    {
        int[] candidates = [.. allowed.Distinct().Where(mhz => !taken.Contains(mhz) && !avoid.Contains(mhz)).Order()];
        return Choices(candidates, free)
            .OrderByDescending(chosen => Math.Min(Distance(chosen, taken, avoid), 35))
            .ThenByDescending(chosen => ImdRating.Rate([.. taken, .. chosen]))
            .ThenByDescending(chosen => Distance(chosen, taken, avoid))
            .ThenBy(chosen => string.Join(' ', chosen), StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static int Distance(int[] chosen, int[] taken, int[] avoid)
    {
        var all = chosen.SelectMany((mhz, i) => chosen.Skip(i + 1).Concat(taken).Concat(avoid).Select(other => Math.Abs(mhz - other)));
        return all.DefaultIfEmpty(int.MaxValue).Min();
    }

    private static IEnumerable<int[]> Choices(int[] from, int count)
    {
        if (count == 0)
            return [[]];
        return from.SelectMany((first, i) => Choices(from[(i + 1)..], count - 1).Select(rest => (int[])[first, .. rest]));
    }
}
