using System.Text.Json;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;

namespace DroneLink.CloudSdk.Commands;

/// <summary>Makes the one function of commands, which has two triggers: the HTTP API, and the IoT rule of their results.</summary>
public static class CommandFunction
{
    /// <summary>
    /// Returns the function. To the HTTP API it answers; a result that cannot be logged now fails the call, so that Lambda repeats it and in
    /// the end hands it to the function's failure destination.
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
        return (payload, invocation, cancellationToken) =>
            (IsResult(payload.Span) ? result : http)(payload, invocation, cancellationToken);
    }

    // No request of a gateway has these two at its top.
    private static bool IsResult(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, IotJsonContext.Default.IotFrameEvent) is { Data: not null, DeviceId: not null };
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
