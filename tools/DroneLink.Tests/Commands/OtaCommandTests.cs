using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Tests.Ota;
using DroneLink.Tool.Tests.Ota;

namespace DroneLink.Tool.Tests.Commands;

public sealed class OtaCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pack_MakesAFileThatSaysWhatIsInIt()
    {
        var image = Write("a.pe", TestImage.Nano());
        var output = _folder.At("a.release");

        var run = await RunAsync("pack", image, "--version", "0.2.0", "--build", "7", "--role", "drone", "--min-version", "0.1.0", "--name", "2026-11-a", "--out", output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"{output}: build 7, version 0.2.0 for drone on nano1, ", run.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal("It needs DroneLink.Firmware 0.1, mscorlib 1.17.", run.OutputLines[1]);
        var file = OtaReleaseFile.Read(File.ReadAllBytes(output));
        Assert.Equal(("2026-11-a", 7, "0.1.0"), (file.Release.Release, file.Release.Build, file.Release.MinVersion.ToString()));
        Assert.Equal(TestImage.Nano(), file.Image.ToArray());

        Assert.Equal(0, (await RunAsync("pack", image, "--version", "0.2.0", "--build", "7", "--role", "drone", "--min-version", "0.1.0", "--name", "2026-11-a", "--out", output)).ExitCode);
        var other = await RunAsync("pack", image, "--version", "0.2.1", "--build", "8", "--out", output);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("with another content", other.Error, StringComparison.Ordinal);
        Assert.Equal(7, OtaReleaseFile.Read(File.ReadAllBytes(output)).Release.Build);
    }

    [Fact]
    public async Task Pack_OfWhatIsNoImage_SaysWhatToDo()
    {
        var cut = Write("cut.pe", TestImage.Nano()[..^1]);
        var second = TestImage.Nano();
        second[5] = (byte)'2';

        Assert.Contains("cut or changed", (await PackAsync(cut)).Error, StringComparison.Ordinal);
        Assert.Contains("nanoFramework 2 (NFMRK2)", (await PackAsync(Write("2.pe", second))).Error, StringComparison.Ordinal);
        Assert.Contains("Cannot read", (await PackAsync(_folder.At("none.pe"))).Error, StringComparison.Ordinal);
        Assert.Contains("bytes", (await PackAsync(Write("big.pe", new byte[1_000_000]))).Error, StringComparison.Ordinal);
        Assert.Contains("role is 'pilot'", (await RunAsync("pack", Write("a.pe", TestImage.Nano()), "--version", "0.2.0", "--build", "7", "--role", "pilot")).Error, StringComparison.Ordinal);

        async Task<CommandRun> PackAsync(string image)
        {
            var run = await RunAsync("pack", image, "--version", "0.2.0", "--build", "7", "--out", _folder.At("x.release"));
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.False(File.Exists(_folder.At("x.release")));
            return run;
        }
    }

    [Fact]
    public async Task AReleaseGoesFromTheImageToItsDevice()
    {
        await using var test = await TestStation.StartAsync();
        var kite = await test.AddDeviceAsync("kite");
        await test.AddDeviceAsync("other");
        var url = test.Station.Address.ToString();
        Assert.Equal(["There is no release. Publish one with 'dronelink ota publish'."], (await RunAsync("status", "--url", url)).OutputLines);
        var image = TestImage.Nano(bytes: 10_000);
        var release = _folder.At("a.release");
        await RunAsync("pack", Write("a.pe", image), "--version", "0.2.0", "--build", "7", "--out", release);

        Assert.Contains("It is not rolled out.", (await RunAsync("publish", release, "--url", url)).Output, StringComparison.Ordinal);
        var rollout = await RunAsync("rollout", "7", "--percent", "100", "--device", "kite", "--at-once", "1", "--url", url);
        Assert.Equal("1 of 1 devices are in, at 100 %: 1 waiting, 0 offered, 0 started, 0 applied, 0 rolledBack, 0 rejected.", rollout.OutputLines[^1]);
        var device = new HttpUpdatingDevice(kite, test.Http);
        var manifest = (await device.ManifestAsync(5))!.Value;
        await device.DownloadAsync(manifest);

        var status = await RunAsync("status", "7", "--url", url);
        Assert.Equal(0, status.ExitCode);
        Assert.Matches("^DEVICE  VERSION  STATE    PROGRESS +REASON$", status.OutputLines[^2]);
        Assert.Matches($@"^kite    0\.1\.0    offered  {image.Length} of {image.Length} bytes, 100 %  -$", status.OutputLines[^1]);
        Assert.Matches(@"^7      0\.2\.0-7  0\.2\.0    any   nano1    active 100 %$", (await RunAsync("status", "--url", url)).OutputLines[^1]);

        await device.TellAsync(test, 13, 3, 7);
        await Eventually.IsTrueAsync(
            async () => (await RunAsync("status", "7", "--url", url)).OutputLines[^1].EndsWith("rolledBack  -         it was not confirmed in time", StringComparison.Ordinal), "rolled back");
        Assert.Contains("1 waiting", (await RunAsync("retry", "7", "--url", url)).Output, StringComparison.Ordinal);
        Assert.Contains("is paused", (await RunAsync("pause", "7", "--url", url)).Output, StringComparison.Ordinal);
        Assert.Null(await device.ManifestAsync(5));
        Assert.Contains("is active", (await RunAsync("resume", "7", "--url", url)).Output, StringComparison.Ordinal);
        Assert.NotNull(await device.ManifestAsync(5));
        Assert.Contains("2 of 2 devices are in", (await RunAsync("rollout", "7", "--device", "all", "--url", url)).Output, StringComparison.Ordinal);
        Assert.Contains("is completed", (await RunAsync("complete", "7", "--url", url)).Output, StringComparison.Ordinal);
        Assert.Contains("is cancelled", (await RunAsync("cancel", "7", "--url", url)).Output, StringComparison.Ordinal);
        var late = await RunAsync("resume", "7", "--url", url);
        Assert.Equal(1, late.ExitCode);
        Assert.Contains("cancelled, for good", late.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAStation_ItSaysSo()
    {
        var run = await RunAsync("status", "--url", "http://127.0.0.1:1");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("No ground station answers at http://127.0.0.1:1/", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheStationRefuses_IsSaidInItsWords()
    {
        await using var test = await TestStation.StartAsync();
        var url = test.Station.Address.ToString();

        Assert.Contains("There is no release 7. Publish it first", (await RunAsync("rollout", "7", "--percent", "5", "--url", url)).Error, StringComparison.Ordinal);
        Assert.Contains("This is no release file", (await RunAsync("publish", Write("x", [1, 2, 3]), "--url", url)).Error, StringComparison.Ordinal);
        Assert.Contains("at most", (await RunAsync("publish", Write("y", new byte[OtaReleaseFile.MaxBytes + 50_000]), "--url", url)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ota pack --help", "pack", "a.pe", "--build", "7")]
    [InlineData("ota pack --help", "pack", "a.pe", "--version", "0.2", "--build", "7")]
    [InlineData("ota pack --help", "pack", "a.pe", "--version", "0.2.0", "--build", "0")]
    [InlineData("ota pack --help", "pack", "a.pe", "--version", "0.2.0")]
    [InlineData("ota rollout --help", "rollout", "seven")]
    [InlineData("ota rollout --help", "rollout", "7", "--percent", "101")]
    [InlineData("ota rollout --help", "rollout", "7", "--device", "a b")]
    [InlineData("ota pause --help", "pause")]
    [InlineData("ota status --help", "status", "--url", "station")]
    [InlineData("ota status --help", "status", "--cloud", "emulators")]
    public async Task WhatIsWrong_IsUsage(string told, params string[] args)
    {
        var run = await RunAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.At(name), bytes);
        return _folder.At(name);
    }

    private static Task<CommandRun> RunAsync(params string[] args) => CommandRun.OfAsync(["ota", .. args]);
}
