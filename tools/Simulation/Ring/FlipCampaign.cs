using DroneLink.Firmware.Telemetry;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Ring;

/// <summary>
/// Every single bit of small images, flipped one at a time. A bit of a segment's head hits all its frames; one of a frame, that frame and those behind it in
/// its segment, where reading stops; one of a cursor, none.
/// </summary>
internal sealed class FlipCampaign : Campaign
{
    /// <inheritdoc/>
    public override string Name => "flips";

    /// <inheritdoc/>
    public override string Description => "Every single bit of small images of a ring, flipped: no frame made up, none lost but those that were hit, and the ring goes on.";

    /// <inheritdoc/>
    public override string Unit => "flips";

    /// <inheritdoc/>
    public override long BudgetAmount => 20_000;

    /// <inheritdoc/>
    public override void Run(Case run)
    {
        var random = run.Random;
        var model = RingImage.Make(random, 2 + random.Next(3), 40 + random.Next(80), 8 + random.Next(24));
        var there = model.Ledger.Waiting.ToList();
        run.Tally.Count("images");
        foreach (var file in model.Store.Files)
        {
            var hit = RingImage.IsSegment(file) ? EndsOf(file.Bytes) : [];
            for (var bit = 0; bit < file.Bytes.Length * 8; bit++)
            {
                if (!run.Faults.Strikes(1, out var chance)) continue;
                run.Tell($"bit {bit % 8} of byte {bit / 8} of {file.Name}");
                Flip(model, there, file, bit, hit, chance);
                run.Tally.Count("flips");
            }
        }
    }

    private static void Flip(RingModel model, List<RingFrame> there, MediumFile file, int bit, List<(int End, uint Id)> frames, Random chance)
    {
        var store = model.Store.Copy(chance.Next());
        var bytes = (byte[])file.Bytes.Clone();
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        store.Damage(file.Name, bytes);
        var life = model.OnDecayed(store, chance.Next());
        var hit = frames.Where(frame => bit / 8 < SegmentLayout.HeaderBytes || bit / 8 < frame.End).Select(frame => frame.Id).ToHashSet();
        var lost = RingLedger.Missing(there, life.Ledger.Waiting);
        ViolationException.Unless(lost.All(frame => hit.Contains(frame.Id)), () => $"frame {lost.First(frame => !hit.Contains(frame.Id)).Id} is lost, which was not hit");
        for (var step = 0; step < 3; step++) life.Step();
        if (chance.Next(4) > 0) return;
        life.RestartInOrder();
        life.Drain();
    }

    // Where each frame of a segment ends, and which it is.
    private static List<(int End, uint Id)> EndsOf(byte[] segment)
    {
        var ends = new List<(int, uint)>();
        var head = new FrameHead();
        foreach (var entry in SegmentLayout.Entries(segment))
        {
            var (at, bytes) = entry.GetOffsetAndLength(segment.Length);
            head.TryRead(segment, at + SegmentLayout.EntryBytes, bytes - SegmentLayout.EntryBytes);
            ends.Add((at + bytes, head.FirstSequence));
        }

        return ends;
    }
}
