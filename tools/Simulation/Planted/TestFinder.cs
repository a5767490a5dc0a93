using System.Text.RegularExpressions;

namespace DroneLink.Simulation.Planted;

/// <summary>Tests that have to find a planted bug, where no campaign can.</summary>
/// <param name="Project">Their project's folder, from the project's own on.</param>
/// <param name="Classes">Their classes, full names; * stands for anything at either end.</param>
internal sealed partial record TestFinder(string Project, params string[] Classes) : Finder
{
    /// <inheritdoc/>
    public override string Name => Path.GetFileName(Project);

    /// <inheritdoc/>
    public override string Programs => Path.Combine(SourceTree.PathOf(Project), "bin", "Release", "net10.0");

    /// <inheritdoc/>
    public override IEnumerable<string> Arguments(string folder, int firstSeed) =>
        [Path.Combine(folder, $"DroneLink.{Name}.dll"), "-noLogo", "-noColor", "-stopOnFail", .. Classes.SelectMany(name => (string[])["-class", name])];

    /// <inheritdoc/>
    public override string? Finding(string line) => Failed().Match(line) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Compares by what is run.</summary>
    public bool Equals(TestFinder? other) => other is not null && other.Project == Project && other.Classes.SequenceEqual(Classes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Project, string.Join(' ', Classes));

    [GeneratedRegex(@"^\s*(?:DroneLink\.)?(\S+?)(?:\(.*\))? \[FAIL\]")]
    private static partial Regex Failed();
}
