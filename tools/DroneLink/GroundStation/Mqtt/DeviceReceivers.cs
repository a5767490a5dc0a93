using DroneLink.CloudSdk.Ota;

namespace DroneLink.Tool.GroundStation.Mqtt;

/// <summary>Takes a frame in a device's name; true when it is settled (durable, or refused for ever), so that the device may forget it.</summary>
public delegate ValueTask<bool> FrameReceiver(string deviceId, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);

/// <summary>Answers what a device asks of updates; null when there is nobody to answer.</summary>
public delegate ValueTask<OtaAnswer?> OtaAnswerer(string deviceId, ReadOnlyMemory<byte> request, CancellationToken cancellationToken);

/// <summary>Takes what a device says became of a command. When it throws, the device must say it again.</summary>
public delegate ValueTask ResultReceiver(string deviceId, ReadOnlyMemory<byte> result, CancellationToken cancellationToken);

/// <summary>Hears that a device says it is online: it is there, and hears its topics. Throws nothing.</summary>
public delegate ValueTask OnlineListener(string deviceId, CancellationToken cancellationToken);

/// <summary>Who takes what devices publish.</summary>
/// <param name="Frames">Takes the frames.</param>
/// <param name="Ota">Answers what is asked of updates.</param>
/// <param name="Results">Takes what became of commands.</param>
/// <param name="Online">Hears who is online.</param>
public sealed record DeviceReceivers(FrameReceiver Frames, OtaAnswerer Ota, ResultReceiver Results, OnlineListener Online);
