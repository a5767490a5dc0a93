namespace DroneLink.Simulation.Ring;

/// <summary>A frame that the ring was given.</summary>
/// <param name="Id">Its place in the order of recording, which is also its first sequence number and its time.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Records">Records in it.</param>
internal sealed record RingFrame(uint Id, byte[] Bytes, int Records);
