namespace DroneLink.Simulation.Campaigns;

/// <summary>One case of a campaign: what it is made from, and where it notes what it did.</summary>
/// <param name="seed">Says the case wholly.</param>
/// <param name="tally">Counts what was tried.</param>
/// <param name="story">Takes what happened, for a person to read; null where nobody reads.</param>
/// <param name="only">The faults that happen, by number; null for all.</param>
internal sealed class Case(int seed, Tally tally, Action<string>? story = null, IReadOnlySet<int>? only = null)
{
    /// <summary>Its number.</summary>
    public int Seed => seed;

    /// <summary>Its chance. Not for the details of a fault, which has its own.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>The faults that it meets.</summary>
    public FaultPlan Faults { get; } = new(seed, only);

    /// <summary>Counts what was tried.</summary>
    public Tally Tally => tally;

    /// <summary>Whether somebody reads the story.</summary>
    public bool IsTold => story is not null;

    /// <summary>Says what happened. Building the text is for nothing unless <see cref="IsTold"/>.</summary>
    public void Tell(string line) => story?.Invoke(line);
}
