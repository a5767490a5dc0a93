namespace DroneLink.CloudSdk.Ota;

/// <summary>A request about a roll-out is not in order; the message says what is expected, for whoever sent it.</summary>
internal sealed class OtaRequestException(string message, int status = 400, string code = "bad-rollout") : Exception(message)
{
    /// <summary>HTTP status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>What is wrong, one word for programs.</summary>
    public string Code { get; } = code;
}
