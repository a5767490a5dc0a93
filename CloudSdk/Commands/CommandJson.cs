using System.Buffers;
using System.Text.Json;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Commands;

/// <summary>Commands as JSON: to a device, from a device, and to who asks.</summary>
internal static class CommandJson
{
    /// <summary>Bytes of a result at the most.</summary>
    public const int MaxResultBytes = 1024;

    private const int MaxMessageLength = 200;

    /// <summary>What the device gets.</summary>
    public static byte[] Message(LoggedCommand command) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, command.Id);
        writer.WriteString("command"u8, command.Command);
        writer.WriteNumber("expires"u8, command.ExpiresAt.ToUnixTimeSeconds());
        writer.WritePropertyName("parameters"u8);
        writer.WriteRawValue(command.SecretParameters ?? command.Parameters);
        writer.WriteEndObject();
    });

    /// <summary>Reads what a device said became of a command; false when that cannot be read.</summary>
    public static bool TryReadResult(ReadOnlySpan<byte> json, out string id, out CommandStatus status, out string? message)
    {
        (id, status, message) = ("", CommandStatus.Pending, null);
        try
        {
            var reader = new Utf8JsonReader(json);
            if (json.Length > MaxResultBytes || !JsonDocument.TryParseValue(ref reader, out var document))
                return false;
            using (document)
            {
                var root = document.RootElement;
                if (reader.BytesConsumed != json.TrimEnd(" \t\r\n"u8).Length || root.ValueKind != JsonValueKind.Object
                    || Text(root, "id") is not { } name || !FrameFormat.IsDeviceId(name) || Status(Text(root, "status")) is not { } told)
                {
                    return false;
                }

                (id, status, message) = (name, told, Text(root, "message"));
                if (message?.Length > MaxMessageLength)
                    message = message[..(MaxMessageLength - (char.IsHighSurrogate(message[MaxMessageLength - 1]) ? 1 : 0))];
                return true;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what half a surrogate pair raises.
            return false;
        }
    }

    /// <summary>Writes a command for who asks.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, LoggedCommand command, DateTimeOffset now)
    {
        writer.WriteString("id"u8, command.Id);
        writer.WriteString("deviceId"u8, command.DeviceId);
        writer.WriteString("command"u8, command.Command);
        writer.WritePropertyName("parameters"u8);
        writer.WriteRawValue(CommandCatalog.Shown(command));
        writer.WriteString("status"u8, command.IsExpired(now) ? "expired" : Name(command.Status));
        writer.WriteString("requestedBy"u8, command.Caller);
        writer.WriteNumber("requestedAt"u8, command.RequestedAt.ToUnixTimeMilliseconds());
        writer.WriteNumber("expiresAt"u8, command.ExpiresAt.ToUnixTimeMilliseconds());
        writer.WriteNumber("changedAt"u8, command.ChangedAt.ToUnixTimeMilliseconds());
        if (command.IsFinal)
            writer.WriteNumber("latencyMs"u8, (long)(command.ChangedAt - command.RequestedAt).TotalMilliseconds);
        else
            writer.WriteNull("latencyMs"u8);
        writer.WriteString("message"u8, command.Message);
    }

    /// <summary>Returns what writes, as bytes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static string Name(CommandStatus status) => status switch
    {
        CommandStatus.Pending => "pending",
        CommandStatus.Sent => "sent",
        CommandStatus.Received => "received",
        CommandStatus.Done => "done",
        CommandStatus.Failed => "failed",
        _ => "refused",
    };

    // What a device can say of a command; the other two are the cloud's to say.
    private static CommandStatus? Status(string? name) => name switch
    {
        "received" => CommandStatus.Received,
        "done" => CommandStatus.Done,
        "failed" => CommandStatus.Failed,
        "refused" => CommandStatus.Refused,
        _ => null,
    };

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
