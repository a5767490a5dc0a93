using DroneLink.Firmware.Commands;
using DroneLink.Host.Tests.Updates;
using Xunit;

namespace DroneLink.Host.Tests.Commands;

/// <summary>Whatever write the power is cut in: what was asked happens once at the most, and what became of it is told.</summary>
public class PowerCutTests
{
    private const string Drone = """
        "autopilot":{},"transmitter":{"control":"tramp","powerMw":200,"frequencyMHz":5800,"ground":"full","deadManMs":0}
        """;

    /// <summary>A key handed over is what is counted: it goes into no settings, and once is once.</summary>
    [Fact]
    public void Command_RunsOnceAtTheMost_AndIsAnswered()
    {
        OverEveryCut(
            bench => bench.Send("a", "rotateBeaconKey", $$"""{"key":"{{new string('a', 64)}}"}""", 600),
            (cut, bench, keys) =>
            {
                var result = bench.Cloud.ResultOf("a");
                Assert.True(result is "done" or "failed interrupted by a restart", $"cut {cut}: {result}");
                Assert.InRange(keys, result == "done" ? 1 : 0, 1);
            });
    }

    [Fact]
    public void Reboot_RestartsOnceAtTheMost_BesideTheCut_AndIsDone()
    {
        OverEveryCut(
            bench => bench.Send("a", "reboot", null, 600),
            (cut, bench, _) =>
            {
                Assert.Equal("done", bench.Cloud.ResultOf("a"));
                Assert.True(bench.Twin.Boots <= 2u + (uint)bench.Twin.Lines.Count(line => line == "power cut"), $"cut {cut}: {bench.Twin.Boots} boots");
            });
    }

    [Fact]
    public void Settings_AreTheOldOnesOrTheNewOnes_AndTheOutcomeIsTold()
    {
        OverEveryCut(
            bench => bench.Send("a", "applyConfiguration", """{"transmitter.powerMw":400}""", 600),
            (cut, bench, _) =>
            {
                var result = bench.Cloud.ResultOf("a");
                bench.Twin.Run(30);
                var radiated = bench.Twin.World.RadiatedMilliwatt;
                Assert.True(result is "done" ? radiated == 400 : result == "failed interrupted by a restart" && radiated is 200 or 400, $"cut {cut}: {result}, {radiated} mW");
            });
    }

    /// <summary>The cloud sends what is open again in every session; an answer is lost, and another.</summary>
    [Fact]
    public void LostResults_AreSentAgain_AndNothingRunsTwice()
    {
        using var bench = new CommandBench(Drone).Ready();
        var keys = 0;
        bench.Twin.Device.Commands.BeaconKeyTaker = _ => ++keys > 0;
        bench.Cloud.Loses = 3;
        for (var round = 0; round < 4; round++)
        {
            bench.Send("a", "rotateBeaconKey", $$"""{"key":"{{new string('a', 64)}}"}""", 600);
            bench.Twin.Run(2);
            bench.Twin.Board.Cut();
            bench.Twin.Run(10);
        }

        Assert.Equal(3, bench.Cloud.Lost);
        Assert.Equal("done", bench.Cloud.ResultOf("a"));
        Assert.Equal(1, keys);
    }

    /// <summary>Sent while the drone is out of reach.</summary>
    [Fact]
    public void CommandToADeviceOutOfReach_ArrivesWhenItIsBack_Once_AndAnExpiredOneNever()
    {
        using var bench = new CommandBench(Drone).Ready();
        var keys = 0;
        bench.Twin.Device.Commands.BeaconKeyTaker = _ => ++keys > 0;
        bench.Twin.Board.IsInReach = false;
        bench.Twin.Board.Cut();
        bench.Send("long", "rotateBeaconKey", $$"""{"key":"{{new string('a', 64)}}"}""", 600);
        bench.Send("short", "setPower", """{"powerMw":600}""", 20);
        bench.Twin.Run(60);
        Assert.Empty(bench.Cloud.Results);
        bench.Twin.Board.IsInReach = true;
        Assert.True(bench.Twin.RunUntil(() => bench.Cloud.Results.Distinct().Count() == 2, 30), string.Join('\n', bench.Twin.Lines));
        bench.Twin.Run(30);
        Assert.Equal(1, keys);
        Assert.Equal("done", bench.Cloud.ResultOf("long"));
        Assert.Equal("refused expired", bench.Cloud.ResultOf("short"));
        Assert.Equal(200, bench.Twin.World.RadiatedMilliwatt);
    }

    /// <summary>More at once than there is room for, and the first one takes its time: all of them are answered all the same.</summary>
    [Fact]
    public void MoreCommandsThanTheInboxHolds_AllAreAnswered()
    {
        const int Count = CommandInbox.Capacity + 4;
        using var bench = new CommandBench(Drone).Ready();
        bench.Twin.Board.IsInReach = false;
        bench.Twin.Board.Cut();
        bench.Send("c0", "setChannel", """{"frequencyMHz":5990}""", 600);
        for (var i = 1; i < Count; i++) bench.Send($"c{i}", "setRates", """{"systemMs":5000}""", i % 2 == 0 ? 600 : 20);
        bench.Twin.Run(30);
        bench.Twin.Board.IsInReach = true;
        Assert.True(bench.Twin.RunUntil(() => bench.Cloud.Results.Distinct().Count() == Count, 120), string.Join('\n', bench.Cloud.Results));
        Assert.StartsWith("failed ordered; not confirmed", bench.Cloud.ResultOf("c0"));
        for (var i = 1; i < Count; i++) Assert.Equal(i % 2 == 0 ? "done" : "refused expired", bench.Cloud.ResultOf($"c{i}"));
    }

    private static void OverEveryCut(Action<CommandBench> send, Action<int, CommandBench, int> check)
    {
        // Begun, ended, told; the settings and the end of the boot beside them.
        var (first, last) = WritesOf(send);
        Assert.True(last - first >= 2, $"writes {first} to {last}");
        Parallel.For(first, (last * 4) + 1, step =>
        {
            // Each write, with each of what a cut may leave.
            var cut = first + ((step - first) / 4);
            if (cut > last) return;
            var keys = 0;
            using var bench = new CommandBench(Drone, new CuttableFlash { CutAt = cut, Kind = (CutKind)(step % 4) });
            var isSent = false;
            var until = bench.Twin.NowMs + 60_000;
            while (bench.Twin.NowMs < until && !(isSent && bench.Cloud.ResultOf("a") != null))
            {
                if (!isSent && bench.Twin.Board.IsConnected && bench.Twin.NowMs >= 8000)
                {
                    isSent = true;
                    send(bench);
                }

                bench.Twin.Device.Commands.BeaconKeyTaker = _ => ++keys > 0;
                bench.Twin.RunUntil(() => true, 1);
                bench.Twin.Run(VirtualTwin.StepMs / 1000.0);
            }

            Assert.True(bench.Cloud.ResultOf("a") != null, $"cut {cut}: no result; {string.Join('\n', bench.Twin.Lines)}");
            bench.Twin.Run(15);
            check(cut, bench, keys);
        });
    }

    private static (int First, int Last) WritesOf(Action<CommandBench> send)
    {
        using var bench = new CommandBench(Drone).Ready();
        var first = bench.Twin.Flash.Operations + 1;
        bench.Twin.Device.Commands.BeaconKeyTaker = _ => true;
        send(bench);
        Assert.True(bench.Twin.RunUntil(() => bench.Cloud.ResultOf("a") != null, 60));
        bench.Twin.Run(15);
        return (first, bench.Twin.Flash.Operations);
    }
}
