using System.Text.Json;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;

namespace DroneLink.CloudSdk.Ota;

/// <summary>Makes the one function of updates, which has three triggers: people and devices over the HTTP API, and the IoT rule of devices' requests.</summary>
public static class OtaFunction
{
    /// <summary>
    /// Returns the function. What a device asked for over MQTT is published to it; an answer that cannot be is given up, since the device asks
    /// again by itself.
    /// </summary>
    /// <param name="devices">Answers devices.</param>
    /// <param name="people">Answers people.</param>
    /// <param name="channel">Takes answers to devices.</param>
    /// <param name="onFailure">Is given every answer's failure, for the log; must not throw. Null for nobody.</param>
    public static LambdaFunction Create(OtaHandler devices, OtaApiHandler people, IDeviceChannel channel, Action<Exception>? onFailure = null)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(channel);
        var http = LambdaFunctions.Http((request, cancellationToken) =>
            OtaHandler.IsDevicePath(request.RawPath ?? request.RequestContext?.Http?.Path ?? "")
                ? devices.HandleAsync(request, cancellationToken)
                : people.HandleAsync(request, cancellationToken));
        var message = LambdaFunctions.Json(IotJsonContext.Default.IotFrameEvent, IotJsonContext.Default.IotFrameAnswer, async (asked, cancellationToken) =>
        {
            try
            {
                if (await devices.AnswerAsync(asked.DeviceId!, asked.Data, cancellationToken).ConfigureAwait(false) is not { } answer)
                    return new IotFrameAnswer { Status = "rejected", Code = "unknown-device" };
                await channel.PublishAsync(answer.Device, IotTopics.Ota, answer.Message, cancellationToken).ConfigureAwait(false);
                return new IotFrameAnswer { Status = "accepted" };
            }
            catch (IOException exception)
            {
                onFailure?.Invoke(exception);
                return new IotFrameAnswer { Status = "rejected", Code = "unavailable" };
            }
        });
        return (payload, invocation, cancellationToken) =>
            (IsMessage(payload.Span) ? message : http)(payload, invocation, cancellationToken);
    }

    // No request of a gateway has these two at its top.
    private static bool IsMessage(ReadOnlySpan<byte> json)
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
