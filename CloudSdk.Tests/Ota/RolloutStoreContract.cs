using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

/// <summary>What every store of roll-outs keeps to.</summary>
public abstract class RolloutStoreContract
{
    protected abstract IRolloutStore Store { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rollout_is_found_as_it_was_put()
    {
        var full = new OtaRollout
        {
            Build = 7,
            State = OtaRolloutState.Paused,
            FleetId = "north",
            Role = "drone",
            Devices = ["b", "a"],
            Percentage = 30,
            MaxInProgress = 5,
            PauseAtFailurePercent = 10,
            PauseAfterEnded = 3,
            CountsFrom = OtaFixture.Now.AddMilliseconds(1),
            PausedBecause = "2 of the 3",
            ChangedAt = OtaFixture.Now,
            ChangedBy = "owner",
        };
        Assert.True(await Store.TryPutAsync(full, Token));

        var found = (await Store.FindAsync(7, Token))!;

        Assert.Equal(["a", "b"], found.Devices);
        Assert.Equal(full with { Devices = found.Devices, Version = 1 }, found);
        Assert.Null(await Store.FindAsync(8, Token));
    }

    [Fact]
    public async Task What_is_not_set_stays_not_set()
    {
        var least = new OtaRollout { Build = 7, PauseAtFailurePercent = null, ChangedAt = OtaFixture.Now };
        await Store.TryPutAsync(least, Token);

        var found = (await Store.FindAsync(7, Token))!;
        Assert.Equal(least with { Version = 1, Devices = found.Devices }, found);
    }

    [Fact]
    public async Task Only_who_read_the_last_version_puts_the_next()
    {
        var first = new OtaRollout { Build = 7, Percentage = 1, ChangedAt = OtaFixture.Now };
        Assert.True(await Store.TryPutAsync(first, Token));
        Assert.False(await Store.TryPutAsync(first with { Percentage = 2 }, Token));
        var read = (await Store.FindAsync(7, Token))!;
        Assert.True(await Store.TryPutAsync(read with { Percentage = 3 }, Token));
        Assert.False(await Store.TryPutAsync(read with { Percentage = 4 }, Token));
        Assert.Equal((3, 2L), ((await Store.FindAsync(7, Token))!.Percentage, (await Store.FindAsync(7, Token))!.Version));
    }

    [Fact]
    public async Task The_list_has_all_the_highest_build_first()
    {
        foreach (var build in new[] { 9, 100, int.MaxValue, 1 })
            await Store.TryPutAsync(new OtaRollout { Build = build, ChangedAt = OtaFixture.Now }, Token);

        Assert.Equal([int.MaxValue, 100, 9, 1], (await Store.ListAsync(Token)).Select(rollout => rollout.Build));
    }

    [Fact]
    public async Task A_device_is_found_as_it_was_put()
    {
        OtaVersion.TryParse("0.1.0", out var version);
        var full = new OtaDevice
        {
            Build = 7,
            DeviceId = "kite",
            State = OtaDeviceState.RolledBack,
            Code = 2,
            FromBuild = 5,
            FromVersion = version,
            Offers = 3,
            DownloadedBytes = 4092,
            AskedAt = OtaFixture.Now,
            ChangedAt = OtaFixture.Now.AddMilliseconds(5),
            BootId = uint.MaxValue,
            Sequence = uint.MaxValue,
        };
        var least = new OtaDevice { Build = 7, DeviceId = "other", ChangedAt = OtaFixture.Now };

        Assert.True(await Store.TryPutDeviceAsync(full, Token));
        Assert.True(await Store.TryPutDeviceAsync(least, Token));
        Assert.True(await Store.TryPutDeviceAsync(least with { Build = 8 }, Token));

        Assert.Equal(full with { Version = 1 }, await Store.FindDeviceAsync(7, "kite", Token));
        Assert.Equal([full with { Version = 1 }, least with { Version = 1 }], await Store.ListDevicesAsync(7, Token));
        Assert.Null(await Store.FindDeviceAsync(9, "kite", Token));
        Assert.Empty(await Store.ListDevicesAsync(9, Token));
    }

    [Fact]
    public async Task Of_many_who_count_at_once_none_is_lost()
    {
        await Store.TryPutDeviceAsync(new OtaDevice { Build = 7, DeviceId = "kite", ChangedAt = OtaFixture.Now }, Token);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                while (true)
                {
                    var read = (await Store.FindDeviceAsync(7, "kite", Token))!;
                    if (await Store.TryPutDeviceAsync(read with { Offers = read.Offers + 1 }, Token))
                        return;
                }
            },
            Token)));

        Assert.Equal(8, (await Store.FindDeviceAsync(7, "kite", Token))!.Offers);
    }

    [Fact]
    public async Task Serials_rise_strictly_whoever_asks_at_once_and_whatever_the_clock()
    {
        var given = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () => await Store.NextSerialAsync("kite", 1000, Token), Token)));
        Assert.Equal([1000, 1001, 1002, 1003, 1004], given.Order());

        Assert.Equal(1005, await Store.NextSerialAsync("kite", 7, Token));
        Assert.Equal(2000, await Store.NextSerialAsync("kite", 2000, Token));
        Assert.Equal(7, await Store.NextSerialAsync("other", 7, Token));
    }
}
