using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>
/// Takes the frames that an IoT rule hands to a function. The call is asynchronous, so an exception is the only way to say "again":
/// Lambda then repeats it, and in the end hands it to the function's failure destination. A frame that is refused is done: the dead
/// letters have it. Thread safe. Borrows what it is given.
/// </summary>
/// <remarks>
/// The rule that writes to Kinesis by itself needs no function and costs less; this one refuses bad frames before the stream, and
/// checks a frame's own signature where it has one.
/// </remarks>
/// <param name="ingest">The way in.</param>
public sealed class IotFrameHandler(FrameIngest ingest)
{
    private readonly FrameIngest _ingest = ingest ?? throw new ArgumentNullException(nameof(ingest));

    /// <summary>Takes one frame. That the topic's device is the frame's is checked; that it may use the topic is the policy's part.</summary>
    /// <param name="frame">The rule's event.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="IOException">It could not be kept now, and must come again.</exception>
    /// <exception cref="InvalidDataException">The rule does not select <c>data</c> or <c>deviceId</c>: its SQL is wrong, not the frame.</exception>
    public async ValueTask<IotFrameAnswer> HandleAsync(IotFrameEvent frame, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame is not { Data: { } data, DeviceId: { } deviceId })
        {
            throw new InvalidDataException(
                "The event has no 'data' or no 'deviceId'. The rule must SELECT encode(*, 'base64') AS data, topic(4) AS deviceId.");
        }

        var outcome = await _ingest.AcceptAsync(deviceId, data, cancellationToken).ConfigureAwait(false);
        return outcome.Status switch
        {
            FrameStatus.Accepted => new IotFrameAnswer { Status = "accepted" },
            FrameStatus.Rejected => new IotFrameAnswer { Status = "rejected", Code = outcome.Code, Message = outcome.Message },
            _ => throw new IOException($"The frame of '{deviceId}' cannot be kept now; it must come again."),
        };
    }
}
