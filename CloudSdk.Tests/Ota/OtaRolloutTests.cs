using CsCheck;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaRolloutTests
{
    private static readonly OtaRelease Release = TestImage.Release(name: "2026-11-a").Release;

    [Fact]
    public void Raising_the_percentage_only_ever_adds_devices() => Gen.Select(Names, Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[1, 1000]).Sample((names, a, b, number) =>
    {
        var release = Release with { Release = $"r{number}" };
        var less = Included(release, names, Math.Min(a, b));
        return less.IsSubsetOf(Included(release, names, Math.Max(a, b)));
    });

    [Fact]
    public void Nobody_is_in_at_0_and_all_are_at_100() => Names.Sample(names =>
        Included(Release, names, 0).Count == 0 && Included(Release, names, 100).SetEquals(names));

    [Fact]
    public void Of_ten_devices_30_percent_are_three_on_the_average_and_others_in_each_release()
    {
        string[] ten = [.. Enumerable.Range(1, 10).Select(i => $"drone-{i}")];
        var sizes = Enumerable.Range(0, 2000).Select(i => Included(Release with { Release = $"2026-{i}" }, ten, 30)).ToList();

        // The standard error is sqrt(10 * 0.3 * 0.7 / 2000) = 0.03.
        Assert.InRange(sizes.Average(set => set.Count), 2.85, 3.15);
        foreach (var device in ten)
            Assert.InRange(sizes.Count(set => set.Contains(device)) / 2000.0, 0.25, 0.35);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(99)]
    public void Of_many_devices_the_share_is_the_percentage(int percentage)
    {
        string[] many = [.. Enumerable.Range(0, 20_000).Select(i => $"d{i}")];

        Assert.InRange(Included(Release, many, percentage).Count / 200.0, percentage - 1.2, percentage + 1.2);
    }

    // Who is in is stored nowhere: should this change, a roll-out under way would begin with other devices.
    [Fact]
    public void Who_is_in_never_changes()
    {
        var ten = Enumerable.Range(1, 10).Select(i => $"drone-{i}");

        Assert.Equal("drone-2 drone-8 drone-9", string.Join(' ', Included(Release, ten, 50).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_cohort_is_fleet_and_role_and_list()
    {
        var all = new OtaRollout { Build = 7, Percentage = 100, ChangedAt = default };
        DeviceIdentity Device(string id, string fleet = "north", string role = "drone") => new(id, fleet, new byte[32], role, null);

        Assert.True(all.Includes(Release, Device("a")));
        Assert.False((all with { FleetId = "south" }).Includes(Release, Device("a")));
        Assert.False((all with { Role = "groundReceiver" }).Includes(Release, Device("a")));
        Assert.False((all with { Devices = ["b"] }).Includes(Release, Device("a")));
        Assert.True((all with { FleetId = "north", Role = "drone", Devices = ["a", "b"] }).Includes(Release, Device("a")));
        Assert.False(all.Includes(Release with { Role = "groundReceiver" }, Device("a")));
        Assert.True(all.Includes(Release with { Role = "drone" }, Device("a")));
        Assert.False((all with { Percentage = null }).Includes(Release, Device("a")));
    }

    private static Gen<List<string>> Names => Gen.Int[0, 5000].HashSet[0, 50].Select(numbers => numbers.Select(i => $"drone-{i}").ToList());

    private static HashSet<string> Included(OtaRelease release, IEnumerable<string> names, int percentage)
    {
        var rollout = new OtaRollout { Build = release.Build, Percentage = percentage, ChangedAt = default };
        return [.. names.Where(name => rollout.Includes(release, new DeviceIdentity(name, "f", new byte[32], "drone", null)))];
    }
}
