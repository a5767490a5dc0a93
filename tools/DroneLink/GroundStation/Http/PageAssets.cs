using System.Reflection;
using System.Security.Cryptography;

namespace DroneLink.Tool.GroundStation.Http;

/// <summary>One file of the page.</summary>
/// <param name="Path">Where it is served.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Content">Its bytes.</param>
public sealed record PageAsset(string Path, string ContentType, byte[] Content)
{
    /// <summary>Names this content: a browser that has it needs not load it again.</summary>
    public string ETag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Content)[..8])}\"";
}

/// <summary>The page and the API description, embedded in the assembly: one file to copy is one file that works in the field.</summary>
public static class PageAssets
{
    private const string Prefix = "Page/";

    /// <summary>Every file.</summary>
    public static IReadOnlyList<PageAsset> All { get; } = Load();

    private static List<PageAsset> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var assets = new List<PageAsset>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var path = name == Prefix + "index.html" ? "/" : "/" + name[Prefix.Length..];
            assets.Add(new PageAsset(path, ContentTypeOf(name), content));
        }

        return assets;
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"page asset with an unknown extension: {other}"),
    };
}
