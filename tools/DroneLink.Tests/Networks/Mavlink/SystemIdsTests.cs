using DroneLink.Tool.GroundStation.Networks.Mavlink;

namespace DroneLink.Tool.Tests.Networks.Mavlink;

public sealed class SystemIdsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ids_StayTheSame_HoweverDronesComeAgain()
    {
        var ids = SystemIds.Open(_folder.Root);
        Assert.Equal([1, 2, 1], [ids.Of("kite"), ids.Of("other"), ids.Of("kite")]);

        var again = SystemIds.Open(_folder.Root);
        Assert.Equal([3, 2, 1], [again.Of("new"), again.Of("other"), again.Of("kite")]);
    }

    [Fact]
    public void Ids_AreDifferent_Never51_AndRunOut()
    {
        var ids = SystemIds.Open(_folder.Root);
        var given = Enumerable.Range(0, 253).Select(i => (int)ids.Of($"kite-{i}")).ToList();

        Assert.Equal(Enumerable.Range(1, 254).Where(id => id != 51), given);
        Assert.Equal(0, ids.Of("one-too-many"));
        Assert.Equal(1, ids.Of("kite-0"));
    }

    [Fact]
    public void Id_OfADroneThatWasTakenOut_IsGivenAgain()
    {
        File.WriteAllText(_folder.At(SystemIds.FileName), """{"kite": 1, "other": 3}""");

        Assert.Equal(2, SystemIds.Open(_folder.Root).Of("new"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"kite\": 1, \"other\": 1}")]
    [InlineData("{\"kite\": 51}")]
    [InlineData("{\"kite\": 0}")]
    [InlineData("{\"kite\": 255}")]
    [InlineData("{\"kite\": 256}")]
    [InlineData("[1]")]
    public void DamagedFile_IsToldAndKept(string text)
    {
        File.WriteAllText(_folder.At(SystemIds.FileName), text);

        var error = Assert.Throws<UserErrorException>(() => SystemIds.Open(_folder.Root));

        Assert.Contains(SystemIds.FileName, error.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_folder.At(SystemIds.FileName)));
    }

    [Fact]
    public void IdThatCannotBeKept_IsNotGiven()
    {
        var ids = SystemIds.Open(_folder.At("no", "such", "folder"));

        Assert.Throws<DirectoryNotFoundException>(() => ids.Of("kite"));
        Directory.CreateDirectory(_folder.At("no", "such", "folder"));
        Assert.Equal(1, ids.Of("kite"));
    }
}
