using CsCheck;
using DroneLink.CloudSdk.Planning;

namespace DroneLink.CloudSdk.Tests.Planning;

public sealed class ImdRatingTests
{
    [Theory]
    [InlineData(100, 5658, 5732, 5843, 5880)]
    [InlineData(100, 5760, 5800, 5880)]
    [InlineData(-63, 5760, 5800, 5840)]
    [InlineData(97, 5665, 5725, 5820, 5860, 5945)]
    [InlineData(98, 5645, 5685, 5760, 5905, 5945)]
    [InlineData(67, 5645, 5685, 5760, 5805, 5905, 5945)]
    [InlineData(29, 5658, 5695, 5760, 5800, 5880, 5917)]
    [InlineData(-635, 5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917)]
    public void Rate_OfKnownSets_IsThatOfImdTabler(int expected, params int[] frequencies) =>
        Assert.Equal(expected, ImdRating.Rate(frequencies));

    [Fact]
    public void Rate_OfOne_IsTheBest() => Assert.Equal(100, ImdRating.Rate([5800]));

    [Theory]
    [InlineData(5100, 5101, 5102)] // of the six products 5098 and 5099 do not count, and 5100 does
    [InlineData(6097, 6098, 6099)]
    public void Rate_OfProductsAtTheEdge_CountsTheBoundsThemselves(params int[] frequencies) =>
        Assert.Equal(-213, ImdRating.Rate(frequencies));

    [Fact]
    public void Rate_OfAnySet_IsThatOfTheDefinitionWhateverTheOrder() =>
        Gen.Int[5000, 6200].Array[1, 8].Sample(frequencies =>
        {
            Assert.Equal(Naive(frequencies), ImdRating.Rate(frequencies));
            Assert.Equal(ImdRating.Rate(frequencies), ImdRating.Rate([.. frequencies.Reverse()]));
        });

    [Fact]
    public void Rate_OfNothing_IsAMistake() => Assert.Throws<ArgumentException>(() => ImdRating.Rate([]));

    [Theory]
    [InlineData(new[] { 5760, 5800, 5840 }, 5800, 5760, 5840, 5840)]
    [InlineData(new[] { 5725, 5760, 5807 }, 5760, 5725, 5795, 5807)]
    public void Worst_IsTheProductThatComesNearest(int[] frequencies, int twice, int once, int at, int hits) =>
        Assert.Equal(new ImdProduct(twice, once, at, hits), ImdRating.Worst(frequencies));

    [Fact]
    public void Worst_WhenAllAreHarmless_IsNone() => Assert.Null(ImdRating.Worst([5658, 5732, 5843, 5880]));

    private static int Naive(int[] all)
    {
        var total = 0;
        for (var i = 0; i < all.Length; i++)
        {
            for (var j = 0; j < all.Length; j++)
            {
                var product = (2 * all[i]) - all[j];
                if (i == j || product < 5100 || product > 6099)
                    continue;
                var distance = all.Min(mhz => Math.Abs(product - mhz));
                total += distance < 35 ? (35 - distance) * (35 - distance) : 0;
            }
        }

        return 100 - (total / 5 / all.Length);
    }
}
