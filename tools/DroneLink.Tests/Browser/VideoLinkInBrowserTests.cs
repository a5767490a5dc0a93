using DroneLink.Firmware.VideoLink;
using DroneLink.Host.Simulation;

namespace DroneLink.Tool.Tests.Browser;

/// <summary>What the page says of a video link, in a real browser, from a real station that two devices talk to.</summary>
public sealed class VideoLinkInBrowserTests
{
    private const int Degraded = 3;
    private const int Lost = 4;
    private const int Restored = 5;
    private const int TooClose = 6;
    private const int TransmitterHot = 7;
    private const int ReceiverHot = 8;
    private const int Interference = 9;
    private const int TooCloseEnded = 27;

    [Fact]
    public async Task Link_ThatIsLostAndComesBack_IsToldInWords()
    {
        await using var scene = await Scene.OpenAsync();
        await scene.Receiver.ReadingAsync(-60, 87);
        await scene.SeeAsync(card => card is { Link: "−60 dBm 5800 MHz", Health: "87 of 100 good", Alarms: [] }, "a good link");

        await scene.Receiver.EventAsync(Degraded, severity: 4, value: 31, value2: -8420);
        await scene.Receiver.ReadingAsync(-84, 31);
        await scene.SeeAsync(
            card => card is { Link: "−84 dBm degraded", Health: "31 of 100 bad", Alarms: [var alarm] }
                && alarm.StartsWith("⚠ video link degraded: health 31 of 100", StringComparison.Ordinal),
            "a degraded link");

        await scene.Receiver.EventAsync(Lost, severity: 3, value: -9300, value2: 2050);
        await scene.Receiver.ReadingAsync(-93, 0, availabilityPermille: 0);
        await scene.SeeAsync(
            card => card is { Link: "−93 dBm lost", Health: "0 of 100 bad", Alarms: [var alarm] }
                && alarm.StartsWith("✖ video link lost ", StringComparison.Ordinal) && alarm.EndsWith(" s ago", StringComparison.Ordinal),
            "a lost link");
        Assert.Equal("eye: video link lost", (await scene.ReadAsync()).ReadOut);

        await scene.Receiver.EventAsync(Restored, severity: 5, value: -6000, value2: 14000);
        await scene.Receiver.ReadingAsync(-60, 90);
        await scene.SeeAsync(card => card is { Link: "−60 dBm 5800 MHz", Health: "90 of 100 good", Alarms: [] }, "a good link again");

        var page = await scene.ReadAsync();
        Assert.Equal("Health in the last 5 minutes: between 0 and 90", page.Cards[0].History);
        Assert.Equal(
            [
                "eye video link restored: −60 dBm, after 14 s",
                "error eye video link lost: −93 dBm, below the threshold for 2 s",
                "warning eye video link degraded: health 31 of 100, −84 dBm",
            ],
            page.Events);
        Assert.Empty(scene.Browser.Errors);
    }

