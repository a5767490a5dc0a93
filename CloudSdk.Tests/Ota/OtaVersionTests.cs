using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaVersionTests
{
    [Theory]
    [InlineData("0.0.0", 0)]
    [InlineData("0.2.0", 0x000200)]
    [InlineData("255.255.255", 0xFFFFFF)]
    public void A_version_is_three_bytes_and_reads_back(string text, int packed)
    {
        Assert.True(OtaVersion.TryParse(text, out var version));
        Assert.Equal((packed, text), (version.Packed, version.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("1.2.256")]
    [InlineData("1.2.-1")]
    [InlineData("1.2.03")]
    [InlineData("1. 2.3")]
    [InlineData("v1.2.3")]
    public void What_is_no_version_is_refused(string? text) => Assert.False(OtaVersion.TryParse(text, out _));

    [Fact]
    public void The_higher_part_counts_before_the_lower()
    {
        OtaVersion.TryParse("1.0.0", out var one);
        OtaVersion.TryParse("0.255.255", out var less);
        Assert.True(one.CompareTo(less) > 0);
    }
}
