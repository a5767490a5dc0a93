using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation.Networks;
using static DroneLink.Tool.Tests.Networks.NetworkRecords;

namespace DroneLink.Tool.Tests.Networks;

public sealed class RecordBacklogTests
{
    [Fact]
    public void WhatMayPass_PassesWhole_InItsOrder()
    {
        var backlog = new RecordBacklog(10);
        var records = Add(backlog, State("kite", 1), Event(2), State("kite", 3));

        Assert.Equal(records, backlog.Take(permits: 3, most: 10));
        Assert.Equal(0, backlog.Count);
        Assert.Equal(0, backlog.Thinned);
    }

    [Fact]
    public void MoreThanMayPass_LeavesTheNewestOfEachDeviceAndKind_AndEveryEvent()
    {
        var backlog = new RecordBacklog(100);
        var records = Add(
            backlog, State("kite", 1), Event(2), State("other", 3), State("kite", 4), Event(5), State("kite", 6, RecordKind.Attitude), State("other", 7));

        Assert.Equal([records[1], records[4], records[3]], backlog.Take(permits: 3, most: 10).OrderBy(r => r.Record.Kind == RecordKind.Event ? 0 : 1));
        Assert.Equal(2, backlog.Thinned);
        Assert.Equal([records[6], records[5]], backlog.Take(permits: 10, most: 10));
        Assert.Equal(0, backlog.Dropped);
    }

    [Fact]
    public void MoreThanIsWanted_WaitsAndIsNotThinned()
    {
        var backlog = new RecordBacklog(100);
        var records = Add(backlog, State("kite", 1), State("kite", 2), State("kite", 3));

        Assert.Equal(records[..2], backlog.Take(permits: 50, most: 2));
        Assert.Equal(records[2..], backlog.Take(permits: 50, most: 2));
        Assert.Equal(0, backlog.Thinned);
    }

    [Fact]
    public void Full_IsThinnedFirst_ThenTheOldestGoes()
    {
        var backlog = new RecordBacklog(3);
        var records = Add(backlog, State("kite", 1), Event(2), State("kite", 3));
        Assert.Equal((3, 0L, 0L), (backlog.Count, backlog.Thinned, backlog.Dropped));

        var more = Add(backlog, Event(4));
        Assert.Equal((3, 1L, 0L), (backlog.Count, backlog.Thinned, backlog.Dropped));

        var last = Add(backlog, Event(5));
        Assert.Equal((3, 1L, 1L), (backlog.Count, backlog.Thinned, backlog.Dropped));
        Assert.Equal([records[1], more[0], last[0]], backlog.Take(permits: 10, most: 10));
    }

    [Fact]
    public void AfterATake_NothingIsThoughtRepeatedThatIsGone()
    {
        var backlog = new RecordBacklog(2);
        Add(backlog, State("kite", 1), State("kite", 2));
        backlog.Take(permits: 10, most: 10);

        var records = Add(backlog, State("kite", 3), Event(4), Event(5));

        Assert.Equal((0L, 1L), (backlog.Thinned, backlog.Dropped));
        Assert.Equal(records[1..], backlog.Take(permits: 10, most: 10));
    }

    private static ProjectedRecord[] Add(RecordBacklog backlog, params TelemetryRecord[] records)
    {
        ProjectedRecord[] stored = [.. records.Select(Stored)];
        foreach (var record in stored) backlog.Add(record);
        return stored;
    }

    private static TelemetryRecord State(string device, long timeMs, byte kind = RecordKind.Position) => Of(device, timeMs, kind, (0, timeMs));

    private static TelemetryRecord Event(long timeMs) => NetworkRecords.Event("kite", timeMs, code: 4, severity: 3);
}
