namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>What became of an invocation, for logs and metrics.</summary>
/// <param name="Invocation">Which one.</param>
/// <param name="Duration">From the event to the answer.</param>
/// <param name="IsColdStart">Whether it is the first of this process.</param>
/// <param name="RequestBytes">Bytes of the event.</param>
/// <param name="ResponseBytes">Bytes of the answer; 0 when there is none.</param>
/// <param name="Error">Why there is no answer; null when there is one.</param>
public sealed record InvocationOutcome(
    LambdaInvocation Invocation, TimeSpan Duration, bool IsColdStart, int RequestBytes, int ResponseBytes, Exception? Error);
