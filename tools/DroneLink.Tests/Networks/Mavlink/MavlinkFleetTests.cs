using System.Collections.Frozen;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation.Networks;

namespace DroneLink.Tool.Tests.Networks.Mavlink;

public sealed class MavlinkFleetTests
{
    private static readonly (int, long)[] Place = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)];

    [Fact]
    public void Heartbeats_ComeOnceASecond_AndEndWhenTheDroneIsNotHeard()
    {
        using var bench = new FleetBench();

        for (var i = 0; i < 5; i++)
        {
            bench.Take(NetworkRecords.At(bench.Time.GetUtcNow(), RecordKind.Attitude, (0, 1)));
            bench.Run(TimeSpan.FromSeconds(2));
        }

        bench.Run(TimeSpan.FromMinutes(1));

        // Heard for the last time at 8 s, and 10 s beyond.
        var at = bench.Sent.Where(sent => sent.Message.MessageId == 0).Select(sent => sent.At).ToList();
        Assert.Equal(18, at.Count);
        Assert.All(at.Zip(at.Skip(1), (one, next) => next - one), pause => Assert.Equal(TimeSpan.FromSeconds(1), pause));
    }

    [Fact]
    public void Backlog_IsNotShownAsIfItWereNow()
    {
        using var bench = new FleetBench();
        var hourAgo = bench.Time.GetUtcNow() - TimeSpan.FromHours(1);

        foreach (var kind in new[] { RecordKind.Position, RecordKind.Power, RecordKind.VideoLink }) bench.Take(NetworkRecords.At(hourAgo, kind, Place));
        bench.Take(NetworkRecords.Event("kite", hourAgo.ToUnixTimeMilliseconds(), 4, 3));
        bench.Run(TimeSpan.FromSeconds(5));

        Assert.Empty(bench.Sent);
        Assert.Empty(bench.LogLines);
    }

    [Fact]
    public void ClockThatIsBehind_IsTold()
    {
        using var bench = new FleetBench();

        for (var i = 0; i < 3; i++) bench.Take(NetworkRecords.At(bench.Time.GetUtcNow() - TimeSpan.FromSeconds(12), RecordKind.Attitude));

        Assert.Contains("those of kite are 12", Assert.Single(bench.LogLines), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAClock_ABootIsShownOnceItRunsAlong()
    {
        using var bench = new FleetBench();
        var uptimeMs = 0L;
        void Take(int advanceMs, int stepMs)
        {
            for (var end = uptimeMs + advanceMs; uptimeMs < end; uptimeMs += stepMs)
            {
                bench.Take(Unsynced(uptimeMs));
                bench.Run(TimeSpan.FromMilliseconds(100));
            }
        }

        // Ten minutes that waited, much faster than they were; then life.
        Take(advanceMs: 600_000, stepMs: 10_000);
        Assert.Empty(bench.Sent);
        Take(advanceMs: 8000, stepMs: 100);

        Assert.NotEmpty(bench.Of(0));
        Assert.All(bench.Of(30), message => Assert.True(message.GetUInt32(0) > 604_000));
        Assert.NotEmpty(bench.Of(30));
    }

    [Fact]
    public void Positions_AreNoMoreThanAllowed_AndTheNewest()
    {
        using var bench = new FleetBench(positionHz: 2);
        for (var i = 1; i <= 100; i++) bench.Show(RecordKind.Position, [(0, i), .. Place[1..]]);

        var sent = bench.Sent.Where(one => one.Message.MessageId == 33).ToList();
        Assert.All(sent.Zip(sent.Skip(1), (one, next) => next.At - one.At), pause => Assert.Equal(TimeSpan.FromSeconds(0.5), pause));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 1 + (i * 10)), sent.Select(one => one.Message.GetInt32(4)));

        // The last one still waits.
        Assert.Equal(89, bench.Fleet.Thinned);
    }

    [Fact]
    public void Rate_IsOfAllMessages_HeartbeatsFirst()
    {
        using var bench = new FleetBench(rate: 12, positionHz: 50);
        for (var i = 0; i < 200; i++)
        {
            for (var drone = 0; drone < 5; drone++)
                bench.Take(NetworkRecords.Of($"kite-{drone}", bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), RecordKind.Position, Place));
            bench.Run(FleetBench.Tick);
        }

        Assert.All(bench.Sent, one => Assert.True(bench.Sent.Count(other => other.At >= one.At && other.At - one.At < TimeSpan.FromSeconds(1)) <= 12));
        Assert.All(bench.Of(0).GroupBy(m => m.SystemId), heartbeats => Assert.InRange(heartbeats.Count(), 9, 10));
        Assert.All(bench.Of(33).GroupBy(m => m.SystemId), positions => Assert.InRange(positions.Count(), 3, 6));
    }

    [Fact]
    public void ReceiversLinkAndAlarms_AreTheDronesComponent68()
    {
        using var bench = new FleetBench();
        var nowMs = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        bench.Take(NetworkRecords.Of("receiver", nowMs, RecordKind.VideoLink, (1, -7500)), "kite");
        bench.Take(NetworkRecords.Event("receiver", nowMs, 4, 3), "kite");
        bench.Take(NetworkRecords.Of("receiver", nowMs, RecordKind.System, (1, -40)), "kite");
        bench.Run(TimeSpan.FromSeconds(2));

        // The drone itself was not heard.
        Assert.Equal([(253, 1, 68), (109, 1, 68)], bench.Sent.Select(one => (one.Message.MessageId, (int)one.Message.SystemId, (int)one.Message.ComponentId)));
        Assert.Equal((-75, -1), (bench.Of(109).Single().GetSByte(4), bench.Of(109).Single().GetSByte(5)));
    }

    [Fact]
    public void AlarmsAndTexts_KeepSeverityAndWords_HoweverLong()
    {
        using var bench = new FleetBench();
        var nowMs = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var texts = new[] { 1, 49, 50, 51, 99, 100, 101, 149, 199 }.Select(length => string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))))).ToList();
        foreach (var text in texts) bench.Take(NetworkRecords.Text("kite", nowMs, 5, text));
        bench.Take(NetworkRecords.Of("kite", nowMs, RecordKind.Event, (0, 4), (1, 3), (2, -9230), (3, 2500)));
        bench.Take(NetworkRecords.Text("kite", nowMs, 200, "ü\0ber"));
        bench.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(
            [.. texts.Select(text => (5, text)), (3, "video link lost: -92 dBm, below the threshold for 2.5 s"), (7, "ü ber")],
            bench.Texts().Select(text => (text.Severity, text.Text.TrimEnd())));

        // Each text in parts has an id of its own, and a part that ends it, which is not empty.
        var parts = bench.Of(253).Select(m => (Id: m.GetUInt16(51), Part: m.GetByte(53), IsEmpty: m.GetByte(1) == 0)).ToList();
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], parts.Where(part => part.Id != 0).Select(part => part.Id).Distinct());
        Assert.DoesNotContain(parts, part => part.IsEmpty);
    }

    [Fact]
    public void EveryEvent_HasWords_InAscii()
    {
        using var bench = new FleetBench();
        var nowMs = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var code = 1; EventCodes.Name(code) is not null; code++)
        {
            bench.Take(NetworkRecords.Of("kite", nowMs, RecordKind.Event, (0, code), (1, 4)));
            bench.Take(NetworkRecords.Of("kite", nowMs, RecordKind.Event, (0, code), (1, 4), (2, -1234), (3, 3)));
        }

        bench.Run(TimeSpan.FromSeconds(5));

        Assert.NotEmpty(bench.Texts());
        Assert.All(bench.Texts(), said =>
        {
            Assert.True(!said.Text.StartsWith("event ", StringComparison.Ordinal), $"Give '{said.Text}' words in EventText, as in the page's format.js.");
            Assert.All(said.Text, c => Assert.InRange(c, ' ', '~'));
        });
    }

    [Fact]
    public void Filter_LeavesOut_WhatIsNotWanted()
    {
        using var bench = new FleetBench(filter: new RecordFilter { Kinds = new[] { RecordKind.Event, RecordKind.Power }.ToFrozenSet(), Severity = 4 });
        var nowMs = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        bench.Take(NetworkRecords.Event("kite", nowMs, 4, severity: 3));
        bench.Take(NetworkRecords.Event("kite", nowMs, 5, severity: 5));
        bench.Take(NetworkRecords.Text("kite", nowMs, 0, "no"));
        bench.Show(RecordKind.Position, Place);
        bench.Show(RecordKind.Power, (0, 15000));

        Assert.Equal([0, 253, 1, 147], bench.Sent.Select(one => one.Message.MessageId));
        Assert.Equal("video link lost", Assert.Single(bench.Texts()).Text);
    }

    [Fact]
    public void Texts_WaitInABacklog_TheOldestGoesFirst()
    {
        using var bench = new FleetBench(rate: 10, backlog: 5);
        var nowMs = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 8; i++) bench.Take(NetworkRecords.Text("kite", nowMs, 6, $"text {i}"));
        bench.Run(TimeSpan.FromSeconds(2));

        Assert.Equal(Enumerable.Range(3, 5).Select(i => $"text {i}"), bench.Texts().Select(text => text.Text));
        Assert.Equal(3, bench.Fleet.Dropped);
        Assert.Contains("gcs is behind", Assert.Single(bench.LogLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Sequence_IsOfEachComponent_WithoutAGap()
    {
        using var bench = new FleetBench();
        for (var i = 0; i < 300; i++)
        {
            bench.Show(RecordKind.Attitude, (0, i));
            bench.Show(RecordKind.VideoLink, (1, -8000));
            bench.Run(TimeSpan.FromSeconds(1));
        }

        foreach (var component in bench.Sent.Select(one => one.Message).GroupBy(message => message.ComponentId))
            Assert.Equal(Enumerable.Range(0, component.Count()).Select(i => (byte)i), component.Select(message => message.Sequence));
    }

    private static TelemetryRecord Unsynced(long uptimeMs) => new()
    {
        DeviceId = "kite",
        BootId = 1,
        Sequence = (uint)uptimeMs,
        TimeMs = uptimeMs,
        ClockSynced = false,
        Kind = RecordKind.Attitude,
        Mask = 1,
        Values = new long[] { 1 },
    };
}
