using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Ring;

/// <summary>Rings that find on their flash what nobody wrote there.</summary>
internal sealed class MountCampaign : Campaign
{
    private const int Mounts = 40;
    private const int LargestFrame = 400;

    /// <inheritdoc/>
    public override string Name => "mount";

    /// <inheritdoc/>
    public override string Description => "Rings opened on nonsense, on damaged files, and on files whose CRCs are right and whose numbers are not; used afterwards.";

    /// <inheritdoc/>
    public override string Unit => "mounts";

    /// <inheritdoc/>
    public override long BudgetAmount => 3_000;

    /// <inheritdoc/>
    public override void Run(Case run)
    {
        var random = run.Random;
        var maxSegments = 2 + random.Next(4);
        var model = RingImage.Make(random, maxSegments, random.Next(3) == 0 ? 60 : LargestFrame, random.Next(2) == 0 ? 0 : random.Next(60));
        if (run.IsTold) model.Tell = run.Tell;
        for (var i = 0; i < Mounts; i++)
        {
            if (!run.Faults.Strikes(1, out var chance)) continue;
            var store = model.Store.Copy(chance.Next());
            var isForged = chance.Next(3) == 0;
            for (var damage = chance.Next(1, 5); damage > 0; damage--) run.Tell(RingDamage.Do(store, chance));
            if (isForged)
            {
                var source = new FrameSource(chance.Next(2) == 0 ? 40 : LargestFrame);
                for (var forgery = chance.Next(1, 4); forgery > 0; forgery--) run.Tell(RingForgery.Do(store, chance, source));
                Empty(store, maxSegments);
            }

            run.Tally.Count("mounts");
            run.Tally.Count(isForged ? "on forged numbers" : "on damage");
            Use(model.OnDecayed(store, chance.Next()));
        }
    }

    private static void Use(RingModel model)
    {
        for (var step = 0; step < 6; step++) model.Step();
        model.RestartInOrder();
        for (var step = 0; step < 3; step++) model.Step();
        model.RestartInOrder();
        model.Drain();
    }

    // What was forged is whole, and sent: only that the ring goes on can be asked for.
    private static void Empty(CutStore store, int maxSegments)
    {
        var ring = new FlashRing(store, maxSegments);
        ring.Open();
        var buffer = new byte[FrameFormat.MaxFrameBytes];
        var frames = 0;
        for (var number = ring.Seek(ring.Head); number != ring.Next; number = ring.Seek(number + 1))
        {
            var count = ring.Read(number, buffer);
            ViolationException.Unless(FrameHead.IsWhole(buffer, 0, count), "a frame is not whole");
            ViolationException.Unless(++frames <= FlashRing.MaxFramesInSegment * (maxSegments + 1), "more frames than a ring can have");
        }

        ViolationException.Unless(ring.WaitingFrames == frames, () => $"{ring.WaitingFrames} frames wait, and {frames} are there");
        ring.AcknowledgeBelow(ring.Next);
        ViolationException.Unless(ring.WaitingFrames == 0 && ring.Head == ring.Next, "acknowledged frames stay");
    }
}
