using System.Diagnostics;
using DroneLink.Load.Network;
using DroneLink.Tool.Tests.EndToEnd;

namespace DroneLink.Tool.Tests.Browser;

/// <summary>The page as people see it: in a real browser, from a real station with the real twins.</summary>
public sealed class PageInBrowserTests
{
    /// <summary>From the start of the ground station to drones that are seen to move.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task ThreeDrones_AreSeenFlyingWithinTenSeconds()
    {
        await using var browser = await Chromium.StartAsync();
        var sinceStart = Stopwatch.StartNew();
        await using var test = await TestStation.StartAsync(drones: 3);
        await browser.NavigateAsync(test.Station.Address);

        await SeeTheFleetMoveAsync(browser);

        Assert.True(sinceStart.Elapsed < Promise, $"it took {sinceStart.Elapsed}");
        var page = await StationPage.ReadAsync(browser);
        Assert.Equal(("live", "3 drones, 3 online"), (page.Connection, page.Summary));
        Assert.True(page.AllInView, "not every drone is in view");
        Assert.Equal(["drone-1", "drone-2", "drone-3"], page.Cards.Select(card => card.Name));
        AssertQuietAndAlone(browser, test);
    }

    [Fact]
    public async Task LostConnection_IsSaidAndMends()
    {
        using var folder = new TestFolder();
        await using var browser = await Chromium.StartAsync();
        var first = await TestStation.StartAsync(folder.Root, drones: 1);

        // The page finds the station again at its old address. A port that was given back may be another program's by then.
        await using var address = new ToxicProxy(first.Station.Port);
        await using (first)
        {
            await browser.NavigateAsync(new Uri($"http://127.0.0.1:{address.Port}/"));
            await SeeTheFleetMoveAsync(browser, drones: 1);
        }

        await SeeAsync(
            browser, page => page is { Connection: "lost", Banner: not "", Summary: "1 drone" } && page.Cards.All(card => card.State == "unknown"),
            "the banner, and no claim about who is online");

        await using var second = await TestStation.StartAsync(folder.Root, drones: 1);
        address.Target = second.Station.Port;
        await SeeAsync(browser, page => page is { Connection: "live", Banner: "" }, "the banner is gone");
        await SeeTheFleetMoveAsync(browser, drones: 1);
    }

    [Fact]
    public async Task EmptyFleet_SaysWhatToDo()
    {
        await using var browser = await Chromium.StartAsync();
        await using var test = await TestStation.StartAsync();
        await browser.NavigateAsync(test.Station.Address);

        await SeeAsync(
            browser,
            page => page is { Connection: "live", Summary: "No drones", Cards.Count: 0, MapNote: not "" }
                && page.FleetNote.Contains("dronelink provision", StringComparison.Ordinal),
            "the empty fleet and the way out of it");
        AssertQuietAndAlone(browser, test);
    }

    [Fact]
    public async Task DeviceThatReportsOverHttpAlone_IsOnlineWhileItIsHeard()
    {
        await using var browser = await Chromium.StartAsync();
        await using var test = await TestStation.StartAsync();
        var kite = await test.AddDeviceAsync("kite");
        await browser.NavigateAsync(test.Station.Address);
        await SeeAsync(browser, page => page.Cards is [{ Name: "kite", State: "offline" }], "a drone that was never heard is offline");

        using var answer = await test.Http.SendAsync(Frames.Post(kite, Frames.Position("kite")), TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();

        await SeeAsync(browser, page => page is { Summary: "1 drone, 1 online", Cards: [{ State: "online" }] }, "it is online");
    }

    [Fact]
    public async Task DeviceThatLeavesTheBroker_IsOfflineAtOnce()
    {
        await using var browser = await Chromium.StartAsync();
        await using var test = await TestStation.StartAsync();
        var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));
        Assert.True(await kite.PublishAsync(kite.FramesTopic, Frames.Position("kite")));
        await browser.NavigateAsync(test.Station.Address);
        await SeeAsync(browser, page => page.Cards is [{ State: "online" }], "it is online");

        await kite.DisposeAsync();

        var sinceLeft = Stopwatch.StartNew();
        await SeeAsync(browser, page => page.Cards is [{ State: "offline" }], "it is offline");
        Assert.True(sinceLeft.Elapsed < Promise, $"it took {sinceLeft.Elapsed}");
    }

    /// <summary>Waits until every drone has been at two places, and the map was drawn anew.</summary>
    private static async Task SeeTheFleetMoveAsync(Chromium browser, int drones = 3)
    {
        StationPage? first = null;
        await SeeAsync(
            browser,
            page =>
            {
                if (page.Cards.Count != drones || page.Cards.Any(card => card is not { State: "online" } || card.Position.Contains('–'))) return false;
                first ??= page;
                return page.Map != first.Map && page.Cards.Zip(first.Cards).All(pair => pair.First.Position != pair.Second.Position);
            },
            $"{drones} drones on the move");
    }

    private static async Task SeeAsync(Chromium browser, Func<StationPage, bool> condition, string what)
    {
        await Eventually.IsTrueAsync(async () => condition(await StationPage.ReadAsync(browser)), what);
    }

    private static void AssertQuietAndAlone(Chromium browser, TestStation test)
    {
        Assert.Empty(browser.Errors);
        Assert.NotEmpty(browser.Requests);
        Assert.All(browser.Requests, request => Assert.Equal(test.Station.Address.Authority, request.Authority));
    }
}
