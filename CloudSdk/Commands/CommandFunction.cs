using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;

namespace DroneLink.CloudSdk.Commands;

/// <summary>Makes the one function of commands, which has three triggers: the HTTP API, and the IoT rules of their results and of devices that are there again.</summary>
public static class CommandFunction
{
    /// <summary>
    /// Returns the function. To the HTTP API it answers; a result that cannot be logged now, and a device that cannot be sent what it missed,
    /// fail the call, so that Lambda repeats it and in the end hands it to the function's failure destination.
    /// </summary>
    /// <param name="handler">The handler.</param>
    public static LambdaFunction Create(CommandHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var http = LambdaFunctions.Http(handler.HandleAsync);
        var result = LambdaFunctions.Json(IotJsonContext.Default.IotFrameEvent, IotJsonContext.Default.IotFrameAnswer, async (message, cancellationToken) =>
        {
            var isLogged = await handler.ResultAsync(message.DeviceId!, message.Data, cancellationToken).ConfigureAwait(false);
            return new IotFrameAnswer { Status = isLogged ? "accepted" : "rejected" };
        });
        var online = LambdaFunctions.Json(IotJsonContext.Default.IotStatusEvent, IotJsonContext.Default.IotFrameAnswer, async (message, cancellationToken) =>
        {
            await handler.OnlineAsync(message.DeviceId!, cancellationToken).ConfigureAwait(false);
            return new IotFrameAnswer { Status = "accepted" };
        });
        return (payload, invocation, cancellationToken) =>
            (IsOnline(payload.Span) ? online : IsResult(payload.Span) ? result : http)(payload, invocation, cancellationToken);
    }

    // No request of a gateway has these two at its top, nor those below.
    private static bool IsResult(ReadOnlySpan<byte> json) =>
        Read(json, IotJsonContext.Default.IotFrameEvent) is { Data: not null, DeviceId: not null };

    private static bool IsOnline(ReadOnlySpan<byte> json) =>
        Read(json, IotJsonContext.Default.IotStatusEvent) is { State: "online", DeviceId: not null };

    private static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
