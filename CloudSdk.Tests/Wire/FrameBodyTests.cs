using CsCheck;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Wire;

public sealed class FrameBodyTests
{
    [Fact]
    public void TrySplit_GivesEachFrameWithItsOffset()
    {
        Assert.True(FrameBody.TrySplit(Convert.FromHexString("0300aabbcc00000100dd"), out var frames, out var tornOffset));

        Assert.Equal([2, 7, 9], frames.Select(frame => frame.Offset));
        Assert.Equal(["AABBCC", "", "DD"], frames.Select(frame => Convert.ToHexString(frame.Bytes.Span)));
        Assert.Equal(10, tornOffset);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("01", 0)]
    [InlineData("0100", 0)]
    [InlineData("0100aa02", 3)]
    [InlineData("0100aa0200bb", 3)]
    [InlineData("0100aaffff00", 3)]
    public void TrySplit_Torn_SaysWhere(string hex, int expectedOffset)
    {
        Assert.False(FrameBody.TrySplit(Convert.FromHexString(hex), out _, out var tornOffset));
        Assert.Equal(expectedOffset, tornOffset);
    }

    [Fact]
    public void Join_IsTakenApartAgain()
    {
        Gen.Byte.Array[0, 400].Array[1, 20].Sample(frames =>
        {
            var body = FrameBody.Join([.. frames.Select(frame => new ReadOnlyMemory<byte>(frame))]);
            return FrameBody.TrySplit(body, out var slices, out _)
                && slices.Select(slice => Convert.ToHexString(slice.Bytes.Span)).SequenceEqual(frames.Select(Convert.ToHexString));
        });
    }

    [Fact]
    public void Join_FrameThatItsLengthCannotSay_Throws()
    {
        Assert.Equal(FrameBody.LengthBytes + 65535, FrameBody.Join([new byte[65535]]).Length);
        Assert.Throws<ArgumentException>(() => FrameBody.Join([new byte[65536]]));
    }
}
