using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace DroneLink.CloudSdk.Aws;

/// <summary>The calls that read a stream. One that gets no answer is given up before the client would: a stream is read on, not waited for.</summary>
internal sealed class KinesisReads(IAmazonKinesis client, string streamName, TimeProvider timeProvider)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The stream's name.</summary>
    public string StreamName => streamName;

    public Task<ListShardsResponse> ListShardsAsync(string? next, CancellationToken cancellationToken)
    {
        var request = new ListShardsRequest { StreamName = next is null ? streamName : null, NextToken = next };
        return CallAsync(token => client.ListShardsAsync(request, token), cancellationToken);
    }

    public Task<GetShardIteratorResponse> GetShardIteratorAsync(
        string shardId, ShardIteratorType type, string? sequenceNumber, CancellationToken cancellationToken)
    {
        var request = new GetShardIteratorRequest
        {
            StreamName = streamName,
            ShardId = shardId,
            ShardIteratorType = type,
            StartingSequenceNumber = sequenceNumber,
        };
        return CallAsync(token => client.GetShardIteratorAsync(request, token), cancellationToken);
    }

    public Task<GetRecordsResponse> GetRecordsAsync(string iterator, int limit, CancellationToken cancellationToken)
    {
        var request = new GetRecordsRequest { ShardIterator = iterator, Limit = limit };
        return CallAsync(token => client.GetRecordsAsync(request, token), cancellationToken);
    }

    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(CallTimeout, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await call(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Kinesis did not answer within {CallTimeout.TotalSeconds} s.", exception);
        }
    }
}
