using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DroneLink.Simulation.Update;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>
/// Power cuts at every write and every delete of the whole life of an update, and flash that refuses from any of them on.
/// DRONELINK_TEST_SCALE=2 or more takes every way of a cut also for two in a row.
/// </summary>
public sealed class OtaCutTests(ITestOutputHelper output)
{
    private const int Size = 4092 + 700;

    private static readonly int[] BuildsBefore = [5, 6];
    private static readonly ConcurrentDictionary<(int Before, OtaPayloadKind Kind), OtaScenario> Scenarios = new();

    private static readonly bool IsThorough =
        int.TryParse(Environment.GetEnvironmentVariable("DRONELINK_TEST_SCALE"), CultureInfo.InvariantCulture, out var scale) && scale > 1;

    public static TheoryData<int, OtaPayloadKind> Lives()
    {
        var lives = new TheoryData<int, OtaPayloadKind>();
        for (var before = 0; before <= 2; before++)
        {
            foreach (var kind in Enum.GetValues<OtaPayloadKind>()) lives.Add(before, kind);
        }

        return lives;
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public void NoCut_EndsWithOneReport(int before, OtaPayloadKind kind)
    {
        var life = Live(before, kind);
        Assert.Equal(2, life.Reports.Count);
        Assert.True(life.Operations >= 10, $"only {life.Operations} operations");
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public void OneCut_AtEveryOperation_InEveryWay(int before, OtaPayloadKind kind)
    {
        var watch = Stopwatch.StartNew();
        var cuts = 0;
        foreach (var cut in OtaCut.All)
        {
            for (var at = 1; Live(before, kind, (at, cut)).Cuts == 1; at++) cuts++;
        }

        Print(cuts, watch);
        Assert.True(cuts >= 10 * OtaCut.All.Count, $"only {cuts} cuts");
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public void TwoCuts_AtEveryPairOfOperations(int before, OtaPayloadKind kind)
    {
        var ways = IsThorough ? OtaCut.All : OtaCut.Few;
        var watch = Stopwatch.StartNew();
        var cuts = 0;
        foreach (var one in ways)
        {
            for (var at = 1; Live(before, kind, (at, one)).Cuts == 1; at++)
            {
                foreach (var other in ways)
                {
                    for (var after = 1; Live(before, kind, (at, one), (after, other)).Cuts == 2; after++) cuts += 2;
                }
            }
        }

        Print(cuts, watch);
        Assert.True(cuts >= 1000, $"only {cuts} cuts");
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public void RefusedOperations_FromEachOn(int before, OtaPayloadKind kind)
    {
        var operations = Live(before, kind).Operations;
        for (var at = 1; at <= operations; at++)
        {
            foreach (var count in (int[])[1, 2, 4, 5, 6, 11, 30]) Run(before, kind, new OtaTrouble { RefuseFrom = at, RefuseCount = count });
        }
    }

    private static OtaLife Live(int before, OtaPayloadKind kind, params (int After, OtaCut Cut)[] cuts) =>
        Run(before, kind, new OtaTrouble { Cuts = cuts });

    private static OtaLife Run(int before, OtaPayloadKind kind, OtaTrouble trouble)
    {
        var life = new OtaLife(Scenarios.GetOrAdd((before, kind), _ => new OtaScenario(3, BuildsBefore[..before], 7, kind, Size)), trouble);
        life.Run();
        return life;
    }

    private void Print(int cuts, Stopwatch watch) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cuts} cuts in {watch.Elapsed.TotalSeconds:F1} s"));
}
