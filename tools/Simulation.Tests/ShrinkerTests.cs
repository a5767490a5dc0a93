using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Tests;

public class ShrinkerTests
{
    [Fact]
    public void TwoFaultsThatTakeEachOther_AreFoundAmongMany()
    {
        var failure = CampaignRunner.RunOne(new Pair(), 5, new Tally());
        Assert.NotNull(failure);
        Assert.True(failure.Struck.Count > 20, $"only {failure.Struck.Count} faults");
        Assert.Equal([7, 23], Shrinker.Shrink(failure, 500));
    }

    [Fact]
    public void FaultsThatAreLeftOut_ChangeNoOthers()
    {
        var all = Details(null);
        var some = Details(new HashSet<int> { 2, 9 });
        Assert.Equal([all[2], all[9]], some);
    }

    private static List<int> Details(IReadOnlySet<int>? only)
    {
        var plan = new FaultPlan(3, only);
        var details = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            if (plan.Strikes(0.3, out var chance)) details.Add(chance.Next());
        }

        return details;
    }

    private sealed class Pair : Campaign
    {
        public override string Name => "pair";

        public override string Description => "Fails when faults 7 and 23 both strike.";

        public override string Unit => "faults";

        public override long BudgetAmount => 1;

        public override void Run(Case run)
        {
            for (var i = 0; i < 200; i++)
            {
                if (run.Faults.Strikes(0.3, out _)) run.Tally.Count("faults");
            }

            ViolationException.Unless(!run.Faults.Struck.Contains(7) || !run.Faults.Struck.Contains(23), "both");
        }
    }
}
