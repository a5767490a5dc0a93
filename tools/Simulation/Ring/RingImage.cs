using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Ring;

/// <summary>A flash with a ring on it, as a short history leaves it.</summary>
internal static class RingImage
{
    /// <summary>Makes one.</summary>
    /// <param name="random">Of the history.</param>
    /// <param name="maxSegments">Segments of the ring.</param>
    /// <param name="largestFrame">Bytes of a frame, about, at the most.</param>
    /// <param name="steps">Things that are done.</param>
    /// <returns>The model, whose flash holds everything that waits.</returns>
    public static RingModel Make(Random random, int maxSegments, int largestFrame, int steps)
    {
        var model = new RingModel(random.Next(), new CutStore(random.Next()), maxSegments, largestFrame) { CutsToCome = 0 };
        model.Start();
        for (var step = 0; step < steps; step++) model.Step();
        model.Ring.Commit();
        return model;
    }

    /// <summary>Returns whether a file is a segment by its name.</summary>
    public static bool IsSegment(MediumFile file) => !file.Name.StartsWith("cursor", StringComparison.Ordinal);
}
