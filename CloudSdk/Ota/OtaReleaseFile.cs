namespace DroneLink.CloudSdk.Ota;

/// <summary>
/// A release as one file, content type <see cref="ContentType"/>: the line <c>DLOTA1</c>, one line of JSON (a release without
/// <c>publishedAt</c> and <c>publishedBy</c>), then the image. Lines end with a line feed alone.
/// </summary>
/// <param name="Release">What it is.</param>
/// <param name="Image">The image.</param>
public sealed record OtaReleaseFile(OtaRelease Release, ReadOnlyMemory<byte> Image)
{
    /// <summary>Content type of a release file.</summary>
    public const string ContentType = "application/vnd.dronelink.release";

    /// <summary>Bytes of a file at the most.</summary>
    public const int MaxBytes = MagicBytes + MaxHeadBytes + OtaImage.MaxBytes;

    private const int MagicBytes = 7;
    private const int MaxHeadBytes = 2048;

    private static ReadOnlySpan<byte> Magic => "DLOTA1\n"u8;

    /// <summary>Returns the file.</summary>
    public byte[] Write() => [.. Magic, .. OtaReleaseJson.Write(Release with { PublishedAt = null, PublishedBy = null }), (byte)'\n', .. Image.Span];

    /// <summary>Reads a file, and the image in it: what the head says has to be what the image is.</summary>
    /// <exception cref="OtaImageException">It is none, or no device could run it; the message says why and what to do.</exception>
    public static OtaReleaseFile Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new OtaImageException($"The release has {bytes.Length} bytes; a release file has {MaxBytes} at the most.");
        if (!bytes.Span.StartsWith(Magic))
            throw new OtaImageException("This is no release file: it does not begin with DLOTA1. Make one of the image with 'dronelink ota pack'.");
        var rest = bytes[MagicBytes..];
        var end = rest.Span[..Math.Min(rest.Length, MaxHeadBytes)].IndexOf((byte)'\n');
        if (end < 0)
            throw new OtaImageException("The head of the release has no end. Make the file again with 'dronelink ota pack'.");

        var told = OtaReleaseJson.Read(rest[..end]);
        var image = rest[(end + 1)..];
        if (image.Length != told.Size)
            throw new OtaImageException($"The release has {image.Length} bytes of image; its head says {told.Size}. Copy it again: it was cut or changed.");
        var found = OtaRelease.Of(image, told.Version, told.Build, told.Release, told.Role, told.MinVersion);
        if (found.Sha256 != told.Sha256)
            throw new OtaImageException("The image is not the one that the head of the release tells of: its SHA-256 is another. Copy it again: it was cut or changed.");
        return found.IsSame(told)
            ? new OtaReleaseFile(found, image)
            : throw new OtaImageException("The head of the release does not say of the image what the image says of itself. Make the file again with 'dronelink ota pack'.");
    }
}
