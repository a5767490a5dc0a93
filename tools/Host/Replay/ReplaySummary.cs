namespace DroneLink.Host.Replay;

/// <summary>What a replay did.</summary>
/// <param name="Messages">MAVLink packets in the log.</param>
/// <param name="Records">Records that the firmware took.</param>
/// <param name="Frames">Frames that the sink took.</param>
/// <param name="RejectedFrames">Frames among them that were rejected for ever.</param>
/// <param name="TornBytes">Bytes at the log's end that are no whole packet.</param>
/// <param name="BootId">The boot under which its records are stored.</param>
public sealed record ReplaySummary(long Messages, uint Records, uint Frames, int RejectedFrames, long TornBytes, uint BootId);
