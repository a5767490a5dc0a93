using System.Diagnostics;
using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace DroneLink.Host.Tests.Storage;

/// <summary>
/// Power cuts at every step of random histories of a flash ring. The seeds are new in every run and printed on failure; one that
/// ever failed belongs into <see cref="Replay_SeedsThatFailedOnce"/>. DRONELINK_TEST_SCALE=100 runs a hundred times as many.
/// </summary>
public sealed class FlashRingCutTests(ITestOutputHelper output)
{
    private const int Steps = 90;

    private static readonly int Scale =
        int.TryParse(Environment.GetEnvironmentVariable("DRONELINK_TEST_SCALE"), CultureInfo.InvariantCulture, out var scale) ? scale : 1;

    [Fact]
    public void CutAtEveryOperation_LosesOnlyWhatWasNotCommitted()
    {
        var cuts = 0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 20 * Scale; i++)
        {
            var seed = Random.Shared.Next();
            var operations = Run(seed, 0, 0).Store.Operations;
            for (var cut = 1; cut <= operations; cut++) cuts += Run(seed, cut, 0).Cuts;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cuts} cuts in {watch.Elapsed.TotalSeconds:F1} s"));
    }

    [Fact]
    public void RefusedWrites_AndCuts_GiveUpOnlyWhatIsCounted()
    {
        for (var i = 0; i < 300 * Scale; i++)
        {
            var seed = Random.Shared.Next();
            Run(seed, 1 + (i % 60), 0.3);
            Run(seed, 0, 0.3);
            Run(seed, 0, 1);
        }
    }

    [Fact]
    public void FlippedBits_NeverMakeUpAFrame_AndTheRingGoesOn()
    {
        for (var i = 0; i < 600 * Scale; i++) RunWithFlippedBits(Random.Shared.Next());
    }

    [Fact]
    public void Open_OnNonsense_NeverFails()
    {
        for (var i = 0; i < 1000 * Scale; i++)
        {
            var seed = Random.Shared.Next();
            Guard(seed, 0, 0, () =>
            {
                var store = new CutStore(seed);
                foreach (var name in (string[])["00000000.a", "00000000.b", "0000000a.a", "ffffffff.b", "cursor.0", "cursor.1"]) store.Scribble(name);

                var model = new RingModel(seed, store, 4, 600);
                for (var step = 0; step < 10; step++) model.Step();

                store.CutAt = 0;
                model.Drain();
                return model;
            });
        }
    }

    [Theory]
    [InlineData(1645036185)]
    public void ReplayWithFlippedBits_SeedsThatFailedOnce(int seed) => RunWithFlippedBits(seed);

    [Theory]
    [InlineData(506125124, 42, 0)]
    [InlineData(1098340964, 5, 0.3)]
    [InlineData(162435224, 58, 0.3)]
    [InlineData(1047346792, 0, 1)]
    [InlineData(1782385992, 29, 0.3)]
    [InlineData(1505816048, 0, 0.3)]
    [InlineData(1731571682, 12, 0.3)]
    [InlineData(291363086, 0, 0.3)]
    public void Replay_SeedsThatFailedOnce(int seed, int cut, double refuseShare) => Run(seed, cut, refuseShare);

    private static RingModel Run(int seed, int cut, double refuseShare) => Guard(seed, cut, refuseShare, () =>
    {
        var model = NewModel(seed);
        model.Store.CutAt = cut;
        model.Store.RefuseShare = refuseShare;
        for (var step = 0; step < Steps; step++) model.Step();

        if (refuseShare == 0)
        {
            Assert.True(model.Store.PeakFiles <= MaxSegments(seed) + 1 + 2, $"{model.Store.PeakFiles} files at once");
        }

        model.RestartInOrder();
        for (var step = 0; step < 10; step++) model.Step();

        model.RestartInOrder();
        model.Drain();
        return model;
    });

    private static RingModel RunWithFlippedBits(int seed) => Guard(seed, 0, 0, () =>
    {
        var model = NewModel(seed);
        for (var round = 0; round < 3; round++)
        {
            for (var step = 0; step < 30; step++) model.Step();

            model.RestartWithFlippedBits(1 + (seed % 5));
        }

        for (var step = 0; step < 20; step++) model.Step();

        model.Store.CutAt = 0;
        model.RestartInOrder();
        model.Drain();
        return model;
    });

    private static RingModel Guard(int seed, int cut, double refuseShare, Func<RingModel> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (exception is not PowerCutException)
        {
            throw new XunitException(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, cut {cut}, refused {refuseShare}: {exception}"));
        }
    }

    private static RingModel NewModel(int seed) =>
        new(seed, new CutStore(seed ^ 0x5EED), MaxSegments(seed), (seed & 1) == 0 ? 2000 : 500);

    private static int MaxSegments(int seed) => 2 + (seed % 4);
}
