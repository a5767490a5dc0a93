using System.Collections.Immutable;
using System.Text.Json;

namespace DroneLink.CloudSdk.Ota;

/// <summary>A release as JSON: in a manifest, in a release file, in a store, and for who asks.</summary>
internal static class OtaReleaseJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 3, AllowDuplicateProperties = false };

    /// <summary>Writes what a device is told, in the order of the manifest.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, OtaRelease release)
    {
        writer.WriteString("release"u8, release.Release);
        writer.WriteString("version"u8, release.Version.ToString());
        writer.WriteNumber("build"u8, release.Build);
        writer.WriteNumber("size"u8, release.Size);
        writer.WriteString("sha256"u8, release.Sha256);
        writer.WriteString("role"u8, release.Role);
        writer.WriteString("runtime"u8, release.Runtime);
        writer.WriteStartObject("libraries"u8);
        foreach (var (name, version) in release.Libraries)
            writer.WriteString(name, version);
        writer.WriteEndObject();
        if (release.MinVersion is { } least)
            writer.WriteString("minVersion"u8, least.ToString());
    }

    /// <summary>Writes all of a release as one object.</summary>
    public static byte[] Write(OtaRelease release) => OtaStateJson.Write(writer =>
    {
        WriteMembers(writer, release);
        if (release.PublishedAt is { } at)
            writer.WriteNumber("publishedAt"u8, at.ToUnixTimeMilliseconds());
        if (release.PublishedBy is { } by)
            writer.WriteString("publishedBy"u8, by);
    });

    /// <summary>Reads a release back.</summary>
    /// <exception cref="OtaImageException">It is none.</exception>
    public static OtaRelease Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var root = document.RootElement;
            return new OtaRelease
            {
                Release = Text(root, "release"),
                Version = Version(root, "version"),
                Build = root.GetProperty("build").GetInt32(),
                Role = Text(root, "role"),
                Runtime = Text(root, "runtime"),
                MinVersion = root.TryGetProperty("minVersion", out _) ? Version(root, "minVersion") : null,
                Size = root.GetProperty("size").GetInt32(),
                Sha256 = Text(root, "sha256"),
                Libraries = root.GetProperty("libraries").EnumerateObject()
                    .ToImmutableSortedDictionary(member => member.Name, member => member.Value.GetString() ?? "", StringComparer.Ordinal),
                PublishedAt = root.TryGetProperty("publishedAt", out var at) ? DateTimeOffset.FromUnixTimeMilliseconds(at.GetInt64()) : null,
                PublishedBy = root.TryGetProperty("publishedBy", out var by) ? by.GetString() : null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new OtaImageException("The head of the release cannot be read. Make the file again with 'dronelink ota pack'.");
        }
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? "";

    private static OtaVersion Version(JsonElement root, string name) =>
        OtaVersion.TryParse(Text(root, name), out var version) ? version : throw new FormatException(name);
}
