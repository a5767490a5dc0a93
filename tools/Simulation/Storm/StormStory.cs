namespace DroneLink.Simulation.Storm;

/// <summary>What kind of storm it is.</summary>
/// <param name="Boots">Whether the devices get their power back together; otherwise they were connected and lose the broker together.</param>
/// <param name="Silent">Of the connections beyond what the broker takes, the share that it does not answer; it refuses the others. 0 to 1.</param>
/// <param name="OutageMs">How long the broker takes none at all, ms.</param>
/// <param name="UseHttps">Whether the devices may post over HTTPS meanwhile.</param>
internal sealed record StormStory(bool Boots, double Silent, int OutageMs, bool UseHttps)
{
    /// <summary>Draws one.</summary>
    public static StormStory Draw(Random random) => new(
        random.Next(2) == 0, random.Next(3) switch { 0 => 0, 1 => 0.1, _ => 1 }, random.Next(3) == 0 ? random.Next(1, 120_000) : 0, random.Next(3) == 0);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Boots ? "power back" : "broker lost")}, {(Silent == 0 ? "refused" : Silent < 1 ? "some unanswered" : "unanswered")}{(UseHttps ? ", HTTPS too" : "")}{(OutageMs > 0 ? ", after an outage" : "")}";
}
