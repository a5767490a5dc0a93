using DroneLink.Simulation.Commands;

namespace DroneLink.Simulation.Tests.Commands;

public class CommandTreeTests
{
    [Theory]
    [InlineData("ring --seeds -5", "--seeds: expected a whole number from 1 to 2147483647, not '-5'.")]
    [InlineData("ring --seeds 0", "--seeds: expected a whole number from 1 to 2147483647, not '0'.")]
    [InlineData("--amount many", "--amount: expected a whole number from 1 to 9223372036854775807, not 'many'.")]
    [InlineData("update --jobs 0", "--jobs: expected a whole number from 1 to 2147483647, not '0'.")]
    [InlineData("budget --jobs x", "--jobs: expected a whole number from 1 to 2147483647, not 'x'.")]
    [InlineData("fleet --hours 8761", "--hours: expected a whole number from 1 to 8760, not '8761'.")]
    [InlineData("fleet --seed 4 --only 3,x", "--only: expected numbers of faults with commas between them, as in 3,17, not '3,x'.")]
    [InlineData("fleet --only 3", "--only: goes with --seed, which says the case that the faults are of.")]
    [InlineData("--seed 4 --seeds 3", "--seed: runs one case, and goes with none of --seeds, --amount and --from.")]
    public void WhatIsWrong_IsSaid(string line, string error)
    {
        Assert.Equal([error], CommandTree.Create().Parse(line).Errors.Select(one => one.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--seeds 100 --hours 24 --jobs 2")]
    [InlineData("ring --amount 3000000000 --from -7")]
    [InlineData("fleet --seed 18 --only 32,42,52")]
    [InlineData("storm --large --seed -3")]
    [InlineData("hostile --door frame --amount 10")]
    [InlineData("planted --only ring --only uplink --from 3")]
    public void WhatTheReadmesSay_IsUnderstood(string line)
    {
        Assert.Empty(CommandTree.Create().Parse(line).Errors);
    }
}
