using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Update;

/// <summary>All that befalls one life.</summary>
internal sealed class OtaTrouble
{
    /// <summary>Nothing.</summary>
    public static OtaTrouble None { get; } = new();

    /// <summary>Power cuts, each at an operation of the flash counted from the cut before; a cut of null leaves what chance has it.</summary>
    public IReadOnlyList<(int After, OtaCut? Cut)> Cuts { get; init; } = [];

    /// <summary>The flash refuses from this operation on; 0 for never.</summary>
    public int RefuseFrom { get; init; }

    /// <summary>Operations that it refuses.</summary>
    public int RefuseCount { get; init; }

    /// <summary>What else, each at a step, counted over all boots, for some steps.</summary>
    public IReadOnlyList<(int Step, OtaDisturbance What, int Steps)> Disturbances { get; init; } = [];

    /// <summary>Steps from a boot until a payload that reaches the cloud has reached it.</summary>
    public int ReachesAfter { get; init; }

    /// <summary>Bytes of an image in one answer of the cloud, at the most; 0 for the usual.</summary>
    public int ChunkBytes { get; init; }

    /// <summary>Whether anything was left of it that is a fault.</summary>
    public bool IsAny => Cuts.Count + RefuseFrom + Disturbances.Count > 0;

    /// <summary>Draws the trouble of a life. The same is drawn whatever of it is left out.</summary>
    /// <param name="run">Decides what of it is left out.</param>
    /// <param name="operations">Of the flash, in the life without trouble.</param>
    /// <param name="steps">Of that life.</param>
    public static OtaTrouble Draw(Case run, int operations, int steps)
    {
        var cuts = new List<(int, OtaCut?)>();
        var disturbances = new List<(int, OtaDisturbance, int)>();
        var refuseFrom = 0;
        var refuseCount = 0;
        for (var more = 1 + run.Random.Next(1, 3); more > 0; more--)
        {
            if (!run.Faults.Strikes(1, out var chance)) continue;
            var isNear = chance.Next(2) == 0 && cuts.Count > 0;
            cuts.Add((1 + chance.Next(isNear ? 4 : operations + 2), DrawCut(chance)));
        }

        for (var more = run.Random.Next(6) - 1; more > 0; more--)
        {
            if (run.Faults.Strikes(1, out var chance))
                disturbances.Add((chance.Next(steps + 20), (OtaDisturbance)chance.Next((int)OtaDisturbance.Nudges + 1), 1 + chance.Next(chance.Next(60))));
        }

        if (run.Faults.Strikes(0.2, out var refusal))
        {
            refuseFrom = 1 + refusal.Next(operations + 2);
            refuseCount = 1 + refusal.Next(refusal.Next(1, 31));
        }

        return new OtaTrouble
        {
            Cuts = cuts,
            Disturbances = disturbances,
            RefuseFrom = refuseFrom,
            RefuseCount = refuseCount,
            ReachesAfter = run.Random.Next(2) * run.Random.Next(45),
            ChunkBytes = run.Random.Next(3) == 0 ? run.Random.Next(300, 4093) : 0,
        };
    }

    /// <summary>Draws what a cut leaves; null for what chance has it.</summary>
    public static OtaCut? DrawCut(Random chance)
    {
        var way = chance.Next(OtaCut.All.Count + 2);
        return way < OtaCut.All.Count ? OtaCut.All[way] : null;
    }

    public override string ToString() => string.Join(
        ", ",
        [
            .. Cuts.Select(cut => $"power cut at operation +{cut.After} ({cut.Cut?.ToString() ?? "of chance"})"),
            .. RefuseFrom > 0 ? (string[])[$"{RefuseCount} operations refused from {RefuseFrom} on"] : [],
            .. Disturbances.Select(d => $"{d.What} at step {d.Step} for {d.Steps}"),
        ]);
}
