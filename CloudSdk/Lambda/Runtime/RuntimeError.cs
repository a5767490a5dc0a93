using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>An error as the Runtime API takes it.</summary>
internal sealed record RuntimeError(
    [property: JsonPropertyName("errorMessage")] string ErrorMessage,
    [property: JsonPropertyName("errorType")] string ErrorType,
    [property: JsonPropertyName("stackTrace")] IReadOnlyList<string> StackTrace)
{
    private const int MaxMessage = 4096;
    private const int MaxFrames = 64;

    public static RuntimeError From(Exception exception)
    {
        var message = Secrets.Redact(exception.Message);
        var frames = Secrets.Redact(exception.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new RuntimeError(
            message.Length <= MaxMessage ? message : message[..MaxMessage] + "…", exception.GetType().Name, [.. frames.Take(MaxFrames)]);
    }
}

[JsonSerializable(typeof(RuntimeError))]
internal sealed partial class RuntimeJsonContext : JsonSerializerContext;
