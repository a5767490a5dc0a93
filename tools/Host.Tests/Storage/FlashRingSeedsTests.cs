using DroneLink.Simulation.Media;
using DroneLink.Simulation.Ring;
using Xunit;

namespace DroneLink.Host.Tests.Storage;

/// <summary>Histories of a flash ring that failed once: power cuts, refused writes and flipped bits. The campaigns of tools/Simulation look for new ones.</summary>
public sealed class FlashRingSeedsTests
{
    [Theory]
    [InlineData(506125124, 42, 0)]
    [InlineData(1098340964, 5, 0.3)]
    [InlineData(162435224, 58, 0.3)]
    [InlineData(1047346792, 0, 1)]
    [InlineData(1782385992, 29, 0.3)]
    [InlineData(1505816048, 0, 0.3)]
    [InlineData(1731571682, 12, 0.3)]
    [InlineData(291363086, 0, 0.3)]
    public void Replay_SeedsThatFailedOnce(int seed, int cut, double refuseShare)
    {
        var model = NewModel(seed);
        model.Store.CutAt = cut;
        model.Store.RefuseShare = refuseShare;
        for (var step = 0; step < 90; step++) model.Step();

        model.RestartInOrder();
        for (var step = 0; step < 10; step++) model.Step();

        model.RestartInOrder();
        model.Drain();
    }

    [Theory]
    [InlineData(1645036185)]
    public void ReplayWithFlippedBits_SeedsThatFailedOnce(int seed)
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
    }

    private static RingModel NewModel(int seed)
    {
        var model = new RingModel(seed, new CutStore(seed ^ 0x5EED), 2 + (seed % 4), (seed & 1) == 0 ? 2000 : 500);
        model.Start();
        return model;
    }
}
