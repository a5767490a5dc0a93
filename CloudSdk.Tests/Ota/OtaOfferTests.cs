using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaOfferTests : IDisposable
{
    private readonly OtaFixture _ota = new();

    public void Dispose() => _ota.Dispose();

    [Fact]
    public async Task A_device_that_is_in_gets_a_manifest_of_its_own()
    {
        var file = await _ota.OpenAsync(file: TestImage.Release(7, "0.2.0", "2026-11-a"));

        var manifest = (await _ota.OfferAsync())!.Value;

        Assert.Equal(("kite", 7, "2026-11-a", file.Release.Sha256), (
            manifest.GetProperty("device").GetString(), manifest.GetProperty("build").GetInt32(), manifest.GetProperty("release").GetString(), manifest.GetProperty("sha256").GetString()));
        Assert.Equal(OtaFixture.Now.ToUnixTimeSeconds(), manifest.GetProperty("serial").GetInt64());
        Assert.Equal(OtaFixture.Now.AddDays(1).ToUnixTimeSeconds(), manifest.GetProperty("expires").GetInt64());
        var state = (await _ota.StateAsync())!;
        Assert.Equal((OtaDeviceState.Offered, 5, "0.1.0", 1), (state.State, state.FromBuild, state.FromVersion.ToString(), state.Offers));
    }

    [Fact]
    public async Task Every_offer_has_a_higher_serial_also_in_the_same_second_and_after_a_clock_that_went_back()
    {
        await _ota.OpenAsync();
        var serials = new List<long>();
        for (var i = 0; i < 3; i++)
            serials.Add((await _ota.OfferAsync())!.Value.GetProperty("serial").GetInt64());
        _ota.Clock.Advance(TimeSpan.FromHours(1));
        serials.Add((await _ota.OfferAsync())!.Value.GetProperty("serial").GetInt64());

        Assert.Equal(serials.Distinct().Order(), serials);
        Assert.Equal(OtaFixture.Now.AddHours(1).ToUnixTimeSeconds(), serials[^1]);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_each_gets_a_serial_of_its_own()
    {
        await _ota.OpenAsync();

        var serials = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => (await _ota.OfferAsync())!.Value.GetProperty("serial").GetInt64())));

        Assert.Equal(16, serials.Distinct().Count());
        Assert.Equal(16, (await _ota.StateAsync())!.Offers);
    }

    [Theory]
    [InlineData(7, "0.1.0", "nano1", null)]
    [InlineData(8, "0.1.0", "nano1", null)]
    [InlineData(5, "0.1.0", "net10", null)]
    [InlineData(5, "0.0.9", "nano1", null)]
    [InlineData(5, "0.1.0", "nano1", "groundReceiver")]
    public async Task What_a_device_would_refuse_is_not_offered(int build, string version, string runtime, string? role)
    {
        await _ota.OpenAsync(file: TestImage.Release(7, role: "drone", minVersion: "0.1.0"));

        Assert.Null(await _ota.OfferAsync("kite", build, version, runtime, role));
        Assert.Null(await _ota.StateAsync());
        Assert.NotNull(await _ota.OfferAsync());
    }

    [Fact]
    public async Task The_highest_build_that_a_device_is_in_is_offered_and_a_stepping_stone_before_it()
    {
        await _ota.OpenAsync(7);
        await _ota.OpenAsync(8, """{"state":"active","percentage":100,"fleet":"south"}""");
        await _ota.OpenAsync(9, file: TestImage.Release(9, "0.3.0", minVersion: "0.2.0"));

        Assert.Equal(7, (await _ota.OfferAsync())!.Value.GetProperty("build").GetInt32());
        Assert.Equal(8, (await _ota.OfferAsync("other"))!.Value.GetProperty("build").GetInt32());
        Assert.Equal(9, (await _ota.OfferAsync(build: 7, version: "0.2.0"))!.Value.GetProperty("build").GetInt32());
    }

    [Fact]
    public async Task Raising_the_percentage_adds_devices_and_who_began_goes_on_when_it_is_lowered()
    {
        _ota.Fleet.Clear();
        _ota.Fleet.AddRange(Enumerable.Range(1, 10).Select(i => OtaFixture.Device($"drone-{i}")));
        await _ota.OpenAsync(file: TestImage.Release(7, name: "2026-11-a"), rollout: """{"state":"active","percentage":50}""");

        Assert.Equal(["drone-2", "drone-8", "drone-9"], await OfferedAsync());
        await _ota.RollOutAsync(7, """{"percentage":0}""");
        Assert.Equal(["drone-2", "drone-8", "drone-9"], await OfferedAsync());
        await _ota.RollOutAsync(7, """{"percentage":100}""");
        Assert.Equal(10, (await OfferedAsync()).Count);

        async Task<List<string>> OfferedAsync()
        {
            var offered = new List<string>();
            foreach (var device in _ota.Fleet)
            {
                if (await _ota.OfferAsync(device.DeviceId) is not null)
                    offered.Add(device.DeviceId);
            }

            return offered;
        }
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("cancelled")]
    public async Task Paused_or_cancelled_nobody_is_offered_it(string state)
    {
        await _ota.OpenAsync();
        Assert.NotNull(await _ota.OfferAsync());
        await _ota.RollOutAsync(7, $$"""{"state":"{{state}}"}""");

        Assert.Null(await _ota.OfferAsync());
        Assert.Null(await _ota.OfferAsync("other"));
    }

    [Fact]
    public async Task Completed_who_began_may_end_and_nobody_begins()
    {
        await _ota.OpenAsync();
        await _ota.OfferAsync();
        await _ota.RollOutAsync(7, """{"state":"completed"}""");

        Assert.NotNull(await _ota.OfferAsync());
        Assert.Null(await _ota.OfferAsync("other"));
    }

    [Fact]
    public async Task A_draft_is_offered_to_nobody()
    {
        await _ota.PublishAsync(TestImage.Release().Write());
        Assert.Null(await _ota.OfferAsync());
        await _ota.RollOutAsync(7, """{"percentage":100}""");
        Assert.Null(await _ota.OfferAsync());
    }

    [Theory]
    [InlineData(12, 0x000200)]
    [InlineData(13, 2)]
    [InlineData(14, 12)]
    public async Task What_ended_is_not_offered_again_until_it_is_retried(int code, int value)
    {
        await _ota.OpenAsync();
        await _ota.OfferAsync();
        await _ota.ProjectAsync(OtaFixture.Event(code, value));

        Assert.Null(await _ota.OfferAsync());

        await _ota.RollOutAsync(7, """{"retry":["kite"]}""");
        Assert.NotNull(await _ota.OfferAsync());
        Assert.Equal(OtaDeviceState.Offered, (await _ota.StateAsync())!.State);
    }

    [Fact]
    public async Task A_retry_of_all_is_one_of_those_that_failed()
    {
        await _ota.OpenAsync();
        foreach (var device in new[] { "kite", "other", "ground" })
            await _ota.OfferAsync(device);
        await _ota.ProjectAsync(OtaFixture.Event(12, 1), OtaFixture.Event(13, 2, device: "other"), OtaFixture.Event(11, 1, device: "ground"));

        await _ota.RollOutAsync(7, """{"retry":true}""");

        Assert.Equal(
            [OtaDeviceState.Applied, OtaDeviceState.Waiting, OtaDeviceState.Started],
            [(await _ota.StateAsync())!.State, (await _ota.StateAsync("other"))!.State, (await _ota.StateAsync("ground"))!.State]);
    }

    [Fact]
    public async Task No_more_devices_than_allowed_have_it_at_once_and_one_that_ended_makes_room()
    {
        await _ota.OpenAsync(rollout: """{"state":"active","percentage":100,"maxInProgress":1}""");

        Assert.NotNull(await _ota.OfferAsync());
        Assert.NotNull(await _ota.OfferAsync());
        Assert.Null(await _ota.OfferAsync("other"));
        await _ota.ProjectAsync(OtaFixture.Event(12, 1));
        Assert.NotNull(await _ota.OfferAsync("other"));
    }

    [Fact]
    public async Task Who_began_goes_on_when_fewer_are_allowed_at_once()
    {
        await _ota.OpenAsync();
        await _ota.OfferAsync();
        await _ota.OfferAsync("other");

        await _ota.RollOutAsync(7, """{"maxInProgress":1}""");

        Assert.NotNull(await _ota.OfferAsync());
        Assert.NotNull(await _ota.OfferAsync("other"));
        Assert.Null(await _ota.OfferAsync("ground"));
    }

    [Fact]
    public async Task One_that_waits_for_its_turn_takes_no_older_release_meanwhile()
    {
        await _ota.OpenAsync(7);
        await _ota.OpenAsync(8, """{"state":"active","percentage":100,"maxInProgress":1}""");
        await _ota.OfferAsync();

        Assert.Null(await _ota.OfferAsync("other"));
        Assert.Null(await _ota.StateAsync("other", 7));
    }

    [Fact]
    public async Task A_device_that_went_silent_gives_up_its_place()
    {
        await _ota.OpenAsync(rollout: """{"state":"active","percentage":100,"maxInProgress":1}""");
        await _ota.OfferAsync();
        _ota.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Null(await _ota.OfferAsync("other"));

        _ota.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(await _ota.OfferAsync("other"));
    }

    [Fact]
    public async Task A_place_whose_taking_was_not_answered_is_counted_all_the_same()
    {
        await _ota.OpenAsync(rollout: """{"state":"active","percentage":100,"maxInProgress":1}""");
        var store = new UnansweredPut(_ota.Rollouts, async () => Assert.NotNull(await _ota.OfferAsync()));
        var handler = new OtaHandler(_ota, _ota.Releases, store, _ota.Clock);

        var answer = await handler.AnswerAsync(
            "other", """{"want":"manifest","build":5,"version":"0.1.0","runtime":"nano1"}"""u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(OtaMessage.None(), answer!.Message.ToArray());
        Assert.Equal((OtaDeviceState.Offered, OtaDeviceState.Waiting), ((await _ota.StateAsync())!.State, (await _ota.StateAsync("other"))!.State));
    }

    [Fact]
    public async Task Whoever_asks_at_once_no_more_than_allowed_get_it()
    {
        _ota.Fleet.Clear();
        _ota.Fleet.AddRange(Enumerable.Range(1, 12).Select(i => OtaFixture.Device($"drone-{i}")));
        await _ota.OpenAsync(rollout: """{"state":"active","percentage":100,"maxInProgress":3}""");

        var offers = await Task.WhenAll(_ota.Fleet.Select(device => Task.Run(() => _ota.OfferAsync(device.DeviceId))));

        // Several that took the last place at once may all have given it up; they ask again.
        Assert.InRange(offers.Count(offer => offer is not null), 0, 3);
        foreach (var device in _ota.Fleet)
            await _ota.OfferAsync(device.DeviceId);
        Assert.Equal(3, (await _ota.Rollouts.ListDevicesAsync(7, TestContext.Current.CancellationToken)).Count(device => device.IsUnderWay));
    }

    /// <summary>Carries out the first put of a device, behind what somebody else does, and loses the answer.</summary>
    private sealed class UnansweredPut(IRolloutStore store, Func<Task> somebodyElse) : IRolloutStore
    {
        private bool _isDone;

        public async ValueTask<bool> TryPutDeviceAsync(OtaDevice device, CancellationToken cancellationToken = default)
        {
            if (_isDone)
                return await store.TryPutDeviceAsync(device, cancellationToken);
            _isDone = true;
            await somebodyElse();
            Assert.True(await store.TryPutDeviceAsync(device, cancellationToken));
            return false;
        }

        public ValueTask<OtaRollout?> FindAsync(int build, CancellationToken cancellationToken = default) => store.FindAsync(build, cancellationToken);

        public ValueTask<IReadOnlyList<OtaRollout>> ListAsync(CancellationToken cancellationToken = default) => store.ListAsync(cancellationToken);

        public ValueTask<bool> TryPutAsync(OtaRollout rollout, CancellationToken cancellationToken = default) => store.TryPutAsync(rollout, cancellationToken);

        public ValueTask<OtaDevice?> FindDeviceAsync(int build, string deviceId, CancellationToken cancellationToken = default) =>
            store.FindDeviceAsync(build, deviceId, cancellationToken);

        public ValueTask<IReadOnlyList<OtaDevice>> ListDevicesAsync(int build, CancellationToken cancellationToken = default) =>
            store.ListDevicesAsync(build, cancellationToken);

        public ValueTask<long> NextSerialAsync(string deviceId, long least, CancellationToken cancellationToken = default) =>
            store.NextSerialAsync(deviceId, least, cancellationToken);
    }
}
