namespace DroneLink.Simulation.Campaigns;

/// <summary>
/// One way of trying to break what is promised, as a sequence of cases. A case is said wholly by its number, so that whoever has the number has
/// the case. Cases run on several threads at the same time, each on one: a campaign keeps no state between them.
/// </summary>
internal abstract class Campaign
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it tries, in one sentence.</summary>
    public abstract string Description { get; }

    /// <summary>The count in the <see cref="Tally"/> that its amount is told in, such as <c>cuts</c>.</summary>
    public abstract string Unit { get; }

    /// <summary>How many of these every change is held to.</summary>
    public abstract long BudgetAmount { get; }

    /// <summary>A case that takes longer hangs, and that is a failure.</summary>
    public virtual TimeSpan CaseLimit => TimeSpan.FromSeconds(30);

    /// <summary>What else the command line needs to see a case again, with a space before it; empty for nothing.</summary>
    public virtual string Arguments => "";

    /// <summary>Runs one case.</summary>
    /// <exception cref="ViolationException">Something that is promised does not hold.</exception>
    public abstract void Run(Case run);
}
