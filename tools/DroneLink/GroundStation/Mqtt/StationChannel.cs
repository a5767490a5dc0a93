using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;

namespace DroneLink.Tool.GroundStation.Mqtt;

/// <summary>
/// The way of messages to devices from the station: by its own broker to those that are connected to it, and to the others by the cloud's,
/// where it has one. Thread safe. Borrows both.
/// </summary>
/// <param name="broker">The station's own.</param>
/// <param name="presence">Who is connected to it.</param>
/// <param name="cloud">The cloud's; null for none.</param>
public sealed class StationChannel(IDeviceChannel broker, FleetPresence presence, IDeviceChannel? cloud) : IDeviceChannel
{
    /// <inheritdoc/>
    public ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        var way = cloud is null || presence.IsOnline(device.DeviceId) ? broker : cloud;
        return way.PublishAsync(device, topic, message, cancellationToken);
    }
}
