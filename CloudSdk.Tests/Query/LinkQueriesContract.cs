using System.Text.Json;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.CloudSdk.Wire;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Query;

/// <summary>What <c>/v1/links</c> answers on every cloud. Each test gets an empty one.</summary>
public abstract class LinkQueriesContract : IAsyncLifetime
{
    private const string Receiver = "receiver-1";
    private const string Drone = "drone-1";

    private ITelemetryCloud? _opened;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Now));
    private uint _sequence;

    private ITelemetryCloud Cloud => _opened!;

    public async ValueTask InitializeAsync() => _opened = await OpenAsync(_time);

    public ValueTask DisposeAsync()
    {
        _opened?.Dispose();
        return CloseAsync();
    }

    /// <summary>Opens an empty cloud.</summary>
    protected abstract ValueTask<ITelemetryCloud> OpenAsync(TimeProvider timeProvider);

    /// <summary>Removes what was opened.</summary>
    protected abstract ValueTask CloseAsync();

    [Fact]
    public async Task List_WithoutALink_IsEmpty()
    {
        await AddAsync(Drone, "drone", null);

        Assert.Equal("""{"links":[]}""", await BodyAsync("/v1/links"));
    }

    [Fact]
    public async Task List_HasEveryLinkWithThoseOfItsEndsThatThereAre()
    {
        await AddAsync("b", "groundReceiver", "link-2");
        await AddAsync("d", "drone", "link-1");
        await AddAsync("c", "groundReceiver", "link-1");

        using var answer = JsonDocument.Parse(await BodyAsync("/v1/links"));
        var links = answer.RootElement.GetProperty("links").EnumerateArray().ToList();

        Assert.Equal(["link-1", "link-2"], links.Select(link => link.GetProperty("linkId").GetString()));
        Assert.Equal(["c groundReceiver", "d drone"], links[0].GetProperty("devices").EnumerateArray()
            .Select(device => $"{device.GetProperty("deviceId")} {device.GetProperty("role")}"));
        Assert.All(links, link => Assert.Equal(("unknown", "noReading"), (link.GetProperty("state").GetString(), link.GetProperty("reason").GetString())));
    }

    [Fact]
    public async Task Describe_JoinsBothEnds()
    {
        await AddPairAsync();
        await StoreAsync(Reading(0, health: 87), Transmitter(0, 4150, 2));

        Assert.Equal(
            """
            {"linkId":"link-1","fleetId":"fleet-1","state":"good","reason":null,"text":"good","since":null,"health":87,"receiver":"receiver-1","devices":[{"deviceId":"drone-1","fleetId":"fleet-1","role":"drone","lastSeen":1780000000000,"latest":{"transmitter":{"deviceId":"drone-1","bootId":1,"seq":1,"time":1780000000000,"clockSynced":true,"kind":"transmitter","fields":{"temperature":4150,"state":2},"received":1780000000000}}},{"deviceId":"receiver-1","fleetId":"fleet-1","role":"groundReceiver","lastSeen":1780000000000,"latest":{"videoLink":{"deviceId":"receiver-1","bootId":1,"seq":0,"time":1780000000000,"clockSynced":true,"kind":"videoLink","fields":{"rssiMean":-6000,"availability":1000,"health":87,"window":1000},"received":1780000000000}}}],"alarms":[],"history":{"from":1779999400001,"to":1780000000001,"complete":true,"points":[{"time":1780000000000,"health":87,"rssiMean":-6000,"availability":1000}]}}
            """,
            await BodyAsync("/v1/links/link-1"));
        using var list = JsonDocument.Parse(await BodyAsync("/v1/links"));
        using var one = JsonDocument.Parse(await BodyAsync("/v1/links/link-1"));
        foreach (var member in list.RootElement.GetProperty("links")[0].EnumerateObject())
            Assert.Equal(member.Value.GetRawText(), one.RootElement.GetProperty(member.Name).GetRawText());
    }

    [Fact]
    public async Task Describe_OfABenchDeviceThatIsBoth_ShowsAllOfIt()
    {
        await AddAsync("bench", "drone", "link-1");
        await StoreAsync(Reading(0, device: "bench"), Transmitter(0, 4000, 2, device: "bench"), ReceiverRecord(0, 3000, 1, device: "bench"));

        using var link = JsonDocument.Parse(await BodyAsync("/v1/links/link-1"));

        Assert.Equal("good", link.RootElement.GetProperty("state").GetString());
        Assert.Equal(["videoLink", "transmitter", "receiver"], link.RootElement.GetProperty("devices")[0].GetProperty("latest").EnumerateObject().Select(kind => kind.Name));
    }

    [Fact]
    public async Task Links_OfOneNameInTwoFleets_AreTwo()
    {
        await AddAsync(Drone, "drone", "link-1");
        await AddAsync(Receiver, "groundReceiver", "link-1", "fleet-2");
        await StoreAsync(Reading(0, health: 87));

        using var list = JsonDocument.Parse(await BodyAsync("/v1/links"));
        Assert.Equal(
            ["fleet-1 unknown drone-1", "fleet-2 good receiver-1"],
            list.RootElement.GetProperty("links").EnumerateArray().Select(link =>
                $"{link.GetProperty("fleetId")} {link.GetProperty("state")} {link.GetProperty("devices")[0].GetProperty("deviceId")}"));

        var ambiguous = await GetAsync("/v1/links/link-1");
        Assert.Equal(400, ambiguous.StatusCode);
        Assert.Contains("say with fleet which of fleet-1, fleet-2 is meant", ambiguous.Body, StringComparison.Ordinal);
        using var one = JsonDocument.Parse(await BodyAsync("/v1/links/link-1", ("fleet", "fleet-2")));
        Assert.Equal("good", one.RootElement.GetProperty("state").GetString());
        Assert.Equal(404, (await GetAsync("/v1/links/link-1", ("fleet", "fleet-3"))).StatusCode);
        Assert.Equal(400, (await GetAsync("/v1/links/link-1", ("fleet", "a b"))).StatusCode);
    }

    [Theory]
    [InlineData("/v1/links/nobody", 404, "unknown-link")]
    [InlineData("/v1/links/", 404, "not-found")]
    [InlineData("/v1/links/a/b", 404, "not-found")]
    public async Task Describe_OfNoLink_IsAProblem(string path, int status, string code)
    {
        await AddPairAsync();
        var response = await GetAsync(path);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from", "yesterday")]
    [InlineData("to", "-1")]
    public async Task Describe_OfABadTime_IsAProblem(string name, string value)
    {
        await AddPairAsync();

        Assert.Equal(400, (await GetAsync("/v1/links/link-1", (name, value))).StatusCode);
    }

    [Fact]
    public async Task State_FollowsTheEventsOfTheReceiver()
    {
        await AddPairAsync();
        await StoreAsync(Reading(-30, health: 90), Reading(-20, health: 30), Event(3, -19, value: 30), Reading(-10, health: 0, availability: 0));
        Assert.Equal("degraded", (await LinkAsync(-10)).State);
        await StoreAsync(Event(4, -9), Reading(-8, health: 0, availability: 0));
        Assert.Equal("lost", (await LinkAsync(-8)).State);
        await StoreAsync(Event(5, -3), Reading(0, health: 80));
        Assert.Equal("good", (await LinkAsync(0)).State);
    }

    [Theory]
    [InlineData(10, "good", null)]
    [InlineData(11, "unknown", "old")]
    public async Task State_OfAnOldReading_IsUnknown(int age, string state, string? reason)
    {
        await AddPairAsync();
        await StoreAsync(Event(5, -5), Reading(0));

        Assert.Equal((state, reason), await StateAsync(age));
    }

    [Fact]
    public async Task State_OfLongWindows_IsFreshForThreeOfThem()
    {
        await AddPairAsync();
        await StoreAsync(Reading(0, window: 60_000));

        Assert.Equal(("good", null), await StateAsync(180));
        Assert.Equal(("unknown", "old"), await StateAsync(181));
    }

    [Theory]
    [InlineData(1, "saturated")]
    [InlineData(2, "tuneFailed")]
    [InlineData(4, "notInSpiMode")]
    [InlineData(8, "noSample")]
    [InlineData(1 | 2 | 4 | 8, "notInSpiMode")]
    public async Task State_OfAReadingThatIsNone_IsUnknownAndSaysWhy(int flags, string reason)
    {
        await AddPairAsync();
        await StoreAsync(Event(4, -5), Reading(0, health: 99, flags: flags));

        Assert.Equal(("unknown", reason), await StateAsync(0));
        Assert.Null((await LinkAsync(0)).Health);
    }

    [Theory]
    [InlineData(0, 8, "receiverOff")]
    [InlineData(2, 8, "receiverCut")]
    [InlineData(1, 8, "noSample")]
    [InlineData(0, 0, null)]
    public async Task State_OfAReceiverThatIsOff_SaysSo(int receiverState, int flags, string? reason)
    {
        await AddPairAsync();
        await StoreAsync(Reading(0, flags: flags), ReceiverRecord(-1, 3000, receiverState));

        Assert.Equal(reason, (await StateAsync(0)).Reason);
    }

    [Theory]
    [InlineData(34, 990, "degraded", null)]
    [InlineData(35, 990, "good", null)]
    [InlineData(0, 0, "unknown", "noSignal")]
    [InlineData(null, 949, "degraded", null)]
    [InlineData(null, 950, "good", null)]
    [InlineData(null, null, "unknown", "noHealth")]
    public async Task State_WithoutAnEvent_IsThatOfTheReadings(int? health, int? availability, string state, string? reason)
    {
        await AddPairAsync();
        await StoreAsync(Reading(-2, health, availability), Reading(-1, health, availability), Reading(0, health, availability));

        Assert.Equal((state, reason), await StateAsync(0));
    }

    [Fact]
    public async Task State_WithoutAnEvent_IsDegradedByThreeReadingsInARowAndNoFewer()
    {
        await AddPairAsync();
        await StoreAsync(Reading(0, 10));
        Assert.Equal(("unknown", "tooFew"), await StateAsync(0));
        await StoreAsync(Reading(1, 80), Reading(2, 10), Reading(3, 10));
        Assert.Equal(("good", null), await StateAsync(3));
        Assert.Empty((await LinkAsync(3)).Alarms);

        await StoreAsync(Reading(4, 12));
        Assert.Equal([$"linkDegraded receiver-1 4 {At(2)} video link degraded: health 12 of 100"], (await LinkAsync(4)).Alarms);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public async Task State_IsNotInterruptedByASpoiltWindow(int flags)
    {
        await AddPairAsync();
        await StoreAsync(Event(4, -60), Event(9, -60, value: 72, value2: 5785));
        for (var second = -30; second <= 0; second++)
            await StoreAsync(second == 0 ? Reading(second, 99, flags: flags) : Reading(second, 0, 0, interference: 72));

        Assert.Equal("lost", (await LinkAsync(0)).State);
        Assert.Equal(0, (await LinkAsync(0)).Health);
        Assert.Contains($"linkLost receiver-1 3 {At(-60)} video link lost", (await LinkAsync(0)).Alarms);
        Assert.Contains($"interference receiver-1 4 {At(-60)} interference 72 of 100 from 5785 MHz: change the channel", (await LinkAsync(0)).Alarms);

        await StoreAsync([.. Enumerable.Range(1, 10).Select(second => Reading(second, 99, flags: flags))]);
        Assert.Equal("lost", (await LinkAsync(9)).State);
        Assert.Equal("unknown", (await LinkAsync(10)).State);
    }

    [Fact]
    public async Task State_OfAReadingThatCameLateFromTheRing_IsOld()
    {
        await AddPairAsync();
        await StoreAsync(90, Reading(0));

        Assert.Equal(
            ("unknown", "old", "the newest reading is old although it has just come: the device sends what it kept, or its clock is wrong"),
            await WordsAsync(90));
        Assert.Equal(("unknown", "old", "the newest reading is old: the receiver's device is silent"), await WordsAsync(101));
        await StoreAsync(110, Event(1, 110));
        Assert.Equal(("unknown", "old", "the newest reading is old: the receiver's device is heard and sends none"), await WordsAsync(110));
    }

    [Fact]
    public async Task State_OfADeviceWhoseClockIsAhead_IsOldOnceItIsSilent()
    {
        await AddPairAsync();
        await StoreAsync(0, Reading(100));

        Assert.Equal(("good", null), await StateAsync(10));
        Assert.Equal(("unknown", "old"), await StateAsync(11));
    }

    [Fact]
    public async Task State_OfADeviceThatPostsOnceAMinute_StaysKnownBetweenTwoPosts()
    {
        await AddPairAsync();
        foreach (var post in new[] { 60, 120, 180 })
            await StoreAsync(post, [.. Enumerable.Range(post - 59, 60).Select(second => Reading(second))]);

        Assert.Equal(("good", null), await StateAsync(239));
        Assert.Equal(("good", null), await StateAsync(250));
        Assert.Equal(("unknown", "old"), await StateAsync(251));
    }

    [Fact]
    public async Task State_AfterOneInterruption_IsOldAsSoonAsEver()
    {
        await AddPairAsync();
        await StoreAsync([.. Enumerable.Range(0, 30).Select(second => Reading(second))]);
        await StoreAsync(70, [.. Enumerable.Range(30, 41).Select(second => Reading(second))]);

        Assert.Equal(("good", null), await StateAsync(80));
        Assert.Equal(("unknown", "old"), await StateAsync(81));
    }

    [Fact]
    public async Task State_OfADeviceThatSendsInBursts_IsFreshForTheShorterPause()
    {
        await AddPairAsync();
        await StoreAsync(0, Reading(0));
        await StoreAsync(40, Reading(40));
        await StoreAsync(60, Reading(59), Reading(60));

        Assert.Equal(("good", null), await StateAsync(90));
        Assert.Equal(("unknown", "old"), await StateAsync(91));
    }

    [Fact]
    public async Task State_OfADeviceThatSendsAsItReadsAgain_IsOldAsSoonAsEver()
    {
        await AddPairAsync();
        foreach (var post in new[] { 0, 60, 120 })
            await StoreAsync(post, [.. Enumerable.Range(post - 59, 60).Select(second => Reading(second))]);
        await StoreAsync([.. Enumerable.Range(121, 10).Select(second => Reading(second))]);

        Assert.Equal(("good", null), await StateAsync(140));
        Assert.Equal(("unknown", "old"), await StateAsync(141));
    }

    [Fact]
    public async Task State_IsNotOfAnEarlierBootWhoseRecordsHaveNoDateAndComeLate()
    {
        await AddPairAsync();
        await StoreAsync(Event(4, -5, boot: 2), Event(9, -5, value: 72, boot: 2), Reading(0, 0, 0, boot: 2));
        await StoreAsync(3, Undated(1), Undated(1));

        Assert.Equal("lost", (await LinkAsync(3)).State);
        Assert.Equal(2, (await LinkAsync(3)).Alarms.Count);
    }

    [Fact]
    public async Task State_OfSeveralReceivers_IsTheBestAndItsHealth()
    {
        await AddPairAsync();
        await AddAsync("receiver-2", "groundReceiver", "link-1");
        await StoreAsync(
            Event(4, -5), Event(6, -5, value: -2000), Reading(0, 3, 0, rssi: -2500),
            Event(3, -4, device: "receiver-2"), Reading(-1, 41, device: "receiver-2"));

        var link = await LinkAsync(0);
        Assert.Equal(("degraded", 41), (link.State, link.Health));
        Assert.Equal(
            [
                $"transmitterTooClose receiver-1 4 {At(-5)} receiver too close to a transmitter: move it 10 m away; do not trust the health until then (receiver-1)",
                $"linkDegraded receiver-2 4 {At(-4)} video link degraded: health 41 of 100 (receiver-2)",
            ],
            link.Alarms);

        await StoreAsync(Event(5, 1), Reading(2, 77), Reading(3, 20, device: "receiver-2"));
        Assert.Equal(("good", 77), ((await LinkAsync(3)).State, (await LinkAsync(3)).Health));
        Assert.Equal(("degraded", 20), ((await LinkAsync(13)).State, (await LinkAsync(13)).Health));
        Assert.Equal("unknown", (await LinkAsync(14)).State);
    }

    [Fact]
    public async Task State_OfAReceiverThatOnlyLooks_IsOffAndNotLost()
    {
        await AddPairAsync();
        await StoreAsync(Event(4, -100), Event(22, -90, value: 0, value2: 8));
        for (var second = -60; second <= 0; second += 15)
        {
            await StoreAsync(ReceiverRecord(second - 2, 3000, 1), Reading(second - 1, 0, 0), ReceiverRecord(second, 3000, 0));
            Assert.Equal(("unknown", "receiverOff"), await StateAsync(second - 1));
            Assert.Equal(("unknown", "receiverOff"), await StateAsync(second));
            Assert.Equal(("unknown", "receiverOff"), await StateAsync(second + 11));
        }

        await StoreAsync(Event(22, 13, value: 1, value2: 9), Event(5, 14), Reading(15, 80), ReceiverRecord(15, 3000, 1));
        Assert.Equal(("good", null), await StateAsync(15));
        await StoreAsync(Event(4, 20), Reading(21, 0, 0));
        Assert.Equal(("lost", null), await StateAsync(21));
    }

    [Fact]
    public async Task State_OfAReceiverThatHasJustGoneOff_IsOffAtOnce()
    {
        await AddPairAsync();
        await StoreAsync(Event(5, -9), Reading(-3), Event(22, -2, value: 0, value2: 8), Reading(0, null, null, flags: 8));

        Assert.Equal(("unknown", "receiverOff"), await StateAsync(0));
    }

    [Fact]
    public async Task State_OfAnEarlierBoot_IsForgotten()
    {
        await AddPairAsync();
        await StoreAsync(Event(4, -20), Reading(0, health: 80, boot: 2));

        Assert.Equal(("good", null), await StateAsync(0));
    }

    [Theory]
    [InlineData(4, 80, 1000, "good")]      // the event of its return was lost
    [InlineData(3, 80, 1000, "good")]
    [InlineData(3, 0, 0, "lost")]
    [InlineData(5, 19, 900, "degraded")]
    [InlineData(5, 20, 900, "good")]       // a device can be configured to call this good
    [InlineData(3, 60, 1000, "degraded")]  // and this poor
    [InlineData(3, 61, 1000, "good")]
    [InlineData(5, 0, 0, "lost")]
    [InlineData(4, 20, 900, "lost")]       // a poor signal that comes and goes is no picture yet
    [InlineData(3, 40, 900, "degraded")]   // between poor and good nothing is overruled
    public async Task State_ThatReadingsContradictForTenSeconds_IsTheirs(int code, int health, int availability, string state)
    {
        await AddPairAsync();
        await StoreAsync(Event(code, -12));
        for (var second = -11; second <= 0; second++)
        {
            await StoreAsync(Reading(second, health, availability));
            if (second == -8)
                Assert.Equal(code switch { 3 => "degraded", 4 => "lost", _ => "good" }, (await StateAsync(second)).State);
        }

        Assert.Equal(state, (await StateAsync(0)).State);
    }

    [Fact]
    public async Task State_ThatOneReadingContradicts_StaysThatOfTheEvent()
    {
        await AddPairAsync();
        await StoreAsync(Event(4, -60), Reading(-1, 0, 0), Reading(0, 90));

        Assert.Equal("lost", (await StateAsync(0)).State);
    }

    [Fact]
    public async Task Alarm_OfALostLink_OpensAndCloses()
    {
        await AddPairAsync();
        await StoreAsync(Event(4, -5, severity: 2), Reading(0, 0, 0));
        Assert.Equal([$"linkLost receiver-1 2 {At(-5)} video link lost"], (await LinkAsync(0)).Alarms);

        await StoreAsync(Event(5, 3), Reading(4, 80));
        Assert.Empty((await LinkAsync(4)).Alarms);
    }

    [Fact]
    public async Task Alarm_OfADegradedLink_HasTheHealthOfNow()
    {
        await AddPairAsync();
        await StoreAsync(Event(3, -5, value: 33), Reading(0, 21));

        Assert.Equal([$"linkDegraded receiver-1 4 {At(-5)} video link degraded: health 21 of 100"], (await LinkAsync(0)).Alarms);
    }

    [Fact]
    public async Task Alarm_OfATransmitterTooClose_ClosesOnceItIsWeakEnough()
    {
        await AddPairAsync();
        await StoreAsync(Event(6, -5, value: -2500), Reading(0, 95, rssi: -3200));
        Assert.Equal(
            [$"transmitterTooClose receiver-1 4 {At(-5)} receiver too close to a transmitter: move it 10 m away; do not trust the health until then"],
            (await LinkAsync(0)).Alarms);

        await StoreAsync(Reading(1, 95, rssi: -3301));
        Assert.Empty((await LinkAsync(1)).Alarms);
    }

    [Fact]
    public async Task Alarm_OfASaturatedReceiver_OpensWithoutAnEvent()
    {
        await AddPairAsync();
        await StoreAsync(Reading(-3, 95), Reading(-2, null, flags: 1), Reading(-1, null, flags: 1));

        Assert.StartsWith($"transmitterTooClose receiver-1 4 {At(-2)}", Assert.Single((await LinkAsync(0)).Alarms), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, -2500, -3301, -2500)]
    [InlineData(9, 72, 30, 72)]
    public async Task Alarm_ThatAReadingClosed_StaysClosed(int code, int value, int closing, int open)
    {
        await AddPairAsync();
        await StoreAsync(Event(code, -9, value: value), Of(-8, open));
        Assert.Single((await LinkAsync(-8)).Alarms);

        await StoreAsync(Of(-7, closing), Of(-6, open), Of(-5, open));
        Assert.Empty((await LinkAsync(-5)).Alarms);

        await StoreAsync(Event(code, -4, value: value), Of(-3, open));
        Assert.Single((await LinkAsync(-3)).Alarms);

        TelemetryRecord Of(int second, int v) => code == 6 ? Reading(second, 95, rssi: v) : Reading(second, 95, interference: v);
    }

    [Theory]
    [InlineData(6, 27, -2500)]
    [InlineData(9, 26, 72)]
    public async Task Alarm_ThatItsEventEnded_StaysClosed(int code, int ending, int value)
    {
        await AddPairAsync();
        await StoreAsync(Event(code, -9, value: value), Event(ending, -5, value: value));
        await StoreAsync(code == 6 ? Reading(0, 95, rssi: value) : Reading(0, 95, interference: value));
        Assert.Empty((await LinkAsync(0)).Alarms);

        await StoreAsync(Event(code, 1, value: value));
        Assert.Single((await LinkAsync(1)).Alarms);
    }

    [Theory]
    [InlineData(6, -4000, -4299, false)]
    [InlineData(6, -4000, -4301, true)]
    [InlineData(9, 35, 16, false)]
    [InlineData(9, 35, 15, true)]
    public async Task Alarm_OfADeviceWithLowerMarks_ClosesBelowThem(int code, int value, int then, bool isClosed)
    {
        await AddPairAsync();
        await StoreAsync(Event(code, -5, value: value), code == 6 ? Reading(0, 95, rssi: then) : Reading(0, 95, interference: then));

        Assert.Equal(isClosed ? 0 : 1, (await LinkAsync(0)).Alarms.Count);
    }

    [Fact]
    public async Task Alarm_IsNotClosedByAWindowThatBeganBeforeIt()
    {
        await AddPairAsync();
        await StoreAsync(Event(6, -5, value: -2500), Reading(-2, 95, rssi: -5000, window: 5000));
        Assert.Single((await LinkAsync(-2)).Alarms);

        await StoreAsync(Reading(3, 95, rssi: -5000, window: 5000));
        Assert.Empty((await LinkAsync(3)).Alarms);
    }

    [Fact]
    public async Task Alarm_OfHeatThatARecordClosed_StaysClosed()
    {
        await AddPairAsync();
        await StoreAsync(Event(7, -9, value: 8600, value2: 2, device: Drone), Transmitter(-8, 6600, 2), Transmitter(-7, 8500, 2));
        Assert.Empty((await LinkAsync(0)).Alarms);

        await StoreAsync(Event(7, -5, value: 8600, value2: 2, device: Drone));
        Assert.Single((await LinkAsync(0)).Alarms);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(8000, "transmitterHot drone-1 4 {-5} transmitter hot: 80 °C, off")]
    public async Task Alarm_OfAHotTransmitterThatIsOff_StaysOnlyWithATemperature(int? temperature, string? alarm)
    {
        await AddPairAsync();
        await StoreAsync(Event(7, -5, value: 8600, value2: 2, device: Drone), Transmitter(-1, temperature, 0));

        Assert.Equal(alarm is null ? [] : [alarm.Replace("{-5}", $"{At(-5)}", StringComparison.Ordinal)], (await LinkAsync(0)).Alarms);
    }

    [Fact]
    public async Task Alarm_OfInterferenceWithoutAnEvent_NeedsThreeReadings()
    {
        await AddPairAsync();
        await StoreAsync(Reading(-5, interference: 90), Reading(-4, interference: 49), Reading(-3, interference: 50), Reading(-2, interference: 60));
        Assert.Empty((await LinkAsync(-2)).Alarms);

        await StoreAsync(Reading(-1, null, flags: 8), Reading(0, interference: 70));
        Assert.Equal([$"interference receiver-1 4 {At(-3)} interference 70 of 100: change the channel"], (await LinkAsync(0)).Alarms);
    }

    [Theory]
    [InlineData(2, 8500, "transmitterHot drone-1 4 {-5} transmitter hot: 85 °C")]
    [InlineData(2, 6601, "transmitterHot drone-1 4 {-5} transmitter hot: 66 °C")]
    [InlineData(2, 6600, null)]
    [InlineData(1, 7000, "transmitterHot drone-1 4 {-5} transmitter hot: 70 °C, in pit mode")]
    [InlineData(3, 7000, "transmitterHot drone-1 4 {-5} transmitter hot: 70 °C, power reduced")]
    [InlineData(4, 9050, "transmitterHot drone-1 3 {-5} transmitter hot: 91 °C, switched off")]
    [InlineData(4, 6000, "transmitterHot drone-1 3 {-5} transmitter hot: 60 °C, switched off")]
    [InlineData(2, null, "transmitterHot drone-1 4 {-5} transmitter hot: 86 °C")]
    public async Task Alarm_OfAHotTransmitter_ClosesWhenItCooled(int state, int? temperature, string? alarm)
    {
        await AddPairAsync();
        await StoreAsync(Event(7, -5, value: 8600, value2: 2, device: Drone));
        Assert.Equal(["transmitterHot drone-1 4 " + At(-5) + " transmitter hot: 86 °C"], (await LinkAsync(0)).Alarms);

        await StoreAsync(Transmitter(-4, temperature, state));
        Assert.Equal(alarm is null ? [] : [alarm.Replace("{-5}", $"{At(-5)}", StringComparison.Ordinal)], (await LinkAsync(0)).Alarms);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Alarm_OfAHotTransmitter_ClosesWithTheEventOfANormalTemperature(int state)
    {
        await AddPairAsync();
        await StoreAsync(Event(7, -5, value: 9100, value2: 3, device: Drone), Transmitter(-4, 9100, state));
        Assert.Single((await LinkAsync(0)).Alarms);

        await StoreAsync(Event(7, -1, value: 6900, value2: 0, device: Drone));
        Assert.Empty((await LinkAsync(0)).Alarms);
    }

    [Fact]
    public async Task Alarm_OfHeat_IsNotOpenedByLowPowerAlone()
    {
        await AddPairAsync();
        await StoreAsync(Transmitter(0, 4000, 3));

        Assert.Empty((await LinkAsync(0)).Alarms);
    }

    [Theory]
    [InlineData(5, 21, Drone, "transmitterNotObeyed")]
    [InlineData(6, 22, Receiver, "receiverNotObeyed")]
    public async Task Alarm_OfAPartThatDoesNotObey_ClosesWithItsNextState(int part, int stateCode, string device, string alarm)
    {
        await AddPairAsync();
        await StoreAsync(Event(25, -5, value: part, value2: 0, severity: 2, device: device), Event(25, -4, value: 11 - part, device: "elsewhere"));
        Assert.StartsWith($"{alarm} {device} 2 {At(-5)}", Assert.Single((await LinkAsync(0)).Alarms), StringComparison.Ordinal);

        await StoreAsync(Event(stateCode, -1, value: 0, value2: 10, device: device));
        Assert.Empty((await LinkAsync(0)).Alarms);
    }

    [Theory]
    [InlineData(5, 0, "transmitter does not go off as it is told: check its wiring, and treat it as on")]
    [InlineData(5, 1, "transmitter does not lower its power as it is told: check its wiring, and treat it as on")]
    [InlineData(5, 2, "transmitter does not go on as it is told: check its wiring and its supply")]
    [InlineData(5, null, "transmitter does not do as it is told: check its wiring, and treat it as on")]
    [InlineData(6, 0, "receiver does not go off as it is told: check its wiring")]
    [InlineData(6, 1, "receiver does not go on as it is told: check its wiring and its supply")]
    [InlineData(6, 2, "receiver does not go off as it is told: check its wiring")]
    public async Task Alarm_OfAPartThatDoesNotObey_SaysWhatThatMeans(int part, int? ordered, string text)
    {
        await AddPairAsync();
        await StoreAsync(Event(25, -5, value: part, value2: ordered));

        Assert.EndsWith($" {At(-5)} {text}", Assert.Single((await LinkAsync(0)).Alarms), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "unknown", "transmitterOff")]
    [InlineData(1, 0, "unknown", "transmitterPit")]
    [InlineData(2, 0, "lost", null)]
    [InlineData(4, 0, "lost", null)]
    [InlineData(0, -35, "unknown", "transmitterOff")]  // it goes off first, the loss follows
    [InlineData(0, -36, "lost", null)]                 // the picture that was lost here was there after it
    public async Task State_OfATransmitterThatIsOff_IsNotLost(int transmitterState, int at, string state, string? reason)
    {
        await AddPairAsync();
        await StoreAsync(Event(4, -5), Transmitter(at, 3000, transmitterState), Reading(0, 0, 0));

        Assert.Equal((state, reason), await StateAsync(0));
    }

    // A transmitter that is off has nothing to say for hours, its drone may be off too; the age of its last word makes the link no more lost.
    [Fact]
    public async Task State_OfATransmitterThatIsOff_StaysSoUntilThereWasAPicture()
    {
        await AddPairAsync();
        await StoreAsync(Transmitter(-7200, 3000, 0), Event(4, -7199), Reading(0, 0, 0));
        Assert.Equal(("unknown", "transmitterOff"), await StateAsync(0));

        await StoreAsync(Event(5, 10), Event(4, 20), Reading(21, 0, 0));
        Assert.Equal(("lost", null), await StateAsync(21));
        await StoreAsync(Event(21, 22, value: 0, value2: 2, device: Drone), Reading(23, 0, 0));
        Assert.Equal(("unknown", "transmitterOff"), await StateAsync(23));
        await StoreAsync(Event(21, 24, value: 2, value2: 3, device: Drone), Reading(25, 0, 0));
        Assert.Equal(("lost", null), await StateAsync(25));
    }

    [Fact]
    public async Task Alarm_OfAReceiverCutForHeat_OpensWithoutAnEventAndEndsWithTheBoot()
    {
        await AddPairAsync();
        await StoreAsync(ReceiverRecord(-1, 7549, 2));
        Assert.Equal([$"receiverHot receiver-1 3 {At(-1)} receiver hot: 75 °C, switched off"], (await LinkAsync(0)).Alarms);

        await StoreAsync(Reading(0, boot: 2));
        Assert.Empty((await LinkAsync(0)).Alarms);
    }

    [Theory]
    [InlineData(31, "interference receiver-1 4 {-5} interference 31 of 100 from 5785 MHz: change the channel")]
    [InlineData(30, null)]
    [InlineData(null, "interference receiver-1 4 {-5} interference 72 of 100 from 5785 MHz: change the channel")]
    public async Task Alarm_OfInterference_ClosesWhenItIsQuiet(int? score, string? alarm)
    {
        await AddPairAsync();
        await StoreAsync(Event(9, -5, value: 72, value2: 5785), Reading(0, 80, interference: score));

        Assert.Equal(alarm is null ? [] : [alarm.Replace("{-5}", $"{At(-5)}", StringComparison.Ordinal)], (await LinkAsync(0)).Alarms);
    }

    [Fact]
    public async Task Alarms_OfFlags_GoWithThem()
    {
        await AddPairAsync();
        await StoreAsync(Reading(0, null, flags: 2 | 4 | 32));
        Assert.Equal(["notInSpiMode", "tuneFailed", "outsideRegionPlan"], (await LinkAsync(0)).Alarms.Select(alarm => alarm.Split(' ')[0]));

        await StoreAsync(Reading(1));
        Assert.Empty((await LinkAsync(1)).Alarms);
    }

    [Fact]
    public async Task Alarms_OfADeviceThatIsSilentForLong_AreNotShown()
    {
        await AddPairAsync();
        await StoreAsync(Event(7, 0, value: 8600, device: Drone));

        Assert.Single((await LinkAsync(3600)).Alarms);
        Assert.Empty((await LinkAsync(3601)).Alarms);
    }

    [Fact]
    public async Task Alarms_StandTheWorstFirst()
    {
        await AddPairAsync();
        await StoreAsync(Event(9, -9, value: 72), Event(7, -8, value: 8600, device: Drone), Event(4, -5), Reading(0, 0, 0));

        Assert.Equal(["linkLost", "interference", "transmitterHot"], (await LinkAsync(0)).Alarms.Select(alarm => alarm.Split(' ')[0]));
    }

    [Fact]
    public async Task Alarms_AreFoundUnderManyTexts()
    {
        await AddPairAsync();
        await StoreAsync(Event(7, -400, value: 8600, device: Drone));
        await Cloud.Search.StoreAsync([.. Enumerable.Range(0, 400).Select(i => Text(_sequence++, "EKF3 IMU0", time: At(i - 390)).At(At(i - 390)))]);

        Assert.Single((await LinkAsync(20)).Alarms);
    }

    [Fact]
    public async Task History_IsThinnedAndKeepsTheDip()
    {
        await AddPairAsync();
        var readings = Enumerable.Range(0, 2000).Select(i => Reading(i, health: i == 777 ? 3 : 80 + (i % 20))).ToArray();
        await StoreAsync(readings);

        using var link = JsonDocument.Parse(await BodyAsync("/v1/links/link-1", ("from", $"{At(0)}"), ("to", $"{At(2000)}")));
        var history = link.RootElement.GetProperty("history");
        var points = history.GetProperty("points").EnumerateArray().ToList();

        Assert.InRange(points.Count, 150, 300);
        Assert.Equal(At(777), Assert.Single(points, point => point.GetProperty("health").GetInt64() == 3).GetProperty("time").GetInt64());
        Assert.Equal(points.Select(point => point.GetProperty("time").GetInt64()).Order(), points.Select(point => point.GetProperty("time").GetInt64()));
        Assert.True(history.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task History_KeepsToItsWindow()
    {
        await AddPairAsync();
        await StoreAsync(Reading(-601), Reading(-599), Reading(-9), Reading(0));

        Assert.Equal([At(-599), At(-9), At(0)], await TimesAsync());
        Assert.Equal([At(-601), At(-599)], await TimesAsync(("from", $"{At(-601)}"), ("to", $"{At(-9)}")));
        Assert.Equal([At(-601), At(-599)], await TimesAsync(("to", $"{At(-9)}")));
        Assert.Equal([At(-599), At(-9)], await TimesAsync(("to", $"{At(0)}")));
        Assert.Equal([At(-9), At(0)], await TimesAsync(("from", $"{At(-9)}")));
        Assert.Empty(await TimesAsync(("from", $"{At(5)}")));
    }

    [Fact]
    public async Task History_OfMoreThanIsReadAtOnce_SaysThatItIsNotAll()
    {
        await AddPairAsync();
        await StoreAsync([.. Enumerable.Range(0, 20_001).Select(second => Reading(second))]);

        foreach (var (to, isComplete) in new[] { (20_000, true), (20_001, false) })
        {
            using var link = JsonDocument.Parse(await BodyAsync("/v1/links/link-1", ("from", $"{At(0)}"), ("to", $"{At(to)}")));
            Assert.Equal(isComplete, link.RootElement.GetProperty("history").GetProperty("complete").GetBoolean());
        }
    }

    [Fact]
    public async Task History_OfReadingsWithoutAHealth_ShowsThem()
    {
        await AddPairAsync();
        await StoreAsync(Reading(0, null, null, flags: 8));

        using var link = JsonDocument.Parse(await BodyAsync("/v1/links/link-1"));

        Assert.Equal(
            """[{"time":1780000000000,"health":null,"rssiMean":-6000,"availability":null}]""",
            link.RootElement.GetProperty("history").GetProperty("points").GetRawText());
    }

    [Fact]
    public async Task Answers_TellNoKey()
    {
        await AddPairAsync();

        Assert.DoesNotContain("key", await BodyAsync("/v1/links"), StringComparison.OrdinalIgnoreCase);
    }

    private static long At(int second) => Now + (second * 1000L);

    private TelemetryRecord Reading(
        int second, int? health = 80, int? availability = 1000, int rssi = -6000, int flags = 0, int window = 1000, int? interference = null,
        uint boot = 1, string device = Receiver)
    {
        List<(int, long)> fields = [(1, rssi), (16, window)];
        if (health is { } h)
            fields.Add((15, h));
        if (availability is { } a)
            fields.Add((10, a));
        if (interference is { } i)
            fields.Add((11, i));
        if (flags != 0)
            fields.Add((14, flags));
        return Record(_sequence++, At(second), boot: boot, device: device, kind: RecordKind.VideoLink, fields: [.. fields]);
    }

    private TelemetryRecord Transmitter(int second, int? temperature, int state, string device = Drone) => Record(
        _sequence++, At(second), device: device, kind: RecordKind.Transmitter,
        fields: temperature is { } t ? [(0, t), (3, state)] : [(3, state)]);

    private TelemetryRecord ReceiverRecord(int second, int temperature, int state, string device = Receiver) =>
        Record(_sequence++, At(second), device: device, kind: RecordKind.Receiver, fields: [(0, temperature), (3, state)]);

    private TelemetryRecord Undated(uint boot) =>
        Record(_sequence++, 5000, synced: false, boot: boot, device: Receiver, kind: RecordKind.System, fields: [(7, 5)]);

    private TelemetryRecord Event(
        int code, int second, int? value = null, int? value2 = null, int? severity = null, string device = Receiver, uint boot = 1)
    {
        List<(int, long)> fields = [(EventCodes.CodeField, code)];
        if (severity is { } s)
            fields.Add((EventCodes.SeverityField, s));
        if (value is { } v)
            fields.Add((EventCodes.ValueField, v));
        if (value2 is { } v2)
            fields.Add((EventCodes.Value2Field, v2));
        return Record(_sequence++, At(second), boot: boot, device: device, kind: RecordKind.Event, fields: [.. fields]);
    }

    private Task StoreAsync(params TelemetryRecord[] records) => StoreAsync(null, records);

    private async Task StoreAsync(int? receivedAt, params TelemetryRecord[] records)
    {
        var received = records.Select(record => record.At(receivedAt is { } second ? At(second) : record.TimeMs)).ToArray();
        await Cloud.Store.StoreAsync(received);
        await Cloud.Search.StoreAsync(received);
    }

    private async Task AddPairAsync()
    {
        await AddAsync(Drone, "drone", "link-1");
        await AddAsync(Receiver, "groundReceiver", "link-1");
    }

    private async Task AddAsync(string deviceId, string role, string? linkId, string fleetId = "fleet-1") =>
        await Cloud.Registry.AddAsync(new DeviceIdentity(deviceId, fleetId, new byte[32], role, linkId), cancellationToken: Token);

    private async Task<(string State, string? Reason)> StateAsync(int second)
    {
        var link = await LinkAsync(second);
        return (link.State, link.Reason);
    }

    private async Task<(string State, string? Reason, string Text)> WordsAsync(int second)
    {
        var link = await LinkAsync(second);
        return (link.State, link.Reason, link.Text);
    }

    private async Task<(string State, string? Reason, long? Health, string Text, IReadOnlyList<string> Alarms)> LinkAsync(int second)
    {
        // The fake clock does not go back, and a test may ask about a time before its start.
        var query = new QueryHandler(Cloud.Store, Cloud.Search, Cloud.Registry, new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(At(second))));
        using var answer = JsonDocument.Parse((await query.HandleAsync(Request("/v1/links"), Token)).Body!);
        var link = answer.RootElement.GetProperty("links")[0];
        return (
            link.GetProperty("state").GetString()!,
            link.GetProperty("reason").GetString(),
            link.GetProperty("health").ValueKind == JsonValueKind.Null ? null : link.GetProperty("health").GetInt64(),
            link.GetProperty("text").GetString()!,
            [.. link.GetProperty("alarms").EnumerateArray().Select(alarm => string.Join(' ', alarm.EnumerateObject().Select(member => member.Value)))]);
    }

    private async Task<IEnumerable<long>> TimesAsync(params (string Name, string Value)[] query)
    {
        using var link = JsonDocument.Parse(await BodyAsync("/v1/links/link-1", query));
        return [.. link.RootElement.GetProperty("history").GetProperty("points").EnumerateArray().Select(point => point.GetProperty("time").GetInt64())];
    }

    private async Task<string> BodyAsync(string path, params (string Name, string Value)[] query)
    {
        var response = await GetAsync(path, query);
        Assert.Equal(200, response.StatusCode);
        return response.Body!;
    }

    private Task<HttpApiResponse> GetAsync(string path, params (string Name, string Value)[] query) => Cloud.Query.HandleAsync(Request(path, query), Token);

    private static HttpApiRequest Request(string path, params (string Name, string Value)[] query) => new()
    {
        RawPath = path,
        QueryStringParameters = query.ToDictionary(item => item.Name, item => item.Value),
        RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = "GET", Path = path } },
    };
}
