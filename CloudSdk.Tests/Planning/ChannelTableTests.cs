using DroneLink.CloudSdk.Planning;

namespace DroneLink.CloudSdk.Tests.Planning;

public sealed class ChannelTableTests
{
    [Theory]
    [InlineData("A1", 5865)]
    [InlineData("A8", 5725)]
    [InlineData("B1", 5733)]
    [InlineData("B8", 5866)]
    [InlineData("E1", 5705)]
    [InlineData("E8", 5945)]
    [InlineData("F4", 5800)]
    [InlineData("r7", 5880)]
    [InlineData("D1", 5362)]
    [InlineData("LR1", 5333)]
    [InlineData("lr8", 5613)]
    public void TryFind_OfALabel_IsItsFrequency(string label, int mhz)
    {
        Assert.True(ChannelTable.TryFind(label, out var found));
        Assert.Equal(mhz, found);
        Assert.Contains(label.ToUpperInvariant(), ChannelTable.LabelsOf(mhz));
    }

    [Theory]
    [InlineData("")]
    [InlineData("R")]
    [InlineData("1")]
    [InlineData("R0")]
    [InlineData("R9")]
    [InlineData("R10")]
    [InlineData("R/")]
    [InlineData("L1")]
    [InlineData("C1")]
    [InlineData("5800")]
    public void TryFind_OfNoLabel_IsNothing(string label) => Assert.False(ChannelTable.TryFind(label, out _));

    [Fact]
    public void LabelsOf_AFrequencyOfTwoTables_AreBoth() => Assert.Equal(["F8", "R7"], ChannelTable.LabelsOf(5880));

    [Fact]
    public void LabelsOf_NoChannel_AreNone() => Assert.Empty(ChannelTable.LabelsOf(5801));

    [Theory]
    [InlineData("ism", "A1 A2 A3 A4 A5 A6 A7 A8 B1 B2 B3 B4 B5 B6 B7 B8 F1 F2 F3 F4 F5 F6 F7 R3 R4 R5 R6")]
    [InlineData("ismNarrow", "A1 A2 A3 A4 A5 A6 A7 B2 B3 B4 B5 B6 B7 B8 F1 F2 F3 F4 F5 F6 F7 R4 R5 R6")]
    [InlineData("narrow5850", "A3 A4 A5 A6 A7 B2 B3 B4 B5 B6 F1 F2 F3 F4 F5 F6 R4 R5")]
    public void Profile_ListsTheseChannels(string name, string expected)
    {
        var profile = RegionProfile.Find(name)!;
        var listed = ChannelTable.Bands
            .SelectMany(band => band.Frequencies.Select((mhz, index) => (Label: $"{band.Name}{index + 1}", Mhz: mhz)))
            .Where(channel => profile.Lists(channel.Mhz))
            .Select(channel => channel.Label);

        Assert.Equal(expected, string.Join(' ', listed));
    }

    [Fact]
    public void Profile_None_ListsEveryChannel() =>
        Assert.All(ChannelTable.Bands.SelectMany(band => band.Frequencies), mhz => Assert.True(RegionProfile.None.Lists(mhz)));

    [Theory]
    [InlineData("ism", 5725, 5875)]
    [InlineData("ismNarrow", 5734, 5866)]
    [InlineData("narrow5850", 5734, 5841)]
    [InlineData("none", 5300, 6000)]
    public void Profile_EndsWhereItSays(string name, int low, int high)
    {
        var profile = RegionProfile.Find(name)!;

        Assert.Equal((false, true, true, false), (profile.Lists(low - 1), profile.Lists(low), profile.Lists(high), profile.Lists(high + 1)));
    }
}