    /// <summary>The whole way: two devices in a simulated world fly out of their link's reach and back, and the page tells that story.</summary>
    [Fact]
    public async Task SimulatedFlight_OutOfReachAndBack_IsToldByThePage()
    {
        await using var scene = await Scene.OpenAsync();
        var flight = new FlightOptions
        {
            Seed = 3,
            Mission = FlightMission.OutAndBack,
            StartUtcMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        };
        using var drone = scene.Fly("""
            "autopilot":{},"transmitter":{"control":"tramp","switchPin":27,"powerMw":25,"supply":{"sensor":"ina226"}}
            """, flight);
        using var receiver = scene.Watch("""
            "role":"groundReceiver","autopilot":{},"videoLink":{"frequencyMHz":5805,"dataPin":18,"selectPin":5,"clockPin":19,"transmitterMw":25},
            "receiver":{"temperature":{"sensor":"ntc","adcChannel":3}}
            """, flight);
        var lastMs = flight.StartUtcMs;

        await FlyUntilAsync(() => receiver.NowMs >= 30_000);
        await scene.SeeAsync(card => card is { Alarms: [], Transmitter: var sent, Receiver: var received } && card.Health.EndsWith(" good", StringComparison.Ordinal)
            && sent.EndsWith(" °C · on", StringComparison.Ordinal) && received.EndsWith(" °C · on", StringComparison.Ordinal), "a good link");

        await FlyUntilAsync(() => receiver.Application.Receiver.Monitor.Condition == LinkCondition.Degraded);
        await scene.SeeAsync(card => card.Alarms is [var alarm] && alarm.StartsWith("⚠ video link degraded", StringComparison.Ordinal), "a degraded link");

        await FlyUntilAsync(() => receiver.Application.Receiver.Monitor.Condition == LinkCondition.Lost);
        await scene.SeeAsync(card => card.Alarms is [var alarm] && alarm.StartsWith("✖ video link lost", StringComparison.Ordinal), "a lost link");

        await FlyUntilAsync(() => receiver.Application.Receiver.Monitor.Condition == LinkCondition.Good);
        await scene.SeeAsync(card => card.Alarms is [] && card.Health.EndsWith(" good", StringComparison.Ordinal), "a link that is back");

        var told = (await scene.ReadAsync()).Events.Where(line => line.Contains("video link", StringComparison.Ordinal)).ToList();
        Assert.StartsWith("eye video link restored: ", told[0], StringComparison.Ordinal);
        Assert.Single(told, line => line.Contains("video link lost: ", StringComparison.Ordinal));
        Assert.StartsWith("warning eye video link degraded: health ", told[^1], StringComparison.Ordinal);
        Assert.Empty(scene.Browser.Errors);

        async Task FlyUntilAsync(Func<bool> condition)
        {
            do
            {
                receiver.RunUntil(receiver.NowMs + 1000);
                Assert.True(receiver.NowMs < 600_000, "the flight does not get there");
            }
            while (!condition());

            // What was seen so far reaches the device's uplink within a frame's age.
            receiver.RunUntil(receiver.NowMs + 2000);
            drone.RunUntil(receiver.NowMs);
            var nowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await drone.SendAsync(lastMs, nowMs);
            await receiver.SendAsync(lastMs, nowMs);
            lastMs = nowMs;
        }
    }

    [Fact]
    public async Task Alarms_OfHeatAndNearness_OpenAndClose()
    {
        await using var scene = await Scene.OpenAsync();
        await scene.Transmitter.TransmitterAsync(41, state: 2);
        await scene.Receiver.ReceiverAsync(38, state: 1);
        await scene.Receiver.ReadingAsync(-60, 87);
        await scene.SeeAsync(card => card is { Transmitter: "41 °C · on", Receiver: "38 °C · on", Alarms: [] }, "no alarm");

        await scene.Transmitter.EventAsync(TransmitterHot, severity: 4, value: 8600, value2: 2);
        await scene.Transmitter.TransmitterAsync(86, state: 3);
        await scene.SeeAsync(
            card => card is { Transmitter: "86 °C · throttled", Alarms: [var alarm] }
                && alarm.StartsWith("⚠ transmitter hot: 86 °C, power reduced", StringComparison.Ordinal),
            "a hot transmitter");

        await scene.Receiver.EventAsync(TooClose, severity: 4, value: -2400);
        await scene.Receiver.ReadingAsync(-24, health: null, flags: 1);
        await scene.SeeAsync(
            card => card is { Link: "−24 dBm 5800 MHz", Health: "no reading saturated", Alarms.Count: 2 }
                && card.Alarms[1].StartsWith("⚠ receiver too close to a transmitter: move it 10 m away; do not trust the health", StringComparison.Ordinal),
            "a receiver too close");

        await scene.Transmitter.EventAsync(TransmitterHot, severity: 5, value: 6000, value2: 0);
        await scene.Transmitter.TransmitterAsync(60, state: 2);
        await scene.SeeAsync(card => card is { Transmitter: "60 °C · on", Alarms.Count: 1 }, "a transmitter that cooled down");
        await scene.Receiver.EventAsync(TooCloseEnded, severity: 5, value: -6000);
        await scene.Receiver.ReadingAsync(-60, 87);
        await scene.SeeAsync(card => card is { Health: "87 of 100 good", Alarms: [] }, "a receiver that was moved");

        await scene.Receiver.EventAsync(ReceiverHot, severity: 4, value: 7149);
        await scene.Receiver.EventAsync(Interference, severity: 4, value: 72, value2: 5785);
        await scene.SeeAsync(
            card => card.Alarms is [var first, var second]
                && first.StartsWith("⚠ receiver hot: 71 °C", StringComparison.Ordinal)
                && second.StartsWith("⚠ interference 72 of 100 from 5785 MHz: change the channel", StringComparison.Ordinal),
            "a hot receiver, and interference");
        Assert.Equal(
            [
                "warning eye interference 72 of 100 from 5785 MHz",
                "warning eye video receiver hot: 71 °C",
                "eye receiver is no longer too close to a transmitter: −60 dBm",
                "kite video transmitter cooled down: 60 °C",
                "warning eye receiver too close to a transmitter: −24 dBm",
                "warning kite video transmitter hot: 86 °C",
            ],
            (await scene.ReadAsync()).Events);
        Assert.Empty(scene.Browser.Errors);
    }

