using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation.Networks.Mavlink;

namespace DroneLink.Tool.Tests.Networks.Mavlink;

public sealed class MavlinkOverUdpTests
{
    private static readonly string[] Names =
        ["HEARTBEAT", "SYS_STATUS", "GPS_RAW_INT", "ATTITUDE", "GLOBAL_POSITION_INT", "VFR_HUD", "RADIO_STATUS", "BATTERY_STATUS", "STATUSTEXT"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FleetOfTwins_IsReadByNodeMavlink_WithoutAnError()
    {
        using var reader = MavlinkReader.Start();
        await using (await TestStation.StartAsync(drones: 2, networks: To(reader.Port)))
        {
            await Eventually.IsTrueAsync(
                () => Task.FromResult(Names.All(name => Senders(reader, name).Count == 2) && Link(reader).Any()), () => $"both drones show everything; they show {Seen(reader)}");
        }

        var account = await reader.EndAsync();
        foreach (var nothing in new[] { "undecoded", "invalid", "unknown", "left" }) Assert.Equal(0, account.GetProperty(nothing).GetInt32());
        Assert.Equal(account.GetProperty("datagrams").GetInt32(), account.GetProperty("valid").GetInt32());
        Assert.Equal(reader.Packets.Count, account.GetProperty("valid").GetInt32());

        // Two drones, no receivers; each component counts its own messages.
        Assert.Equal([1, 2], reader.Packets.Select(packet => packet.GetProperty("sysid").GetInt32()).Distinct().Order());
        foreach (var component in reader.Packets.GroupBy(packet => (packet.GetProperty("sysid").GetInt32(), packet.GetProperty("compid").GetInt32())))
            Assert.Equal(Enumerable.Range(0, component.Count()).Select(i => i % 256), component.Select(packet => packet.GetProperty("seq").GetInt32()));
        Assert.All(Link(reader), dbm => Assert.InRange(dbm, -110, -5));
        Assert.Contains(reader.Packets, packet => Name(packet) == "STATUSTEXT" && packet.GetProperty("fields").GetProperty("text").GetString()!.StartsWith("started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LongText_IsWholeForNodeMavlink()
    {
        using var reader = MavlinkReader.Start();
        await using var bench = new NetworksBench(To(reader.Port));
        var text = string.Concat(Enumerable.Range(0, 120).Select(i => (char)('a' + (i % 26))));

        bench.Offer(NetworkRecords.Text("kite", bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), 2, text));
        await bench.UntilAsync(() => reader.Packets.Count(packet => Name(packet) == "STATUSTEXT") == 3, "three parts are there");

        var parts = reader.Packets.Where(packet => Name(packet) == "STATUSTEXT").Select(packet => packet.GetProperty("fields")).ToList();
        Assert.Equal([(1, 0), (1, 1), (1, 2)], parts.Select(part => (part.GetProperty("id").GetInt32(), part.GetProperty("chunkSeq").GetInt32())));
        Assert.All(parts, part => Assert.Equal(2, part.GetProperty("severity").GetInt32()));
        Assert.Equal(text, string.Concat(parts.Select(part => part.GetProperty("text").GetString()!.TrimEnd('\0'))));
        Assert.Equal(0, (await reader.EndAsync()).GetProperty("invalid").GetInt32());
    }

    [Fact]
    public async Task WhatComesBack_IsDropped_AndAllGoesFromOnePort()
    {
        using var station = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var bench = new NetworksBench(To(((IPEndPoint)station.Client.LocalEndPoint!).Port));
        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => station.Available > 0, "a message is there");
        var first = await station.ReceiveAsync(Token);

        for (var i = 0; i < 200; i++)
        {
            await station.SendAsync(new byte[i * 20], first.RemoteEndPoint, Token);
            if (i % 10 == 0) bench.Offer(RecordKind.Attitude, (0, i));
        }

        var sent = bench.Status("gcs").Sent;
        await bench.UntilAsync(() => bench.Status("gcs").Sent > sent + 5, "it goes on");
        while (station.Available > 0) Assert.Equal(first.RemoteEndPoint, (await station.ReceiveAsync(Token)).RemoteEndPoint);
        Assert.Empty(bench.LogLines);
    }

    [Fact]
    public async Task StationThatIsNotThereYet_GetsTheFleetOnceItIs()
    {
        var probe = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var address = (IPEndPoint)probe.Client.LocalEndPoint!;
        probe.Dispose();
        await using var bench = new NetworksBench(To(address.Port));
        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => bench.Status("gcs").Sent >= 3, "messages were sent to nobody");

        using var station = new UdpClient(address);
        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => station.Available > 0, "a message is there");

        Assert.Equal(0xFD, (await station.ReceiveAsync(Token)).Buffer[0]);
    }

