using System.Text.Json;

namespace DroneLink.CloudSdk.Ota;

/// <summary>What a device asks for over MQTT: a manifest or a block.</summary>
/// <param name="Ask">What it says of itself; null when it asks for a block.</param>
/// <param name="Build">The build whose block it wants.</param>
/// <param name="Offset">Where the block begins.</param>
/// <param name="Count">Its bytes.</param>
internal sealed record OtaRequest(OtaAsk? Ask, int Build, int Offset, int Count)
{
    /// <summary>Bytes at the most.</summary>
    public const int MaxBytes = 512;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 2, AllowDuplicateProperties = false };

    /// <summary>Reads a request; null when it is none.</summary>
    public static OtaRequest? Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("want", out var want) || want.ValueKind != JsonValueKind.String)
                return null;
            return want.GetString() switch
            {
                "manifest" => OtaAsk.Read(root) is { } ask ? new OtaRequest(ask, 0, 0, 0) : null,
                "block" => new OtaRequest(null, Number(root, "build"), Number(root, "offset"), Number(root, "count")),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what half a surrogate pair raises.
            return null;
        }
    }

    private static int Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : -1;
}
