using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Ota;
using Xunit;

namespace DroneLink.Host.Tests.Updates;

/// <summary>An update from its publication to the last device's word, by the handlers and the firmware that are used in the field.</summary>
public class FleetUpdateTests
{
    private const int Build = 7;

    [Fact]
    public void RollOutToThreeOfTen_OfWhichTwoFail_Pauses_AndEachDeviceRunsWhatItShould()
    {
        var release = OtaRelease.Of(DeviceUpdateTests.Release, new OtaVersion(0x000200), Build, "2026-11-a");
        var rollout = new OtaRollout { Build = Build, Percentage = 30, ChangedAt = DateTimeOffset.UnixEpoch };
        var (inside, outside) = Choose(release, rollout);
        using var fleet = new EmbeddedFleet();
        var crashing = fleet.Add(inside[0], "crashing");
        var silent = fleet.Add(inside[1], "silent");
        var cut = fleet.Add(inside[2], "plain");
        foreach (var id in outside) fleet.Add(id, "plain");

        fleet.Ask("POST", "/v1/ota/releases", new OtaReleaseFile(release, DeviceUpdateTests.Release).Write(), OtaReleaseFile.ContentType);
        fleet.Ask("POST", $"/v1/ota/releases/{Build}/rollout", """{"state":"active","percentage":30,"pauseAtFailurePercent":50,"pauseAfterEnded":3}""");
        var cuts = 0;
        Assert.True(
            fleet.RunUntil(
                () =>
                {
                    cut.Board.OnBlock = () =>
                    {
                        cuts++;
                        cut.Board.Cut();
                    };
                    return fleet.Progress(Build).Values.Count(device => device.State is "applied" or "rolledBack" or "rejected") == 3;
                },
                1800),
            Tell(fleet));

        Assert.True(cuts > 50, $"only {cuts} cuts");
        var progress = fleet.Progress(Build);
        Assert.Equal(("rolledBack", 1), progress[crashing.DeviceId]);
        Assert.Equal(("rolledBack", 3), progress[silent.DeviceId]);
        Assert.Equal(("applied", null), progress[cut.DeviceId]);
        Assert.Equal("0.1.0", crashing.Device.PayloadVersion);
        Assert.Equal("0.1.0", silent.Device.PayloadVersion);
        Assert.Equal("0.2.0", cut.Device.PayloadVersion);
        Assert.All(fleet.Twins.Skip(3), twin => Assert.Equal(("0.1.0", 1u), (twin.Device.PayloadVersion, twin.Boots)));
        var told = fleet.Ask("GET", $"/v1/ota/releases/{Build}").GetProperty("rollout");
        Assert.Equal("paused", told.GetProperty("state").GetString());
        Assert.Contains("2 of the 3", told.GetProperty("pausedBecause").GetString(), StringComparison.Ordinal);

        // Nobody new gets it while it is paused; once somebody has said so, the others do, and those that failed are left alone.
        Assert.False(fleet.RunUntil(() => fleet.Twins.Skip(3).Any(twin => twin.Boots > 1), 120));
        fleet.Ask("POST", $"/v1/ota/releases/{Build}/rollout", """{"state":"active","percentage":100}""");
        Assert.True(fleet.RunUntil(() => fleet.Progress(Build).Values.Count(device => device.State == "applied") == 8, 1800), Tell(fleet));
        Assert.All(fleet.Twins.Skip(2), twin => Assert.Equal("0.2.0", twin.Device.PayloadVersion));
        Assert.Equal("0.1.0", crashing.Device.PayloadVersion);
    }

    // Names of ten devices of which just three are in at 30 %.
    private static (IReadOnlyList<string> Inside, IReadOnlyList<string> Outside) Choose(OtaRelease release, OtaRollout rollout)
    {
        var all = Enumerable.Range(1, 100).Select(i => $"drone-{i}").ToLookup(
            id => rollout.Includes(release, new DeviceIdentity(id, "default", DeviceUpdateTests.Key, "drone", "plain")));
        return ([.. all[true].Take(3)], [.. all[false].Take(7)]);
    }

    private static string Tell(EmbeddedFleet fleet) => string.Join(Environment.NewLine, fleet.Progress(Build).Select(device => $"{device.Key} {device.Value}")
        .Concat(fleet.Twins.Select(twin => $"{twin.DeviceId} {twin.NowMs} ms {twin.Device.Uplink.State} {twin.Device.Ota.Phase} {string.Join(' ', twin.Lines.TakeLast(3))}")));
}
