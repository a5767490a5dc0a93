using System.Text.RegularExpressions;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Tests;

/// <summary>What README.md says of security: every test that it names is there.</summary>
public partial class SecurityTests
{
    [Fact]
    public void EveryTestThatIsNamed_IsThere()
    {
        var section = Section();
        var sources = Sources.Of("CloudSdk.Tests", "Firmware.Tests", "tools").Where(file => file.Path.Contains("Tests", StringComparison.Ordinal)).ToList();
        var names = Names().Matches(section).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).Distinct().ToList();
        Assert.True(names.Count > 30, $"only {names.Count} tests are named");
        foreach (var (type, method) in names)
        {
            Assert.True(
                sources.Any(file => Regex.IsMatch(file.Text, $@"class {type}\b") && (method.Length == 0 || Regex.IsMatch(file.Text, $@"\b{method}\("))), $"{type}.{method}");
        }
    }

    [Fact]
    public void EveryLineOfAChecklist_HasATest_OrSaysThatItHasNone()
    {
        var lines = Section().Split('\n').Where(line => Verdict().IsMatch(line)).ToList();
        Assert.Equal(16, lines.Count);
        Assert.All(lines, line => Assert.True(
            Names().IsMatch(line) || (line.Contains("out of tests", StringComparison.Ordinal) && !line.Contains("| met", StringComparison.Ordinal)), line));
    }

    [Fact]
    public void CampaignsThatAreNamed_AreThere() => Assert.Superset(
        new HashSet<string> { "hostile", "forged" }, AllCampaigns.Create().Select(campaign => campaign.Name).ToHashSet());

    private static string Section() => Sources.Read("README.md").Split("## Security\n")[1].Split("\n## ")[0];

    [GeneratedRegex(@"\| (met|partly|out of scope)(:| for )")]
    private static partial Regex Verdict();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex Names();
}
