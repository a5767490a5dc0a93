using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>Texts that need not stand in the file: <c>$NAME</c> is the variable NAME of the environment, <c>$$</c> begins a text with one $.</summary>
/// <param name="environment">Returns a variable of the environment, or null.</param>
/// <param name="folder">Folder that paths in the file are of.</param>
internal sealed class NetworkSecrets(Func<string, string?> environment, string folder)
{
    /// <summary>A text, or what the environment has for it; null when it is not there or is noted as wrong.</summary>
    public string? Text(JsonMembers members, string name) =>
        members.Text(name, "a text, or $NAME for a variable of the environment", isSecret: true) is { } text ? Resolve(members, name, text) : null;

    /// <summary>What the environment has for a text; null when it is noted as wrong.</summary>
    public string? Resolve(JsonMembers members, string name, string text)
    {
        if (!text.StartsWith('$')) return text;
        if (text.StartsWith("$$", StringComparison.Ordinal)) return text[1..];
        if (environment(text[1..]) is { Length: > 0 } value) return value;
        members.WrongSecret(name, $"that the environment has a variable {text[1..]}");
        return null;
    }

    /// <summary>The certificates of a PEM file; null when it is not there or is noted as wrong.</summary>
    public X509Certificate2Collection? Certificates(JsonMembers members, string name)
    {
        const string Expected = "the path of a PEM file with certificates";
        if (members.Text(name, Expected) is not { } path) return null;
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(Path.Combine(folder, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // What is missing is said below.
        }

        if (certificates.Count > 0) return certificates;
        members.Wrong(name, Expected);
        return null;
    }
}
