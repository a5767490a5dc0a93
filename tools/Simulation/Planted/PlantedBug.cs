namespace DroneLink.Simulation.Planted;

/// <summary>A bug that is put into the code on purpose, to see whether the campaigns find it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Area">What part of the project it is in, for the table.</param>
/// <param name="What">What it does, in a few words.</param>
/// <param name="File">The source, from the project's folder on.</param>
/// <param name="Old">A piece of its text, which it has once.</param>
/// <param name="New">What stands there in its place.</param>
/// <param name="Finders">What has to find it: one of these is enough, and they are tried in this order.</param>
internal sealed record PlantedBug(string Name, string Area, string What, string File, string Old, string New, params Finder[] Finders)
{
    /// <summary>Returns the source with the bug in it.</summary>
    /// <exception cref="PlantedBugException">The source has not got the piece of text, or more than once.</exception>
    public string Plant(string source)
    {
        var at = source.IndexOf(Old, StringComparison.Ordinal);
        if (at < 0) throw new PlantedBugException($"{Name}: {File} has no such text any more");
        if (source.IndexOf(Old, at + 1, StringComparison.Ordinal) >= 0) throw new PlantedBugException($"{Name}: {File} has its text more than once");
        return string.Concat(source.AsSpan(0, at), New, source.AsSpan(at + Old.Length));
    }
}
