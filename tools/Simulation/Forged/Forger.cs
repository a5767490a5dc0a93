namespace DroneLink.Simulation.Forged;

/// <summary>Somebody who wants to be taken for a device, a person or the cloud, at one place; belongs to one case.</summary>
internal abstract class Forger
{
    /// <summary>Where.</summary>
    public abstract string Name { get; }

    /// <summary>Says whether the genuine thing is taken here: unless it is, refusing the forged one proves nothing.</summary>
    public abstract bool TakesGenuine();

    /// <summary>Tries a forgery.</summary>
    /// <param name="random">Draws it.</param>
    /// <param name="forgery">Says what it was.</param>
    /// <returns>Whether it was taken for genuine.</returns>
    public abstract bool Takes(Random random, out string forgery);
}
