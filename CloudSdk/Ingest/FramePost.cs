using System.Diagnostics.CodeAnalysis;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Ingest;

/// <summary>A post of frames, as far as it can be understood without knowing the device.</summary>
internal readonly struct FramePost
{
    public const string ContentType = "application/vnd.dronelink.frames";

    /// <summary>Header <c>x-device-id</c>; empty when it is missing.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Header <c>x-timestamp</c>; empty when it is missing.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Header <c>x-signature</c>; empty when it is missing.</summary>
    public required string Signature { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Reads a request.</summary>
    /// <returns>False when it is no post of frames; <paramref name="refusal"/> then says why.</returns>
    public static bool TryRead(
        HttpApiRequest request, int maxBodyBytes, out FramePost post, [NotNullWhen(false)] out HttpApiResponse? refusal)
    {
        post = default;
        if (!IsFrames(Header(request, "content-type")))
        {
            refusal = Problems.Create(415, "content-type", $"Send the frames as {ContentType}.");
            return false;
        }

        if (!TryReadBody(request, maxBodyBytes, out var body, out refusal))
        {
            return false;
        }

        post = new FramePost
        {
            DeviceId = Header(request, "x-device-id"),
            Timestamp = Header(request, "x-timestamp"),
            Signature = Header(request, "x-signature"),
            Body = body,
        };
        return true;
    }

    private static bool TryReadBody(
        HttpApiRequest request, int maxBodyBytes, out ReadOnlyMemory<byte> body, [NotNullWhen(false)] out HttpApiResponse? refusal)
    {
        body = default;
        refusal = null;
        var text = request.Body ?? "";
        if (text.Length > ((long)maxBodyBytes + 2) / 3 * 4)
        {
            refusal = TooLarge(maxBodyBytes);
            return false;
        }

        // A frame's first two bytes are not UTF-8: a body that the gateway took for text holds no whole one.
        var bytes = new byte[text.Length / 4 * 3];
        var length = 0;
        if (text.Length > 0 && !(request.IsBase64Encoded && Convert.TryFromBase64String(text, bytes, out length)))
        {
            refusal = Problems.Create(
                400, "envelope", "The body did not arrive as base64. Let the gateway pass this content type as binary.");
            return false;
        }

        if (length > maxBodyBytes)
        {
            refusal = TooLarge(maxBodyBytes);
            return false;
        }

        body = bytes.AsMemory(0, length);
        return true;
    }

    private static HttpApiResponse TooLarge(int maxBodyBytes) =>
        Problems.Create(413, "too-large", $"A body has at most {maxBodyBytes} bytes. Send fewer frames at once.");

    private static bool IsFrames(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var mediaType = end < 0 ? contentType : contentType[..end];
        return mediaType.AsSpan().Trim().Equals(ContentType, StringComparison.OrdinalIgnoreCase);
    }

    // The gateway sends names in lower case; other hosts keep the client's.
    internal static string Header(HttpApiRequest request, string name)
    {
        foreach (var (key, value) in request.Headers ?? new Dictionary<string, string>())
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return value ?? "";
            }
        }

        return "";
    }
}
