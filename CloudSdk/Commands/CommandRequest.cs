using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Commands;

/// <summary>A request for a command, checked.</summary>
/// <param name="Id">Its id; null for the handler to choose one.</param>
/// <param name="Command">What is to be done.</param>
/// <param name="Parameters">With what, in one fixed spelling.</param>
/// <param name="Lifetime">How long the device may take to begin it.</param>
internal sealed record CommandRequest(string? Id, string Command, string Parameters, TimeSpan Lifetime)
{
    private const int MaxBodyBytes = 4096;
    private const int DefaultSeconds = 60;
    private const int MinSeconds = 5;

    private static readonly int MaxSeconds = (int)LoggedCommand.MaxLifetime.TotalSeconds;

    // Twice the same member is two opinions.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 3, AllowDuplicateProperties = false };

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="CommandRequestException">It is malformed; the message says what is expected.</exception>
    public static CommandRequest Read(HttpApiRequest request)
    {
        const string Expected = """expected is JSON such as {"command":"setPower","parameters":{"powerMw":200}}.""";
        try
        {
            using var document = JsonDocument.Parse(Body(request), Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new CommandRequestException("The body is no object; " + Expected);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // The last of them is what half a surrogate pair raises.
            throw new CommandRequestException("The body cannot be read; " + Expected);
        }
    }

    private static CommandRequest Read(JsonElement body)
    {
        string? id = null, command = null;
        JsonElement? parameters = null;
        var seconds = DefaultSeconds;
        foreach (var member in body.EnumerateObject())
        {
            switch (member.Name)
            {
                case "id" when member.Value.ValueKind == JsonValueKind.String && FrameFormat.IsDeviceId(member.Value.GetString()):
                    id = member.Value.GetString();
                    break;
                case "id":
                    throw new CommandRequestException($"id must be 1 to {FrameFormat.MaxDeviceIdBytes} characters of A-Z a-z 0-9 . _ -");
                case "command":
                    command = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : throw new CommandRequestException("command must be a text.");
                    break;
                case "parameters":
                    parameters = member.Value;
                    break;
                case "expiresIn" when member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out seconds)
                    && seconds >= MinSeconds && seconds <= MaxSeconds:
                    break;
                case "expiresIn":
                    throw new CommandRequestException($"expiresIn must be a whole number of seconds from {MinSeconds} to {MaxSeconds}.");
                default:
                    throw new CommandRequestException("The body has a member that is none of id, command, parameters and expiresIn.");
            }
        }

        return command is not null
            ? new CommandRequest(id, command, CommandCatalog.Read(command, parameters), TimeSpan.FromSeconds(seconds))
            : throw new CommandRequestException("command is missing.");
    }

    private static byte[] Body(HttpApiRequest request)
    {
        var body = request.Body ?? "";
        if (body.Length > MaxBodyBytes)
            throw new CommandRequestException($"A body has at most {MaxBodyBytes} characters.");
        return request.IsBase64Encoded ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes(body);
    }
}
