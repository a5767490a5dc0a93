using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Twins;
using Xunit;

namespace DroneLink.Host.Tests.Board;

public sealed class HostLinkBoardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The network is gone in the middle of a login: nobody ever says so.</summary>
    [Fact]
    public void BrokerThatNeverAnswers_IsGivenUpInTime()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var json = $$"""
            {"deviceId":"kite","fleetId":"fleet-1","key":"{{new string('0', 64)}}","role":"bench","mqtt":{"host":"127.0.0.1","port":{{port}},"password":"p","tls":false } }
            """;
        var events = new LinkEventQueue();
        var incoming = new IncomingMessages(new MqttTopics("fleet-1", "kite"));
        using var board = new HostLinkBoard(
            Twin.ParseConfiguration(json, "test"), events, incoming, TimeProvider.System, () => 0, _ => { }, TimeSpan.FromSeconds(1));

        board.BeginConnect(7, "will", "gone");

        Assert.Equal((LinkEventKind.MqttClosed, 7), Next(events));
    }

    private static (LinkEventKind Kind, int Session) Next(LinkEventQueue events)
    {
        var kind = LinkEventKind.None;
        var watch = Stopwatch.StartNew();
        SpinWait.SpinUntil(() => (kind = events.Take()) != LinkEventKind.None, Patience);
        Assert.True(kind != LinkEventKind.None, $"nothing within {watch.Elapsed.TotalSeconds:F0} s");
        return (kind, events.Session);
    }
}
