using System.Text.Json;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.Tests.Commands;

public sealed class DecodeTests
{
    [Fact]
    public async Task GoodFile_IsOneJsonLineARecord()
    {
        using var folder = new TestFolder();
        var path = folder.At("flight.frames");
        await File.WriteAllBytesAsync(path, Body(Frames.Position("kite", 7, 1700000000000), Frames.Text("kite", 8, "motor hot")), Token);

        var run = await CommandRun.OfAsync("decode", path);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Equal(
            """{"deviceId":"kite","bootId":65537,"seq":7,"time":1700000000000,"clockSynced":true,"kind":"position","fields":{"latitude":-353629847,"longitude":1491652374}}""",
            run.OutputLines[0]);
        var text = JsonSerializer.Deserialize<JsonElement>(run.OutputLines[1]);
        Assert.Equal("motor hot", text.GetProperty("text").GetString());
        Assert.Equal(4, text.GetProperty("severity").GetInt32());
    }

    [Fact]
    public async Task MalformedFrameInTheMiddle_IsReportedAndSteppedOver()
    {
        var bad = Frames.Position("kite", 1);
        bad[^1] ^= 1;
        var first = Frames.Position("kite", 0);

        var run = await FromInputAsync(Body(first, bad, Frames.Position("kite", 2)));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.OutputLines.Length);
        Assert.StartsWith($"offset {2 + first.Length + 2}: crc: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public async Task TornEnd_IsReportedAfterTheGoodFrames(int keptBytes)
    {
        var good = Body(Frames.Position("kite", 0));

        var run = await FromInputAsync([.. good, .. Body(Frames.Position("kite", 1))[..keptBytes]]);

        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.OutputLines);
        Assert.Contains(": torn: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyInput_IsNothing()
    {
        var run = await FromInputAsync([]);

        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task EmptyFrame_IsShort()
    {
        var run = await FromInputAsync([0, 0]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("offset 2: short: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFile_IsSaidPlainly()
    {
        var run = await CommandRun.OfAsync("decode", "/no/such/file");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Cannot read /no/such/file", run.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<CommandRun> FromInputAsync(byte[] input) => CommandRun.OfAsync(input, Token, "decode", "-");

    private static byte[] Body(params byte[][] frames) => FrameBody.Join([.. frames.Select(f => (ReadOnlyMemory<byte>)f)]);
}
