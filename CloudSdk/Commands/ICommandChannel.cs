using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Commands;

/// <summary>The way of a command to its device. Thread safe.</summary>
public interface ICommandChannel
{
    /// <summary>Publishes a command. When it completes, the broker has it; whether the device is there, nobody knows.</summary>
    /// <param name="device">The device.</param>
    /// <param name="message">What the device gets, see <c>Commands/README.md</c>.</param>
    /// <param name="cancellationToken">Ends the attempt; whether the broker has it is then not known.</param>
    /// <exception cref="IOException">The broker did not take it. It may come twice when it is published again.</exception>
    ValueTask PublishAsync(DeviceIdentity device, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default);
}
