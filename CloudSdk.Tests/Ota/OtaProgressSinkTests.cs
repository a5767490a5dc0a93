using CsCheck;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaProgressSinkTests : IDisposable
{
    private readonly OtaFixture _ota = new();

    public void Dispose() => _ota.Dispose();

    [Theory]
    [InlineData(11, 0x000200, OtaDeviceState.Started, null)]
    [InlineData(12, 0x000200, OtaDeviceState.Applied, null)]
    [InlineData(13, 3, OtaDeviceState.RolledBack, 3)]
    [InlineData(14, 12, OtaDeviceState.Rejected, 12)]
    [InlineData(14, 8, OtaDeviceState.Offered, 8)]
    [InlineData(14, 7, OtaDeviceState.Offered, 7)]
    public async Task An_event_moves_its_device(int code, int value, OtaDeviceState state, int? reason)
    {
        await BeginAsync();
        _ota.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(await _ota.ProjectAsync(OtaFixture.Event(code, value)));

        var device = (await _ota.StateAsync())!;
        var hasMoved = state != OtaDeviceState.Offered;
        Assert.Equal((state, reason), (device.State, device.Code));
        Assert.Equal(hasMoved ? (OtaFixture.Boot, 1L) : (0u, -1L), (device.BootId, device.Sequence));
        Assert.Equal(OtaFixture.Now.AddSeconds(hasMoved ? 5 : 0), device.ChangedAt);
    }

    [Fact]
    public async Task An_offer_that_expired_on_its_way_is_made_again()
    {
        await BeginAsync();
        await _ota.ProjectAsync(OtaFixture.Event(14, 8));

        Assert.NotNull(await _ota.OfferAsync());
    }

    [Theory]
    [InlineData(12, OtaDeviceState.Applied)]
    [InlineData(13, OtaDeviceState.RolledBack)]
    public async Task A_manifest_that_came_twice_takes_back_no_end(int end, OtaDeviceState state)
    {
        await BeginAsync();
        await _ota.ProjectAsync(OtaFixture.Event(end, 2, sequence: 5), OtaFixture.Event(14, 7, sequence: 6), OtaFixture.Event(14, 6, sequence: 7));

        Assert.Equal(state, (await _ota.StateAsync())!.State);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task A_manifest_that_came_twice_or_late_changes_no_reason_of_an_end(int passing)
    {
        await BeginAsync();
        await _ota.ProjectAsync(OtaFixture.Event(14, 12, sequence: 5), OtaFixture.Event(14, passing, sequence: 6));

        Assert.Equal((OtaDeviceState.Rejected, 12), ((await _ota.StateAsync())!.State, (await _ota.StateAsync())!.Code));
    }

    [Fact]
    public async Task One_that_was_applied_may_still_go_back()
    {
        await BeginAsync();
        await _ota.ProjectAsync(OtaFixture.Event(12, 2, sequence: 5), OtaFixture.Event(13, 2, boot: OtaFixture.Boot + 0x10000, sequence: 0));

        Assert.Equal(OtaDeviceState.RolledBack, (await _ota.StateAsync())!.State);
    }

    [Fact]
    public async Task What_comes_again_changes_nothing()
    {
        await BeginAsync();
        await _ota.ProjectAsync(OtaFixture.Event(13, 2));
        var once = await _ota.StateAsync();
        _ota.Clock.Advance(TimeSpan.FromSeconds(5));

        await _ota.ProjectAsync(OtaFixture.Event(13, 2));

        Assert.Equal(once, await _ota.StateAsync());
    }

    [Fact]
    public async Task After_a_retry_the_old_end_that_comes_again_does_not_end_it()
    {
        await BeginAsync();
        await _ota.ProjectAsync(OtaFixture.Event(13, 2));
        await _ota.RollOutAsync(7, """{"retry":true}""");

        await _ota.ProjectAsync(OtaFixture.Event(13, 2));

        Assert.Equal(OtaDeviceState.Waiting, (await _ota.StateAsync())!.State);
    }

    [Fact]
    public void Whatever_the_order_and_however_often_they_come_the_end_is_the_same()
    {
        // Starts and ends as a device tells them over three boots, and the refusal of a manifest that came twice behind the last of them.
        ProjectedRecord[] told =
        [
            OtaFixture.Event(11, 1, sequence: 3), OtaFixture.Event(14, 12, sequence: 4), OtaFixture.Event(11, 1, sequence: 9),
            OtaFixture.Event(11, 1, boot: OtaFixture.Boot + 1, sequence: 0), OtaFixture.Event(12, 1, boot: OtaFixture.Boot + 2, sequence: 2),
            OtaFixture.Event(14, 7, boot: OtaFixture.Boot + 2, sequence: 3),
        ];
        Gen.Select(Gen.Shuffle(told), Gen.Shuffle(told), Gen.Int[1, 5]).Sample(
            (first, again, size) =>
            {
                using var ota = new OtaFixture();
                RunAsync().GetAwaiter().GetResult();

                async Task RunAsync()
                {
                    await ota.OpenAsync();
                    await ota.OfferAsync();
                    foreach (var batch in first.Concat(again).Chunk(size))
                        Assert.Empty(await ota.ProjectAsync(batch));
                    var device = (await ota.StateAsync())!;
                    Assert.Equal((OtaDeviceState.Applied, OtaFixture.Boot + 2, 2L), (device.State, device.BootId, device.Sequence));
                }
            },
            iter: 30);
    }

    [Fact]
    public async Task What_is_none_of_its_business_is_passed_over()
    {
        await BeginAsync();
        var position = new TelemetryRecord { DeviceId = "kite", BootId = 1, Sequence = 1, TimeMs = 1, ClockSynced = true, Kind = RecordKind.Position };

        Assert.Empty(await _ota.ProjectAsync(
            OtaFixture.Event(11, 1, build: 8), OtaFixture.Event(11, 1, device: "other"), OtaFixture.Event(11, 1, build: 0), OtaFixture.Event(11, 1, build: -5),
            OtaFixture.Event(11, 1, build: 5_000_000_000), OtaFixture.Event(1, 1), new ProjectedRecord(position, OtaFixture.Now)));

        Assert.Equal(OtaDeviceState.Offered, (await _ota.StateAsync())!.State);
        Assert.Null(await _ota.StateAsync("other"));
        Assert.Null(await _ota.StateAsync(build: 8));
    }

    [Fact]
    public async Task A_store_that_fails_has_its_events_again_and_no_others()
    {
        await BeginAsync();
        _ota.Break();

        var failures = await _ota.ProjectAsync(OtaFixture.Event(1, 1), OtaFixture.Event(11, 1), OtaFixture.Event(12, 1, build: 8));

        Assert.Equal([1, 2], failures.Select(failure => failure.Index));
        Assert.All(failures, failure => Assert.False(failure.IsPoison));
    }

    [Fact]
    public async Task It_pauses_when_enough_ended_and_too_many_of_them_failed()
    {
        await BeginManyAsync(10, """{"state":"active","percentage":100,"pauseAtFailurePercent":30,"pauseAfterEnded":5}""");

        await EndAsync(13, 1, 2);
        await EndAsync(12, 3, 4);
        Assert.Equal(OtaRolloutState.Active, (await RolloutAsync()).State);
        await EndAsync(12, 5);

        var paused = await RolloutAsync();
        Assert.Equal((OtaRolloutState.Paused, "2 of the 5 devices that ended failed; it pauses at 30 %."), (paused.State, paused.PausedBecause));
        Assert.Null(await _ota.OfferAsync("d-6"));
    }

    [Fact]
    public async Task Below_the_mark_it_goes_on_and_at_it_it_pauses()
    {
        await BeginManyAsync(10, """{"state":"active","percentage":100,"pauseAtFailurePercent":25,"pauseAfterEnded":1}""");

        await EndAsync(12, 1, 2, 3, 4);
        await EndAsync(14, 5);
        Assert.Equal(OtaRolloutState.Active, (await RolloutAsync()).State);
        await EndAsync(12, 6, 7);
        await EndAsync(13, 8);
        Assert.Equal(OtaRolloutState.Paused, (await RolloutAsync()).State);
    }

    [Fact]
    public async Task Without_a_mark_it_never_pauses()
    {
        await BeginManyAsync(6, """{"state":"active","percentage":100,"pauseAtFailurePercent":null,"pauseAfterEnded":1}""");
        await EndAsync(13, 1, 2, 3, 4, 5, 6);

        Assert.Equal(OtaRolloutState.Active, (await RolloutAsync()).State);
    }

    [Fact]
    public async Task Resumed_only_what_fails_from_then_on_pauses_it_again()
    {
        await BeginManyAsync(10, """{"state":"active","percentage":100,"pauseAfterEnded":2}""");
        await EndAsync(13, 1, 2);
        Assert.Equal(OtaRolloutState.Paused, (await RolloutAsync()).State);

        _ota.Clock.Advance(TimeSpan.FromSeconds(1));
        await _ota.RollOutAsync(7, """{"state":"active"}""");
        await EndAsync(13, 1, 2);
        await EndAsync(13, 3);
        Assert.Equal((OtaRolloutState.Active, null), ((await RolloutAsync()).State, (await RolloutAsync()).PausedBecause));
        await EndAsync(13, 4);
        Assert.Equal(OtaRolloutState.Paused, (await RolloutAsync()).State);
    }

    [Fact]
    public async Task What_an_attempt_left_undone_is_done_when_its_events_come_again()
    {
        await BeginManyAsync(2, """{"state":"active","percentage":100,"pauseAtFailurePercent":null,"pauseAfterEnded":2}""");
        await EndAsync(13, 1, 2);
        await _ota.RollOutAsync(7, """{"pauseAtFailurePercent":50}""");

        // As after an attempt that noted the devices and was cut before it could pause.
        await EndAsync(13, 2);

        Assert.Equal(OtaRolloutState.Paused, (await RolloutAsync()).State);
    }

    private async Task BeginAsync()
    {
        await _ota.OpenAsync();
        Assert.NotNull(await _ota.OfferAsync());
    }

    private async Task BeginManyAsync(int count, string rollout)
    {
        _ota.Fleet.Clear();
        _ota.Fleet.AddRange(Enumerable.Range(1, count).Select(i => OtaFixture.Device($"d-{i}")));
        await _ota.OpenAsync(rollout: rollout);
        for (var i = 1; i <= count; i++)
            await _ota.OfferAsync($"d-{i}");
    }

    private async Task EndAsync(int code, params int[] devices)
    {
        foreach (var i in devices)
            Assert.Empty(await _ota.ProjectAsync(OtaFixture.Event(code, 1, device: $"d-{i}")));
    }

    private async Task<OtaRollout> RolloutAsync() => (await _ota.Rollouts.FindAsync(7, TestContext.Current.CancellationToken))!;
}
