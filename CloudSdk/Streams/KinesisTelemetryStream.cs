using System.Net;
using System.Runtime.InteropServices;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace DroneLink.CloudSdk.Streams;

/// <summary>
/// The stream on Amazon Kinesis. An entry counts as stored only when the service gave it a sequence number. What the service refused for
/// the moment is sent again after a random wait, until the attempts or the time run out; the later entries of its device wait
/// meanwhile, and the other devices go on. A retry may store an entry twice, as the contract allows every hop. Thread safe; puts at the
/// same time are not ordered against each other. Borrows the client.
/// </summary>
/// <remarks>
/// The client retries calls that fail as a whole by itself; with <see cref="ClientConfig.MaxErrorRetry"/> 0 all of it is done, and bounded,
/// here.
/// </remarks>
public sealed class KinesisTelemetryStream : ITelemetryStream
{
    /// <summary>Bytes in an entry at most, the default of a stream.</summary>
    public const int MaxDataBytes = 1024 * 1024;

    /// <summary>Characters in a partition key at most; the least is 1.</summary>
    public const int MaxPartitionKeyLength = 256;

    /// <summary>The code of an entry whose time ran out before the service said anything about it.</summary>
    public const string TimedOut = "Timeout";

    private const string Throttled = "ProvisionedThroughputExceededException";
    private const string Failed = "InternalFailure";
    private const string OutOfTime = "There was no time left to store it.";

