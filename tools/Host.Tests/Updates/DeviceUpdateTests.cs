using DroneLink.Host.Twins;
using Xunit;

namespace DroneLink.Host.Tests.Updates;

/// <summary>A whole device is updated, with a release that is loaded for real.</summary>
public class DeviceUpdateTests
{
    internal const long Utc = 1_795_521_600_000;
    internal static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    internal static readonly byte[] Release = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "releases", "Next.dll"));

    [Fact]
    public void GoodRelease_Runs_AndIsConfirmedOnceTheCloudHasHeardOfIt()
    {
        var cloud = new ScriptedCloud(Key, Release, () => Utc / 1000);
        using var twin = new VirtualTwin(Configuration("plain"), cloud, Utc);
        Assert.Equal("0.1.0", twin.Device.PayloadVersion);
        Assert.True(twin.RunUntil(() => twin.Device.PayloadVersion == "0.2.0", 120), string.Join('\n', twin.Lines));
        Assert.Equal(2u, twin.Boots);
        Assert.True(twin.RunUntil(() => cloud.OtaEvents.Contains("12:512:7"), 120), string.Join(' ', cloud.OtaEvents));
        twin.Run(1200);
        Assert.Equal(2u, twin.Boots);
        Assert.Equal(["11:512:7", "12:512:7"], cloud.OtaEvents);
    }

    [Fact]
    public void ReleaseThatCrashesAtItsStart_IsGivenUp_AndSaysWhy()
    {
        var cloud = new ScriptedCloud(Key, Release, () => Utc / 1000);
        using var twin = new VirtualTwin(Configuration("crashing"), cloud, Utc);
        Assert.True(twin.RunUntil(() => cloud.OtaEvents.Any(e => e.StartsWith("13:", StringComparison.Ordinal)), 300), string.Join('\n', twin.Lines));
        Assert.Equal("0.1.0", twin.Device.PayloadVersion);
        Assert.Equal(["11:512:7", "13:1:7"], cloud.OtaEvents);
        Assert.Contains(twin.Lines, line => line.Contains("this release crashes here", StringComparison.Ordinal));
    }

    [Fact]
    public void ReleaseThatTheCloudNeverHearsOf_IsGivenUpInTime()
    {
        var cloud = new ScriptedCloud(Key, Release, () => Utc / 1000);
        using var twin = new VirtualTwin(Configuration("silent"), cloud, Utc);
        Assert.True(twin.RunUntil(() => twin.Device.PayloadVersion == "0.2.0", 120), string.Join('\n', twin.Lines));
        Assert.True(twin.RunUntil(() => cloud.OtaEvents.Any(e => e.StartsWith("13:", StringComparison.Ordinal)), 300), string.Join('\n', twin.Lines));
        Assert.Equal("0.1.0", twin.Device.PayloadVersion);
        Assert.Equal(["11:512:7", "13:3:7"], cloud.OtaEvents);
    }

    [Fact]
    public void ConnectionThatIsCutAtEveryBlock_OnlyTakesLonger()
    {
        var cloud = new ScriptedCloud(Key, Release, () => Utc / 1000);
        using var twin = new VirtualTwin(Configuration("plain"), cloud, Utc);
        var cuts = 0;
        Assert.True(twin.RunUntil(
            () =>
            {
                twin.Board.OnBlock = () =>
                {
                    cuts++;
                    twin.Board.Cut();
                };
                return twin.Device.PayloadVersion == "0.2.0";
            },
            3600),
            $"{cuts} cuts, {twin.Device.Ota.LoadedBytes} bytes");
        Assert.True(cuts > 50, $"only {cuts} cuts");
        Assert.True(twin.RunUntil(() => cloud.OtaEvents.Contains("12:512:7"), 120), string.Join(' ', cloud.OtaEvents));
    }

    /// <summary>Whatever the power is cut in, the device boots, goes on, and reports.</summary>
    [Theory]
    [InlineData("plain", "12:512:7", "0.2.0")]
    [InlineData("crashing", "13:1:7", "0.1.0")]
    public void PowerCutAtEverySingleWrite_LeavesADeviceThatBootsAndReports(string link, string outcome, string version)
    {
        var writes = WritesOf(link, outcome);
        Assert.True(writes > 40, $"only {writes} writes");
        Parallel.For(1, writes + 1, cut =>
        {
            var cloud = new ScriptedCloud(Key, Release, () => Utc / 1000);
            using var twin = new VirtualTwin(Configuration(link), cloud, Utc, new CuttableFlash { CutAt = cut, Kind = (CutKind)(cut % 4) });
            Assert.True(
                twin.RunUntil(() => cloud.OtaEvents.Contains(outcome), 900),
                $"cut {cut} of {writes}: {string.Join(' ', cloud.OtaEvents)}; {string.Join(Environment.NewLine, twin.Lines)}");
            Assert.Contains("power cut", twin.Lines);
            Assert.True(twin.RunUntil(() => twin.Device.PayloadVersion == version, 60), $"cut {cut}: it runs {twin.Device.PayloadVersion}");
        });
    }

    private static int WritesOf(string link, string outcome)
    {
        var cloud = new ScriptedCloud(Key, Release, () => Utc / 1000);
        using var twin = new VirtualTwin(Configuration(link), cloud, Utc);
        Assert.True(twin.RunUntil(() => cloud.OtaEvents.Contains(outcome), 900));
        return twin.Flash.Operations;
    }

    internal static string Configuration(string link, string deviceId = "kite") => $$"""
        {"deviceId":"{{deviceId}}","key":"{{Convert.ToHexString(Key)}}","linkId":"{{link}}","mqtt":{"host":"none","tls":false},"autopilot":{},
         "ota":{"slotKb":160,"trialMs":120000},"storageKb":1024,"uplink":{"firstTryMs":0,"backoffCapMs":2000}
        }
        """;
}
