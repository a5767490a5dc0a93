namespace DroneLink.CloudSdk.Ingest;

/// <summary>What ingest allows.</summary>
public sealed record FrameIngestOptions
{
    /// <summary>Default of <see cref="MaxBodyBytes"/>: 256 KiB.</summary>
    public const int DefaultMaxBodyBytes = 256 * 1024;

    /// <summary>Default of <see cref="MaxFrames"/>.</summary>
    public const int DefaultMaxFrames = 1024;

    /// <summary>Default of <see cref="MaxClockSkewSeconds"/>.</summary>
    public const int DefaultMaxClockSkewSeconds = 300;

    /// <summary>Default of <see cref="RetryAfterSeconds"/>.</summary>
    public const int DefaultRetryAfterSeconds = 5;

    /// <summary>Bytes of a body at the most; a device sends bodies of up to 256 KiB.</summary>
    public int MaxBodyBytes { get; init; } = DefaultMaxBodyBytes;

    /// <summary>
    /// Frames of a body at the most. Each costs the same check, and when it is refused an entry in the answer and a dead letter, also
    /// when it has no byte at all.
    /// </summary>
    public int MaxFrames { get; init; } = DefaultMaxFrames;

    /// <summary>How far the timestamp of a request may be off either way; for so long a stolen request can be repeated.</summary>
    public int MaxClockSkewSeconds { get; init; } = DefaultMaxClockSkewSeconds;

    /// <summary>Whether a frame must be signed even where its request or its broker has proved the sender. Default false.</summary>
    public bool RequireFrameSignature { get; init; }

    /// <summary>How long a device is asked to wait when nothing could be stored.</summary>
    public int RetryAfterSeconds { get; init; } = DefaultRetryAfterSeconds;

    /// <summary>
    /// Is given every exception of the registry, the stream or the dead letters that the sender sees only as "not now", for the log; what
    /// the stream refused without one comes as an <see cref="IOException"/> with its code and message. Called from any thread; must not throw.
    /// </summary>
    public Action<Exception>? OnFailure { get; init; }
}
