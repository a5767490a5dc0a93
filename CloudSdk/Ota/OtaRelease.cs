using System.Collections.Immutable;
using System.Globalization;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Ota;

/// <summary>A payload that can be sent to devices. Its build names it for ever.</summary>
public sealed record OtaRelease
{
    /// <summary>Role of a release for every device.</summary>
    public const string AnyRole = "any";

    /// <summary>Its name for people, 1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>.</summary>
    public required string Release { get; init; }

    /// <summary>Its version.</summary>
    public required OtaVersion Version { get; init; }

    /// <summary>The security counter, 1 to 2^31 - 1: a device takes only one that is higher than any that it ever confirmed.</summary>
    public required int Build { get; init; }

    /// <summary><c>drone</c>, <c>groundReceiver</c>, <c>bench</c> or <c>any</c>.</summary>
    public required string Role { get; init; }

    /// <summary>What runs it: <see cref="OtaImage.Nano"/> or <see cref="OtaImage.Net"/>.</summary>
    public required string Runtime { get; init; }

    /// <summary>The version that a device must run at least to take it; null for any.</summary>
    public OtaVersion? MinVersion { get; init; }

    /// <summary>Bytes of the image.</summary>
    public required int Size { get; init; }

    /// <summary>SHA-256 of the image, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The assemblies that must be present, with <c>major.minor</c>.</summary>
    public required ImmutableSortedDictionary<string, string> Libraries { get; init; }

    /// <summary>When it was published; null in a file.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Name of the token that published it; null in a file, and on a machine without logins.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>Makes a release of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="version">Its version.</param>
    /// <param name="build">Its build.</param>
    /// <param name="name">Its name; null for one made of version and build.</param>
    /// <param name="role">Which devices it is for.</param>
    /// <param name="minVersion">What a device must run at least; null for anything.</param>
    /// <exception cref="OtaImageException">The image is none, or a value is out of range; the message says what is expected.</exception>
    public static OtaRelease Of(
        ReadOnlyMemory<byte> image, OtaVersion version, int build, string? name = null, string role = AnyRole, OtaVersion? minVersion = null)
    {
        var read = OtaImage.Read(image);
        var release = new OtaRelease
        {
            Release = name ?? string.Create(CultureInfo.InvariantCulture, $"{version}-{build}"),
            Version = version,
            Build = build,
            Role = role,
            Runtime = read.Runtime,
            MinVersion = minVersion,
            Size = image.Length,
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(image.Span)),
            Libraries = read.Libraries,
        };
        release.Check();
        return release;
    }

    /// <summary>Says whether it is the same release, whoever published it and when.</summary>
    public bool IsSame(OtaRelease other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return OtaReleaseJson.Write(this with { PublishedAt = null, PublishedBy = null })
            .AsSpan().SequenceEqual(OtaReleaseJson.Write(other with { PublishedAt = null, PublishedBy = null }));
    }

    /// <summary>Says whether a device of a role takes it.</summary>
    public bool IsFor(string role) => Role == AnyRole || Role == role;

    internal static bool IsRole(string? role) => role is "drone" or "groundReceiver" or "bench";

    private void Check()
    {
        if (!FrameFormat.IsDeviceId(Release))
            throw new OtaImageException($"release is '{Release}'; expected are 1 to {FrameFormat.MaxDeviceIdBytes} characters of A-Z a-z 0-9 . _ -");
        if (Build < 1)
            throw new OtaImageException($"build is {Build}; expected is a whole number from 1 to {int.MaxValue}.");
        if (Role != AnyRole && !IsRole(Role))
            throw new OtaImageException($"role is '{Role}'; expected is any, drone, groundReceiver or bench.");
        if (MinVersion is { } least && least.CompareTo(Version) > 0)
            throw new OtaImageException($"minVersion {least} is above the release's own {Version}.");
        if (OtaManifest.LongestOf(this) > OtaManifest.MaxBytes)
            throw new OtaImageException($"A manifest of it would have more than {OtaManifest.MaxBytes} bytes: the image refers to too many assemblies.");
    }
}