    // Of a call as a whole; each says "not now" and may well succeed later.
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        Throttled,
        Failed,
        nameof(AmazonServiceException),
        nameof(AmazonKinesisException),
        "InternalServiceException",
        "KMSThrottlingException",
        "LimitExceededException",
        "RequestExpired",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "SlowDown",
        "Throttling",
        "ThrottledException",
        "ThrottlingException",
        "TooManyRequestsException",
    };

    private readonly IAmazonKinesis _client;
    private readonly string _streamName;
    private readonly TimeProvider _timeProvider;
    private readonly Func<double> _random;
    private readonly KinesisTelemetryStreamOptions _options;

    /// <summary>Makes a stream; it does no I/O.</summary>
    /// <param name="client">Makes the calls.</param>
    /// <param name="streamName">The name of the Kinesis stream, 1 to 128 characters.</param>
    /// <param name="timeProvider">Waits and deadlines go by it.</param>
    /// <param name="random">
    /// Gives numbers from 0 to below 1 for the waits, to several callers at once; null for the shared generator.
    /// </param>
    /// <param name="options">How to batch and retry; the defaults when null.</param>
    public KinesisTelemetryStream(
        IAmazonKinesis client,
        string streamName,
        TimeProvider timeProvider,
        Func<double>? random = null,
        KinesisTelemetryStreamOptions? options = null)
    {
        _client = client ?? throw new ArgumentNullException(nameof(client));
        ArgumentException.ThrowIfNullOrEmpty(streamName);
        _streamName = streamName;
        _timeProvider = timeProvider ?? throw new ArgumentNullException(nameof(timeProvider));
        _random = random ?? Random.Shared.NextDouble;
        _options = options ?? new KinesisTelemetryStreamOptions();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Once the first call is made, the token ends the put with the results so far: what is stored stays acknowledged, the rest has
    /// <see cref="TimedOut"/> or what the service last said. Whatever the service or the network does, it is in the results; nothing is
    /// thrown for it.
    /// </remarks>
    /// <exception cref="ArgumentException">A partition key or the data of an entry is outside its bounds; nothing is stored.</exception>
    public async ValueTask<IReadOnlyList<StreamResult>> PutAsync(
        IReadOnlyList<StreamEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var entry in entries)
            Check(entry);
        if (entries.Count == 0)
            return [];

        var put = new KinesisPut(entries, _options);
        using var timeout = new CancellationTokenSource(_options.Timeout, _timeProvider);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var start = _timeProvider.GetTimestamp();
        while (!put.IsDone)
        {
            var elapsed = _timeProvider.GetElapsedTime(start);
            if (ending.IsCancellationRequested || elapsed >= _options.Timeout)
                break;
            var sending = put.Next(elapsed.Ticks);
            if (sending.Count == 0)
            {
                // Timers count milliseconds and drop the rest, which would wake us too early.
                var wait = TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(put.NextTime() - elapsed.Ticks).TotalMilliseconds));
                if (elapsed + wait >= _options.Timeout || !await WaitAsync(wait, ending.Token).ConfigureAwait(false))
                    break;
                continue;
            }

            if (!await SendAsync(put, entries, sending, start, ending.Token).ConfigureAwait(false))
                return put.Results;
        }

        put.GiveUp(TimedOut, OutOfTime);
        return put.Results;
    }

    private static void Check(StreamEntry entry)
    {
        if (entry.PartitionKey is null or { Length: 0 or > MaxPartitionKeyLength })
        {
            throw new ArgumentException(
                $"A partition key has {entry.PartitionKey?.Length ?? 0} characters; allowed are 1 to {MaxPartitionKeyLength}.");
        }

        if (entry.Data.Length > MaxDataBytes)
            throw new ArgumentException($"An entry has {entry.Data.Length} bytes; allowed are {MaxDataBytes}.");
    }

    // The client only reads it, and only until its call ends.
    private static MemoryStream Wrap(ReadOnlyMemory<byte> data) => MemoryMarshal.TryGetArray(data, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false, publiclyVisible: true)
        : new MemoryStream(data.ToArray(), writable: false);

    private static StreamResult Judge(PutRecordsResultEntry? entry)
    {
        if (entry is null)
            return new StreamResult(null, Failed, "The service said nothing about it.");
        if (!string.IsNullOrEmpty(entry.ErrorCode))
            return new StreamResult(null, entry.ErrorCode, entry.ErrorMessage);
        return string.IsNullOrEmpty(entry.SequenceNumber)
            ? new StreamResult(null, Failed, "The service gave it no sequence number.")
            : new StreamResult(entry.SequenceNumber);
    }

    private static bool IsPassing(AmazonServiceException exception) =>
        exception.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        || (int)exception.StatusCode >= 500
        || Passing.Contains(CodeOf(exception));

    // The types are named as the codes are; one that did not come from an answer has no code.
    private static string CodeOf(AmazonServiceException exception) =>
        string.IsNullOrEmpty(exception.ErrorCode) ? exception.GetType().Name : exception.ErrorCode;

    private async Task<bool> WaitAsync(TimeSpan wait, CancellationToken ending)
    {
        try
        {
            await Task.Delay(wait, _timeProvider, ending).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Makes one call and books what it brought; false when the put is over because of it.</summary>
    private async Task<bool> SendAsync(
        KinesisPut put, IReadOnlyList<StreamEntry> entries, List<int> sending, long start, CancellationToken ending)
    {
        var request = new PutRecordsRequest
        {
            StreamName = _streamName,
            Records = sending.ConvertAll(i => new PutRecordsRequestEntry { PartitionKey = entries[i].PartitionKey, Data = Wrap(entries[i].Data) }),
        };
        Func<int, StreamResult> resultOf;
        try
        {
            using var timeout = new CancellationTokenSource(_options.CallTimeout, _timeProvider);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ending, timeout.Token);
            var response = await _client.PutRecordsAsync(request, limit.Token).ConfigureAwait(false);
            var records = response?.Records;
            resultOf = records?.Count == sending.Count
                ? place => Judge(records[place])
                : _ => new StreamResult(null, Failed, $"The service answered for {records?.Count ?? 0} of {sending.Count} entries.");
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            put.GiveUp(TimedOut, OutOfTime);
            return false;
        }
        catch (AmazonServiceException exception) when (!IsPassing(exception))
        {
            put.GiveUpAll(CodeOf(exception), exception.Message);
            return false;
        }
        catch (Exception exception)
        {
            // A timeout, the network, or a service that is busy: whether anything was stored is not known, so nothing was.
            var code = exception switch
            {
                OperationCanceledException => TimedOut,
                AmazonServiceException answer => CodeOf(answer),
                _ => Failed,
            };
            resultOf = _ => new StreamResult(null, code, exception.Message);
        }

        var failures = put.Take(sending, resultOf);
        if (failures > 0)
            put.HoldFailed((_timeProvider.GetElapsedTime(start) + FullJitter.Wait(_options.BackoffBase, _options.BackoffMax, failures, _random())).Ticks);
        return true;
    }
}
