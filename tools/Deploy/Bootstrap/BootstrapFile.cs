using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DroneLink.Deploy.Bootstrap;

/// <summary>
/// The zipped bootstrap and, beside it, what it was made of. A file is deployed only when both agree, so that nobody's stand-in and no
/// other processor's program gets there.
/// </summary>
public static partial class BootstrapFile
{
    /// <summary>Name of the zip.</summary>
    public const string ZipName = "bootstrap.zip";

    /// <summary>Name of the file beside it.</summary>
    public const string NoteName = "bootstrap.json";

    private const string Package = "AWSSDK.Kinesis";
    private const int ElfArm64 = 183;

    // Amazon Linux 2023 has the C library 2.34.
    private const int NewestGlibcMinor = 34;

    /// <summary>Checks what was published and makes the zip of it.</summary>
    /// <param name="program">The published program.</param>
    /// <param name="assets">NuGet's <c>project.assets.json</c> of that publish, which tells what it was made of.</param>
    /// <param name="folder">Where the zip goes.</param>
    /// <returns>The zip's path.</returns>
    /// <exception cref="UserErrorException">It must not be deployed; the message says why.</exception>
    public static string Pack(string program, string assets, string folder)
    {
        var bytes = File.ReadAllBytes(program);
        if (WhyNotProgram(bytes) is { } why)
            throw new UserErrorException($"{program}: {why}");
        var kinesis = KinesisOf(JsonNode.Parse(File.ReadAllText(assets))!);

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ZipName);
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            // The same program gives the same zip, so that nothing is deployed where nothing changed.
            var entry = zip.CreateEntry("bootstrap", CompressionLevel.SmallestSize);
            entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
            entry.ExternalAttributes = Convert.ToInt32("100755", 8) << 16;
            using var stream = entry.Open();
            stream.Write(bytes);
        }

        var note = new JsonObject { ["sha256"] = Digest(path), ["kinesis"] = kinesis };
        File.WriteAllText(Path.Combine(folder, NoteName), note.ToJsonString() + "\n");
        return path;
    }

    /// <summary>Refuses a zip that <see cref="Pack"/> did not make, or that was changed since.</summary>
    /// <param name="path">The zip.</param>
    /// <exception cref="UserErrorException">It must not be deployed; the message says why.</exception>
    public static void Check(string path)
    {
        var note = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, NoteName);
        if (!File.Exists(path) || !File.Exists(note))
            throw new UserErrorException($"'{path}' and '{NoteName}' beside it are not both there. 'deploy' without --bootstrap makes them.");

        var written = ReadNote(note);
        if ((string?)written?["kinesis"] is not { } kinesis || !kinesis.StartsWith(Package + "/", StringComparison.Ordinal))
            throw new UserErrorException($"'{note}' does not say that the package {Package} is in the bootstrap.");
        if ((string?)written["sha256"] != Digest(path))
            throw new UserErrorException($"'{path}' is not the file that '{note}' speaks of: make it again, without --bootstrap.");
    }

    /// <summary>Why Lambda could not run this program; null when it can.</summary>
    /// <param name="program">Bytes of an executable.</param>
    public static string? WhyNotProgram(ReadOnlySpan<byte> program)
    {
        if (program.Length < 64 || !program[..4].SequenceEqual("\u007fELF"u8))
            return "no Linux program.";
        if (program[4] != 2 || BinaryPrimitives.ReadUInt16LittleEndian(program[18..]) != ElfArm64)
            return "not for arm64, which the functions are.";

        var newest = NewestGlibc(program);
        return newest <= NewestGlibcMinor
            ? null
            : $"needs the C library 2.{newest}; Lambda's Amazon Linux 2023 has 2.{NewestGlibcMinor}. Build it there, as --build docker does.";
    }

    /// <summary>Which Kinesis client a publish was made of, such as <c>AWSSDK.Kinesis/4.0.0</c>.</summary>
    /// <param name="assets">NuGet's <c>project.assets.json</c>.</param>
    /// <exception cref="UserErrorException">It is not the package.</exception>
    public static string KinesisOf(JsonNode assets)
    {
        var libraries = assets?["libraries"] as JsonObject ?? [];
        var (name, library) = libraries.FirstOrDefault(pair => pair.Key.StartsWith(Package + "/", StringComparison.OrdinalIgnoreCase));
        return (string?)library?["type"] switch
        {
            "package" => name,
            "project" => throw new UserErrorException(
                $"The bootstrap was built with the stand-in for {Package} (tools/FeedGaps), which is for building and testing only. "
                + "Restore from a feed that has the package."),
            _ => throw new UserErrorException($"The bootstrap was built without {Package}."),
        };
    }

    private static JsonNode? ReadNote(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    // Versions of symbols are plain text in the file.
    private static int NewestGlibc(ReadOnlySpan<byte> program)
    {
        var newest = 0;
        foreach (var match in GlibcVersion().EnumerateMatches(System.Text.Encoding.Latin1.GetString(program)))
        {
            var digits = System.Text.Encoding.Latin1.GetString(program.Slice(match.Index + "GLIBC_2.".Length, match.Length - "GLIBC_2.".Length));
            newest = Math.Max(newest, int.Parse(digits, CultureInfo.InvariantCulture));
        }

        return newest;
    }

    [GeneratedRegex(@"GLIBC_2\.\d{1,3}")]
    private static partial Regex GlibcVersion();
}
