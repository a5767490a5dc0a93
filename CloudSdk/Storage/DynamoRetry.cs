using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// Makes calls: so many at once, each so long, and again with full jitter when the service says "not now" or nothing. Thread safe.
/// </summary>
internal sealed class DynamoRetry(TimeProvider timeProvider, Func<double> random, DynamoTableOptions options)
{
    // The service's words for an item above its 400 KB. Any other refusal of a request is a matter of the table or of ours, and will be
    // mended: nothing is buried for it.
    private const string TooLarge = "Item size";

    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "InternalServerError",
        "InternalServerErrorException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "ReplicatedWriteConflictException",
        "RequestExpired",
        "RequestLimitExceeded",
        "RequestLimitExceededException",
        "RequestTimeout",
        "ServiceUnavailable",
        "Throttling",
        "ThrottlingException",
        "TransactionInProgressException",
    };

    private readonly SemaphoreSlim _gate = new(options.MaxParallelCalls);

    /// <summary>Makes a call until it succeeds or may not be made again.</summary>
    /// <param name="call">Gets the number of the attempt, from 1, and the token of that attempt.</param>
    /// <param name="cancellationToken">Ends all of it.</param>
    public async Task<T> CallAsync<T>(Func<int, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    using var timeout = new CancellationTokenSource(options.CallTimeout, timeProvider);
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
                    return await call(attempt, limit.Token).ConfigureAwait(false);
                }
                finally
                {
                    _gate.Release();
                }
            }
            catch (Exception exception) when (
                attempt < options.MaxAttempts && !cancellationToken.IsCancellationRequested && IsPassing(exception))
            {
            }

            await WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits a random time that may be twice as long after each failure.</summary>
    /// <param name="failures">How many there were, 1 or more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task WaitAsync(int failures, CancellationToken cancellationToken)
    {
        var wait = FullJitter.Wait(options.BackoffBase, options.BackoffMax, failures, random());
        return wait > TimeSpan.Zero ? Task.Delay(wait, timeProvider, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Says about a record what an exception means for it.</summary>
    public static SinkFailure Failure(int index, Exception exception) => exception switch
    {
        OperationCanceledException => new SinkFailure(index, IsPoison: false, "Timeout", "There was no time left to store it."),
        AmazonServiceException answer => new SinkFailure(
            index, CodeOf(answer) == "ValidationException" && answer.Message.Contains(TooLarge, StringComparison.Ordinal), CodeOf(answer), answer.Message),
        _ => new SinkFailure(index, IsPoison: false, exception.GetType().Name, exception.Message),
    };

    private static bool IsPassing(Exception exception) => exception switch
    {
        ConditionalCheckFailedException => false,
        AmazonServiceException answer => answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or 0
            || (int)answer.StatusCode >= 500
            || Passing.Contains(CodeOf(answer)),
        _ => true,
    };

    // The types are named as the codes are; one that did not come from an answer has no code.
    private static string CodeOf(AmazonServiceException exception) =>
        string.IsNullOrEmpty(exception.ErrorCode) ? exception.GetType().Name : exception.ErrorCode;
}
