namespace DroneLink.CloudSdk.Wire;

/// <summary>What a reader asks of signatures. The default reads any frame and checks none.</summary>
public readonly record struct FrameReaderOptions
{
    /// <summary>The device's key: a signed frame must be signed with it. Empty means that signatures are not checked.</summary>
    public ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>Whether an unsigned frame is refused; without a <see cref="Key"/> every frame is, since none can be checked.</summary>
    public bool RequireSignature { get; init; }
}
