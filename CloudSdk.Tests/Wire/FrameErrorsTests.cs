using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Wire;

public sealed class FrameErrorsTests
{
    [Fact]
    public void Code_IsTheWordOfTheWire_InTheOrderOfChecking()
    {
        string[] expected =
        [
            "short", "too-large", "magic", "version", "crc", "flags", "signature", "id", "count", "varint", "length", "text", "trailing",
            "device-mismatch", "future",
        ];

        Assert.Equal(expected, Enum.GetValues<FrameError>().Where(error => error != FrameError.None).Order().Select(error => error.Code()));
    }

    [Fact]
    public void Message_IsItsOwnForEachError()
    {
        var messages = Enum.GetValues<FrameError>().Where(error => error != FrameError.None).Select(error => error.Message()).ToList();

        Assert.All(messages, message => Assert.EndsWith(".", message, StringComparison.Ordinal));
        Assert.Equal(messages.Count, messages.Distinct().Count());
    }

    [Fact]
    public void Code_OfNothing_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => FrameError.None.Code());
}
