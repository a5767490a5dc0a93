using DroneLink.CloudSdk.Ota;
using DroneLink.Host.Twins;
using DroneLink.Load;

namespace DroneLink.Tool.Tests.EndToEnd;

/// <summary>A twin is updated as a board is: packed, published and rolled out by the command, over the broker, into another version of its payload.</summary>
public class TwinUpdateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twin_LoadsTheRelease_AndComesBackWithIt()
    {
        using var folder = new TestFolder();
        await using var test = await TestStation.StartAsync();
        var release = folder.At("next.release");
        var image = Path.Combine(AppContext.BaseDirectory, "releases", "Next.dll");
        await RunAsync("ota", "pack", image, "--version", "0.2.0", "--build", "7", "--out", release);
        await RunAsync("ota", "publish", release, "--url", test.Station.Address.ToString());
        await RunAsync("ota", "rollout", "7", "--percent", "100", "--url", test.Station.Address.ToString());

        using var landing = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var twin = new Twin(await BenchTwin.OptionsAsync(test, folder, isUpdated: true, new HurryingTime(10)));
        var versions = new List<string>();
        var flight = Task.Run(
            () => twin.RunAsync(
                device =>
                {
                    if (versions.LastOrDefault() != device.PayloadVersion) versions.Add(device.PayloadVersion);
                },
                landing.Token),
            Token);
        var status = "";
        await Eventually.IsTrueAsync(
            async () =>
            {
                status = (await CommandRun.OfAsync("ota", "status", "7", "--url", test.Station.Address.ToString())).Output;
                return (await test.Station.Cloud.Rollouts.ListDevicesAsync(7, Token)).Any(device => device.State == OtaDeviceState.Applied);
            },
            () => status);
        await landing.CancelAsync();
        await flight;
        Assert.Equal(["0.1.0", "0.2.0"], versions);
    }

    private static async Task RunAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }
}
