using System.Text;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.GroundStation.Mqtt;

namespace DroneLink.Tool.Tests.Remote;

public sealed class StationChannelTests
{
    private static readonly DeviceIdentity Kite = new("kite", "fleet-1", new byte[32], "drone", null);

    private readonly FleetPresence _presence = new(TimeProvider.System);

    [Fact]
    public async Task A_device_is_reached_where_it_is_connected()
    {
        var (broker, cloud) = (new Recorder(), new Recorder());
        var channel = new StationChannel(broker, _presence, cloud);

        await PublishAsync(channel, "a");
        _presence.Set("kite", online: true);
        await PublishAsync(channel, "b");
        _presence.Set("kite", online: false);
        await PublishAsync(channel, "c");

        Assert.Equal(["command b"], broker.Messages);
        Assert.Equal(["command a", "command c"], cloud.Messages);
    }

    [Fact]
    public async Task Without_a_broker_of_the_clouds_all_goes_by_the_own()
    {
        var broker = new Recorder();

        await PublishAsync(new StationChannel(broker, _presence, cloud: null), "a");

        Assert.Equal(["command a"], broker.Messages);
    }

    private static async Task PublishAsync(StationChannel channel, string text) =>
        await channel.PublishAsync(Kite, IotTopics.CommandTopic, Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    private sealed class Recorder : IDeviceChannel
    {
        public List<string> Messages { get; } = [];

        public ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
        {
            Messages.Add($"{topic} {Encoding.ASCII.GetString(message.Span)}");
            return default;
        }
    }
}
