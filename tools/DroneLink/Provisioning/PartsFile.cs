using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroneLink.Tool.Provisioning;

/// <summary>The file that says what is connected to a board, for <c>provision --parts</c>.</summary>
internal static class PartsFile
{
    // Who a device is and how it is let in are said once, on the command line: a file of parts is copied from board to board, and the registry
    // has to hold the same.
    private static readonly (string Name, string Instead)[] Refused =
    [
        ("deviceId", "give it as NAME"),
        ("fleetId", "give it with --fleet"),
        ("key", "leave it out: each device gets a new one"),
        ("role", "give it with --role"),
        ("linkId", "give it with --link"),
        ("mqtt", "give it with --mqtt"),
        ("https", "give it with --https"),
        ("wifi", "give it with --ssid and --wifi-password"),
    ];

    /// <summary>Reads it.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or is none; the message says what to do.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            return Read(path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads its text.</summary>
    /// <exception cref="UserErrorException">It is none; the message says what to do.</exception>
    internal static JsonObject Read(string path, string text)
    {
        try
        {
            using (JsonDocument.Parse(text))
            {
                // It is JSON; whether it says everything once is another question.
            }

            var parts = Parse(path, text) as JsonObject ?? throw new UserErrorException($"{path} holds no JSON object.");
            foreach (var (name, instead) in Refused)
            {
                if (parts.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Key is { } found)
                    throw new UserErrorException($"{path} holds '{found}', which is no part of a board: {instead}.");
            }

            return parts;
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path} is not JSON: {e.Message}", e);
        }
    }

    private static JsonNode? Parse(string path, string text)
    {
        try
        {
            var node = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });

            // Texts are looked at only when they are asked for.
            _ = node?.ToJsonString();
            return node;
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path} says something twice: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new UserErrorException($"{path} holds a text that is not Unicode: half of a surrogate pair.", e);
        }
    }
}
