namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>A function as the Runtime API knows it: an event in, an answer out.</summary>
/// <param name="payload">The event, valid until the function returns.</param>
/// <param name="invocation">What is known of the call.</param>
/// <param name="cancellationToken">Fires before the deadline, early enough to answer still, and when the process is to end.</param>
/// <returns>The answer. An exception is reported as the invocation's error.</returns>
public delegate ValueTask<ReadOnlyMemory<byte>> LambdaFunction(
    ReadOnlyMemory<byte> payload, LambdaInvocation invocation, CancellationToken cancellationToken);
