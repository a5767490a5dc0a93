namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>One call of a function.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="Deadline">When Lambda ends the process if there is no answer yet.</param>
/// <param name="FunctionArn">Of the function, with the version or alias that was called; null when the API does not say.</param>
/// <param name="TraceId">The X-Ray header, <c>Root=…;Parent=…;Sampled=…</c>; null when the API does not say.</param>
public sealed record LambdaInvocation(string RequestId, DateTimeOffset Deadline, string? FunctionArn, string? TraceId);
