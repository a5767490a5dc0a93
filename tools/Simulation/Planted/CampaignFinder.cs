using System.Globalization;
using System.Text.RegularExpressions;

namespace DroneLink.Simulation.Planted;

/// <summary>A campaign that has to find a planted bug.</summary>
/// <param name="Campaign">The campaign's name.</param>
/// <param name="Amount">How much it may try, in its own unit.</param>
internal sealed partial record CampaignFinder(string Campaign, long Amount) : Finder
{
    /// <inheritdoc/>
    public override string Name => Campaign;

    /// <inheritdoc/>
    public override string Programs => AppContext.BaseDirectory;

    /// <inheritdoc/>
    public override IEnumerable<string> Arguments(string folder, int firstSeed) =>
    [
        Path.Combine(folder, "DroneLink.Simulation.dll"), Campaign, "--jobs", "1",
        "--from", firstSeed.ToString(CultureInfo.InvariantCulture), "--amount", Amount.ToString(CultureInfo.InvariantCulture),
    ];

    /// <inheritdoc/>
    public override string? Finding(string line) => Broken().Match(line) is { Success: true } match ? $"seed {match.Groups[1].Value}: {match.Groups[2].Value}" : null;

    [GeneratedRegex(@"^seed (-?\d+): (?:DroneLink\.Simulation\.Campaigns\.ViolationException: )?(.+)$")]
    private static partial Regex Broken();
}
