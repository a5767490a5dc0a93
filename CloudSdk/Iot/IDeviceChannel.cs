using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Iot;

/// <summary>The way of a message to a topic of a device. Thread safe.</summary>
public interface IDeviceChannel
{
    /// <summary>
    /// Publishes to <c>dl/v1/{fleet}/{device}/{topic}</c>, QoS 1, not retained. When it completes, the broker has it; whether the device is
    /// there, nobody knows.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="topic">The topic's last part, such as <see cref="IotTopics.CommandTopic"/>.</param>
    /// <param name="message">What the device gets.</param>
    /// <param name="cancellationToken">Ends the attempt; whether the broker has it is then not known.</param>
    /// <exception cref="IOException">The broker did not take it. It may come twice when it is published again.</exception>
    ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default);
}
