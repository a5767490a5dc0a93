using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Ota;

/// <summary>What is to be published to a device on its topic <c>ota</c>.</summary>
/// <param name="Device">The device.</param>
/// <param name="Message">The bytes, see <see cref="OtaMessage"/>.</param>
public sealed record OtaAnswer(DeviceIdentity Device, ReadOnlyMemory<byte> Message);
