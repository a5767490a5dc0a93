namespace DroneLink.CloudSdk.Query;

/// <summary>Something about a video link that somebody should see to, now.</summary>
/// <param name="Code">One word for programs.</param>
/// <param name="DeviceId">The device that says so.</param>
/// <param name="Severity">0 to 7 (syslog).</param>
/// <param name="SinceMs">Since when it is known, ms since 1970-01-01 UTC.</param>
/// <param name="Text">What it is and what to do about it, for people.</param>
internal sealed record LinkAlarm(string Code, string DeviceId, long Severity, long SinceMs, string Text);