    [Fact]
    public async Task Alarm_ThatGetsWorse_IsReadOutAgain_AndAnEventOfADeviceWithoutALinkToo()
    {
        await using var scene = await Scene.OpenAsync();
        await scene.Transmitter.EventAsync(TransmitterHot, severity: 4, value: 8600, value2: 1);
        await scene.SeeReadOutAsync("kite: transmitter hot: 86 °C");

        await scene.Transmitter.EventAsync(TransmitterHot, severity: 3, value: 9900, value2: 3);
        await scene.Transmitter.TransmitterAsync(99, state: 4);
        await scene.SeeReadOutAsync("kite: transmitter hot: 99 °C, switched off");

        await using var lone = await scene.AddAsync("lone", "groundReceiver");
        await new LinkFrames(lone).EventAsync(ReceiverHot, severity: 4, value: 7700, value2: 1);
        await scene.SeeReadOutAsync("lone: video receiver hot: 77 °C");
    }

    [Fact]
    public async Task Reason_ThatTheTransmitterIsOff_IsSaidInFull()
    {
        await using var scene = await Scene.OpenAsync();
        await scene.Receiver.EventAsync(Lost, severity: 3, value: -9300, value2: 2050);
        await scene.Receiver.ReadingAsync(-93, 0, availabilityPermille: 0);
        await scene.Transmitter.TransmitterAsync(30, state: 1);
        await scene.SeeAsync(card => card is { Health: "– TX in pit mode" }, "pit mode");
        Assert.Equal("", (await scene.ReadAsync()).Cut);

        await scene.Transmitter.TransmitterAsync(30, state: 0);
        await scene.SeeAsync(card => card is { Health: "– TX off" }, "off");
        Assert.Equal("", (await scene.ReadAsync()).Cut);
    }

    [Fact]
    public async Task BenchDeviceWithoutALink_HasALineOfItsHealth()
    {
        await using var browser = await Chromium.StartAsync();
        await using var test = await TestStation.StartAsync();
        await using var bench = await test.ConnectAsync(await test.AddDeviceAsync("bench", "bench"));
        var frames = new LinkFrames(bench);
        await frames.ReadingAsync(-60, 40, ageMs: 60_000);
        await browser.NavigateAsync(test.Station.Address);
        await SeeHistoryAsync("between 40 and 40");

        await frames.ReadingAsync(-60, 87);
        await SeeHistoryAsync("between 40 and 87");

        Task SeeHistoryAsync(string what) => Eventually.IsTrueAsync(
            async () => (await StationPage.ReadAsync(browser)).Cards is [{ History: var history }] && history.EndsWith(what, StringComparison.Ordinal), what);
    }

    [Fact]
    public async Task Reasons_WhyThereIsNoReading_AreSaid()
    {
        await using var scene = await Scene.OpenAsync();
        await scene.SeeAsync(card => card is { Link: "– not measured yet", Health: "–", History: "No health in the last 5 minutes" }, "no reading yet");

        foreach (var (flags, words, alarms) in new[] { (8, "no sample", 0), (2, "not tuned", 1), (4, "receiver mute", 1) })
        {
            await scene.Receiver.ReadingAsync(-60, health: null, flags: flags);
            await scene.SeeAsync(card => card.Health == $"no reading {words}" && card.Alarms.Count == alarms, words);
        }

        await scene.Receiver.ReceiverAsync(30, state: 0);
        await scene.Receiver.ReadingAsync(-60, health: null, flags: 8);
        await scene.SeeAsync(card => card is { Health: "no reading receiver off", Receiver: "30 °C · off" }, "the receiver is off");
    }

