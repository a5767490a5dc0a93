namespace DroneLink.Load.Devices;

/// <summary>A frame that waits at a device.</summary>
/// <param name="FirstSequence">Number of its first record.</param>
/// <param name="Bytes">It, signed.</param>
/// <param name="OfferedAt">When it was recorded (<see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>).</param>
internal sealed record LoadFrame(uint FirstSequence, byte[] Bytes, long OfferedAt);
