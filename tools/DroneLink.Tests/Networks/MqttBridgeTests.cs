using System.Security.Cryptography.X509Certificates;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation.Networks;
using MQTTnet.Protocol;

namespace DroneLink.Tool.Tests.Networks;

public sealed class MqttBridgeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Records_ArriveAtQos1_EachOnItsTopic(bool isVersion3)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var bench = new NetworksBench(Bridge(broker.Port, isVersion3: isVersion3));

        var attitude = bench.Offer(RecordKind.Attitude, (0, 120)).Record;
        bench.Offer(NetworkRecords.Event("receiver", attitude.TimeMs, 4, 3));
        bench.Offer(NetworkRecords.Text("stranger", attitude.TimeMs, 6, "who am I"));
        await bench.UntilAsync(() => bench.Status("bridge").Sent == 3, "all are there");

        Assert.Equal(
            ["dronelink/fleet-1/kite/attitude", "dronelink/fleet-1/receiver/event", "dronelink/unknown/stranger/text"],
            broker.Messages.Select(message => message.Topic).Order());
        Assert.All(broker.Messages, message => Assert.Equal((MqttQualityOfServiceLevel.AtLeastOnce, false), (message.QualityOfServiceLevel, message.Retain)));
        var json = broker.Json().Single(record => record.GetProperty("kind").GetString() == "attitude");
        Assert.Equal(($"kite/65537/{attitude.Sequence}", 120), (json.GetProperty("id").GetString(), json.GetProperty("fields").GetProperty("roll").GetInt32()));
    }

    [Fact]
    public async Task BrokerThatGoesAndComesBack_GetsEveryEvent()
    {
        var broker = await TestBroker.StartAsync();
        var port = broker.Port;
        await using var bench = new NetworksBench(Bridge(port));
        for (var i = 0; i < 20; i++) bench.Offer(RecordKind.Event, (0, i), (1, 4));
        await bench.UntilAsync(() => bench.Status("bridge").Sent == 20, "the first are there");
        await broker.DisposeAsync();

        for (var i = 20; i < 60; i++) bench.Offer(RecordKind.Event, (0, i), (1, 4));
        await bench.UntilAsync(() => bench.Status("bridge").Failures >= 2, "two attempts failed", stepSeconds: 1);
        await using var again = await TestBroker.StartAsync(port);
        await bench.UntilAsync(() => bench.Status("bridge").Sent == 60, "all are there", stepSeconds: 1);

        var codes = broker.Json().Concat(again.Json()).Select(record => record.GetProperty("fields").GetProperty("code").GetInt32());
        Assert.Equal(Enumerable.Range(0, 60), codes.Distinct().Order());
        Assert.Equal(0, bench.Status("bridge").Dropped);
    }

    [Fact]
    public async Task BrokerThatAcknowledgesNothing_IsGivenUp_AndTriedAgain()
    {
        await using var broker = await TestBroker.StartAsync();
        broker.IsMute = true;
        await using var bench = new NetworksBench(Bridge(broker.Port, timeout: MqttBridgeOptions.DefaultTimeout));

        bench.Offer(RecordKind.Event, (0, 4), (1, 4));
        await Eventually.IsTrueAsync(() => !broker.Messages.IsEmpty, "it came");
        await bench.UntilAsync(() => bench.Status("bridge").Failures >= 1, "the attempt failed", stepSeconds: 1);
        broker.IsMute = false;
        await bench.UntilAsync(() => bench.Status("bridge").Sent == 1, "it is acknowledged", stepSeconds: 0.2);

        Assert.True(broker.Messages.Count >= 2);
        Assert.Contains(bench.LogLines, line => line.Contains("no acknowledgement in time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatTheBrokerDoesNotAllow_IsRefusedForEver_TheOthersNot()
    {
        await using var broker = await TestBroker.StartAsync();
        broker.Denied = "dronelink/fleet-1/receiver/attitude";
        await using var bench = new NetworksBench(Bridge(broker.Port));

        bench.Offer(NetworkRecords.Of("receiver", 0, RecordKind.Attitude, (0, 1)));
        bench.Offer(NetworkRecords.Of("kite", 0, RecordKind.Attitude, (0, 1)));
        await bench.UntilAsync(() => bench.Status("bridge") is { Sent: 1, Refused: 1, Waiting: 0 }, "one is there, one is refused");

        Assert.Contains(bench.LogLines, line => line.Contains("refused 1 records for ever: NotAuthorized", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RegistryThatFails_IsAskedAgain_AndNoRecordComesTwice()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var bench = new NetworksBench(Bridge(broker.Port));
        bench.Offer(RecordKind.Event, (0, 1), (1, 4));
        await bench.UntilAsync(() => bench.Status("bridge").Sent == 1, "the fleet is known");
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        bench.Devices.IsDown = true;

        // The first waits for its turn while the rate is used up, so that the stranger is in one batch with it.
        for (var i = 0; i < 3; i++) bench.Offer(RecordKind.Event, (0, i), (1, 4));
        bench.Offer(NetworkRecords.Event("stranger", 0, 4, 4));
        await bench.UntilAsync(() => bench.Status("bridge").Failures >= 2, "the registry fails");
        bench.Devices.IsDown = false;
        await bench.UntilAsync(() => bench.Status("bridge").Sent == 5, "all are there");

        Assert.Equal(5, broker.Messages.Count);
        Assert.Contains(bench.LogLines, line => line.Contains("network bridge failed attempt=1", StringComparison.Ordinal) && line.Contains("the registry is down", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("right", true)]
    [InlineData("wrong", false)]
    public async Task UserAndPassword_AreGiven(string password, bool isLetIn)
    {
        await using var broker = await TestBroker.StartAsync(password: "right");
        await using var bench = new NetworksBench(Bridge(broker.Port, user: "farm", password: password));

        bench.Offer(RecordKind.Event, (0, 4), (1, 4));

        await bench.UntilAsync(() => isLetIn ? bench.Status("bridge").Sent == 1 : bench.Status("bridge").Failures >= 2, "the broker has decided", stepSeconds: 1);
        Assert.Equal(isLetIn ? 1 : 0, broker.Messages.Count);
        Assert.DoesNotContain(bench.LogLines, line => line.Contains(password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tls_TrustsWhomTheFileNames_AndNobodyElse(bool isNamed)
    {
        using var authority = TestAuthority.Create();
        using var other = TestAuthority.Create();
        using var certificate = TestAuthority.Issue(authority, "localhost");
        await using var broker = await TestBroker.StartAsync(certificate: certificate);
        var options = Bridge(broker.Port, host: "localhost", authorities: [isNamed ? authority : other]);
        await using var bench = new NetworksBench(options);

        bench.Offer(RecordKind.Event, (0, 4), (1, 4));

        await bench.UntilAsync(() => isNamed ? bench.Status("bridge").Sent == 1 : bench.Status("bridge").Failures >= 2, "the bridge has decided", stepSeconds: 1);
        Assert.Equal(isNamed ? 1 : 0, broker.Messages.Count);
    }

    private static MqttBridgeOptions Bridge(
        int port, string host = "127.0.0.1", bool isVersion3 = false, string? user = null, string? password = null, X509Certificate2Collection? authorities = null,
        TimeSpan? timeout = null)
    {
        Assert.True(TopicTemplate.TryParse(TopicTemplate.Standard, out var topic));
        return new MqttBridgeOptions
        {
            Name = "bridge",
            Rate = 100,
            Host = host,
            Port = port,
            Topic = topic,
            IsVersion3 = isVersion3,
            User = user,
            Password = password,
            UseTls = authorities is not null,
            Authorities = authorities,

            // The clock of the bench runs much faster than a broker answers.
            Timeout = timeout ?? TimeSpan.FromHours(1),
        };
    }
}
