using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Tests;

public class CampaignRunnerTests
{
    [Fact]
    public void RunsEachCaseOnce_UntilTheAmountIsReached()
    {
        var campaign = new Counting();
        var runner = new CampaignRunner(campaign, 2, 100);
        var parts = new List<double>();
        runner.Run(0, 1000, parts.Add);
        Assert.Null(runner.Failure);
        Assert.InRange(runner.Tally.Sum("steps"), 1000, 1020);
        Assert.Equal(runner.Tally.Sum("steps"), runner.Cases * 10);
        Assert.Equal(1, parts[^1]);
    }

    [Fact]
    public void CaseThatFails_IsNamed_AndEndsTheRun()
    {
        var runner = new CampaignRunner(new Counting { FailsAt = 117 }, 2, 100);
        runner.Run(1000, 0, _ => { });
        Assert.Equal(117, runner.Failure?.Seed);
        Assert.IsType<ViolationException>(runner.Failure!.Exception);
        Assert.InRange(runner.Cases, 17, 25);
    }

    [Fact]
    public void CaseThatHangs_IsAFailure()
    {
        using var release = new ManualResetEventSlim();
        var runner = new CampaignRunner(new Counting { HangsAt = 3, Release = release }, 1, 1);
        runner.Run(10, 0, _ => { });
        Assert.Equal(3, runner.Failure?.Seed);
        Assert.IsType<TimeoutException>(runner.Failure!.Exception);
        release.Set();
    }

    private sealed class Counting : Campaign
    {
        public override string Name => "counting";

        public override string Description => "Counts.";

        public override string Unit => "steps";

        public override long BudgetAmount => 1;

        public override TimeSpan CaseLimit => TimeSpan.FromSeconds(0.5);

        public int FailsAt { get; init; }

        public int HangsAt { get; init; }

        public ManualResetEventSlim? Release { get; init; }

        public override void Run(Case run)
        {
            run.Tally.Count("steps", 10);
            if (run.Seed == HangsAt) Release!.Wait();
            ViolationException.Unless(run.Seed != FailsAt || FailsAt == 0, "as wanted");
        }
    }
}
