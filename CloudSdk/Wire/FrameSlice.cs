namespace DroneLink.CloudSdk.Wire;

/// <summary>A frame in a body.</summary>
/// <param name="Offset">Where in the body the frame starts, behind its length.</param>
/// <param name="Bytes">Its bytes, not yet checked.</param>
public readonly record struct FrameSlice(int Offset, ReadOnlyMemory<byte> Bytes);
