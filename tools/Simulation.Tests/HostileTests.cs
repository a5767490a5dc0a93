using System.Reflection.PortableExecutable;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Forged;
using DroneLink.Simulation.Hostile;
using DroneLink.Simulation.Planted;

namespace DroneLink.Simulation.Tests;

public class HostileTests
{
    public static TheoryData<string> Doors => [.. AllDoors.Names];

    [Theory]
    [MemberData(nameof(Doors))]
    public void SameSeed_IsTheSameStory_AndHolds(string door)
    {
        var first = Story(new HostileCampaign(door), 7);
        Assert.True(first.Count > 3, $"only {first.Count} outcomes");
        Assert.Equal(first, Story(new HostileCampaign(door), 7));
    }

    // Each process hashes texts in its own way, and tables of them are in another order.
    [Fact]
    public void SameSeed_IsTheSameStory_InAnotherProcess()
    {
        string[] command = [Path.Combine(AppContext.BaseDirectory, "DroneLink.Simulation.dll"), "hostile", "--door", "settings", "--seed", "7"];
        var other = ChildProcess.Run("dotnet", command, AppContext.BaseDirectory, TimeSpan.FromMinutes(2));
        Assert.Equal(0, other.ExitCode);
        Assert.Equal(Story(new HostileCampaign("settings"), 7), other.Lines.Where(line => line.StartsWith("settings: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void AnAssembly_DoesNotSayWhenItWasMade()
    {
        using var assembly = new PEReader(new MemoryStream(AllDoors.Create("net-assembly").Examples[0]));
        Assert.Equal(1, assembly.PEHeaders.CoffHeader.TimeDateStamp);
    }

    [Fact]
    public void SameForgeries_ForTheSameSeed()
    {
        for (var seed = 0; seed < 8; seed++) Assert.Equal(Story(new ForgedCampaign(), seed), Story(new ForgedCampaign(), seed));
    }

    [Fact]
    public void NamesAndVectors_AreRead()
    {
        Assert.All(AllDoors.Names, name => Assert.NotEmpty(AllDoors.Create(name).Examples));
        Assert.Throws<ArgumentException>(() => AllDoors.Create("window"));
        Assert.Throws<FormatException>(() => Vectors.Parse("frame base64 AA").ToList());
        var vector = Assert.Single(Vectors.Parse("## text\nframe hex AB ## was taken"));
        Assert.Equal("frame", vector.Door);
        Assert.Equal([0xAB], vector.Input);
    }

    private static List<string> Story(Campaign campaign, int seed)
    {
        var story = new List<string>();
        Assert.Null(CampaignRunner.RunOne(campaign, seed, new Tally(), story.Add)?.Exception);
        return story;
    }
}
