namespace DroneLink.CloudSdk.Ingest;

/// <summary>A frame of a body that will never be accepted.</summary>
/// <param name="Index">Its place in the body, from 0.</param>
/// <param name="Code">Why: a code of <see cref="Wire.FrameError"/>.</param>
/// <param name="Message">The same for people.</param>
public sealed record RejectedFrame(int Index, string Code, string Message);