    [Fact]
    public async Task Drain_WaitsForWhatWasStoredLast()
    {
        using var station = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var bench = new NetworksBench(To(((IPEndPoint)station.Client.LocalEndPoint!).Port));
        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => station.Available > 0, "the drone is seen");

        bench.Offer(RecordKind.Event, (0, 4), (1, 3));
        var draining = bench.DrainAsync();
        await bench.UntilAsync(() => draining.IsCompleted, "nothing waits");

        await draining;
        var messages = new List<int>();
        while (station.Available > 0) messages.Add((await station.ReceiveAsync(Token)).Buffer[7]);
        Assert.Contains(253, messages);
    }

    [Fact]
    public async Task RegistryThatFails_IsAskedNowAndThen_AndTheFleetIsSeenOnceItIsBack()
    {
        using var station = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var bench = new NetworksBench(To(((IPEndPoint)station.Client.LocalEndPoint!).Port));
        bench.Devices.IsDown = true;
        bench.Offer(RecordKind.Attitude, (0, 1));
        var end = bench.Time.GetUtcNow() + TimeSpan.FromSeconds(9);
        await bench.UntilAsync(() => bench.Time.GetUtcNow() >= end, "9 s are over");
        Assert.InRange(bench.Devices.Asked, 1, 2);

        bench.Devices.IsDown = false;
        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => station.Available > 0, "the drone is seen");

        Assert.Contains("network registry cannot be asked: IOException", Assert.Single(bench.LogLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameThatNobodyKnows_IsTold_AndTheOthersGoOn()
    {
        using var station = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var lost = new MavlinkOptions { Name = "lost", Host = "no-such-host.invalid", Port = 14550, Rate = 500 };
        await using var bench = new NetworksBench(lost, To(((IPEndPoint)station.Client.LocalEndPoint!).Port));

        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => station.Available > 0, "the other has it");
        await bench.UntilAsync(() => bench.LogLines.Count > 0, "it is told");

        Assert.Contains("network lost cannot find no-such-host.invalid", bench.LogLines.First(), StringComparison.Ordinal);
        Assert.Equal(0, bench.Status("lost").Sent);

        bench.Offer(RecordKind.Event, (0, 4), (1, 3));
        var draining = bench.DrainAsync();
        await bench.UntilAsync(() => draining.IsCompleted, "nobody waits for the lost one");
        Assert.Equal(1, bench.Status("lost").Waiting);
    }

    private static MavlinkOptions To(int port) => new() { Name = "gcs", Host = "127.0.0.1", Port = port, Rate = MavlinkOptions.DefaultRate };

    private static string Name(JsonElement packet) => packet.GetProperty("name").GetString()!;

    private static HashSet<int> Senders(MavlinkReader reader, string name) =>
        [.. reader.Packets.Where(packet => Name(packet) == name).Select(packet => packet.GetProperty("sysid").GetInt32())];

    // Signal of the video links, dBm, where it is known.
    private static IEnumerable<int> Link(MavlinkReader reader) => reader.Packets.Where(packet => Name(packet) == "RADIO_STATUS")
        .Select(packet => packet.GetProperty("fields").GetProperty("rssi").GetInt32()).Where(rssi => rssi != 255).Select(rssi => (int)(sbyte)rssi);

    private static string Seen(MavlinkReader reader) => string.Join(", ", Names.Select(name => $"{name} of {Senders(reader, name).Count}"));
}
