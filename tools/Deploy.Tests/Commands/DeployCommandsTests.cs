using DroneLink.Deploy.Commands;
using DroneLink.Deploy.Stack;

namespace DroneLink.Deploy.Tests.Commands;

public sealed class DeployCommandsTests
{
    [Fact]
    public void Synth_WritesTheTemplate()
    {
        Assert.SkipWhen(Synthesis.WhyNot is not null, Synthesis.WhyNot ?? "");
        using var folder = new TestFolder();

        var (code, output, error) = Run("synth", "--out", folder.Path, "--stage", "one");

        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Equal(folder.At("one-dronelink.template.json"), output.Trim());
        Assert.True(File.Exists(output.Trim()));
    }

    [Fact]
    public void Synth_WithAnUnknownBootstrap_IsRefused()
    {
        var (code, _, error) = Run("synth", "--bootstrap", "nowhere.zip");

        Assert.Equal(1, code);
        Assert.Contains("nowhere.zip", error, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingOutOfRange_IsExplained()
    {
        var (code, _, error) = Run("deploy", "--stream-hours", "1");

        Assert.Equal(1, code);
        Assert.Equal("--stream-hours 1: allowed are 24 to 168.", error.Trim());
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("deploy", "--build", "elsewhere")]
    [InlineData("cost", "--drones", "many")]
    public void CommandLineThatCannotBeUnderstood_IsUsage(params string[] args) => Assert.Equal(2, Run(args).Code);

    [Fact]
    public void Cost_PrintsTheTotal()
    {
        var (code, output, _) = Run("cost", "--drones", "10", "--hours-per-day", "24");

        Assert.Equal(0, code);
        Assert.Contains("for 10 drones, 24 h a day", output, StringComparison.Ordinal);
        Assert.Contains("us-east-1", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--hours-per-day", "25")]
    [InlineData("--frames-per-second", "0")]
    [InlineData("--drones", "-1")]
    public void Cost_OfTheImpossible_IsRefused(string option, string value) => Assert.Equal(1, Run("cost", option, value).Code);

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = DeployCommands.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
