namespace DroneLink.Simulation.Planted;

/// <summary>What has to find a planted bug: a program of this build, run with an assembly exchanged.</summary>
internal abstract record Finder
{
    /// <summary>What it is called in the table.</summary>
    public abstract string Name { get; }

    /// <summary>The folder of the program, built.</summary>
    public abstract string Programs { get; }

    /// <summary>The program's arguments, itself first.</summary>
    /// <param name="folder">Where it is now.</param>
    /// <param name="firstSeed">Where chance begins, if it has a say.</param>
    public abstract IEnumerable<string> Arguments(string folder, int firstSeed);

    /// <summary>Reads a line that the program said.</summary>
    /// <returns>What is wrong, if the line says so; null otherwise.</returns>
    public abstract string? Finding(string line);
}