    [Fact]
    public async Task Link_IsThereWhenThePageIsOpened_AndNothingIsCutOffOnAnyScreen()
    {
        await using var scene = await Scene.OpenAsync(async (transmitter, receiver) =>
        {
            for (var second = 200; second > 0; second -= 2) await receiver.ReadingAsync(-84, second == 100 ? 12 : 60, ageMs: second * 1000);
            await receiver.EventAsync(Degraded, severity: 4, value: 31, value2: -8420);
            await receiver.ReadingAsync(-84, 31, flags: 32);
            await receiver.EventAsync(TooClose, severity: 4, value: -2400);
            await receiver.EventAsync(ReceiverHot, severity: 4, value: 7700, value2: 1);
            await receiver.ReceiverAsync(77, state: 1);
            await transmitter.EventAsync(TransmitterHot, severity: 3, value: 10400, value2: 2);
            await transmitter.TransmitterAsync(104, state: 3);
        });
        await scene.SeeAsync(
            card => card is { Link: "−84 dBm degraded", Alarms.Count: 5, History: "Health in the last 5 minutes: between 12 and 60" or "Health in the last 5 minutes: between 12 and 61" },
            "what was before the page");

        foreach (var (width, height) in new[] { (1280, 800), (390, 844), (844, 390) })
        {
            await scene.Browser.ResizeAsync(width, height);
            Assert.Equal("", (await scene.ReadAsync()).Cut);
        }
    }

    /// <summary>A station with a drone and a ground receiver of one link, and a browser that shows it.</summary>
    private sealed class Scene(Chromium browser, TestStation station, FakeDevice drone, FakeDevice receiver) : IAsyncDisposable
    {
        public Chromium Browser => browser;

        public LinkFrames Transmitter { get; } = new(drone);

        public LinkFrames Receiver { get; } = new(receiver);

        public SimulatedEnd Fly(string parts, FlightOptions flight) => new(drone, parts, flight);

        public SimulatedEnd Watch(string parts, FlightOptions flight) => new(receiver, parts, flight);

        public static async Task<Scene> OpenAsync(Func<LinkFrames, LinkFrames, Task>? before = null)
        {
            var browser = await Chromium.StartAsync();
            var station = await TestStation.StartAsync();
            var drone = await station.ConnectAsync(await station.AddDeviceAsync("kite", link: "link"));
            var receiver = await station.ConnectAsync(await station.AddDeviceAsync("eye", "groundReceiver", "link"));
            var scene = new Scene(browser, station, drone, receiver);
            if (before is not null) await before(scene.Transmitter, scene.Receiver);
            await browser.NavigateAsync(station.Station.Address);
            await scene.SeeAsync(card => card.Name == "kite", "the page");
            return scene;
        }

        public async Task<FakeDevice> AddAsync(string deviceId, string role) =>
            await station.ConnectAsync(await station.AddDeviceAsync(deviceId, role));

        public Task SeeReadOutAsync(string what) => Eventually.IsTrueAsync(
            async () => (await ReadAsync()).ReadOut.Replace('\u00a0', ' ') == what, what);

        public Task<StationPage> ReadAsync() => StationPage.ReadAsync(browser);

        public async Task SeeAsync(Func<StationPage.Card, bool> condition, string what)
        {
            StationPage? page = null;
            try
            {
                await Eventually.IsTrueAsync(
                    async () =>
                    {
                        page = await ReadAsync();
                        return page is { Connection: "live", Cards: [var card] } && condition(card);
                    },
                    what);
            }
            catch (Exception e) when (page is { Cards: [var card] })
            {
                throw new InvalidOperationException($"{what}; the page shows {card} with {string.Join(" | ", card.Alarms)}", e);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await browser.DisposeAsync();
            await drone.DisposeAsync();
            await receiver.DisposeAsync();
            await station.DisposeAsync();
        }
    }
}
