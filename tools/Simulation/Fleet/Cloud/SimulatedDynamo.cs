using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>DynamoDB as one container of a function calls it.</summary>
/// <param name="cloud">The rest.</param>
/// <param name="table">What is stored.</param>
/// <param name="isFaulty">Whether it meets faults.</param>
internal sealed class SimulatedDynamo(FleetCloud cloud, StoredTable table, bool isFaulty) : AmazonDynamoDBClient(
    new AnonymousAWSCredentials(), new AmazonDynamoDBConfig { ServiceURL = "http://localhost", MaxErrorRetry = 0 })
{
    /// <summary>Calls after which the container is dead, and nothing it does happens; null for never.</summary>
    public int? CallsToLive { get; set; }

    /// <summary>Whether the container has died: what it still seems to do nobody hears of.</summary>
    public bool IsDead { get; private set; }

    /// <summary>How long each call takes, ms at the most; 0 for no time at all.</summary>
    public int SlownessMs { get; set; }

    /// <summary>Decides how long.</summary>
    public Random? Slowness { get; set; }

    public override Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default) =>
        Call(() => new GetItemResponse { Item = table.Get(request.Key) }, cancellationToken);

    public override Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken = default) => Call(
        () =>
        {
            table.Put(request);
            return new PutItemResponse();
        },
        cancellationToken);

    public override Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default) =>
        Call(() => table.Query(request), cancellationToken);

    public override Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancellationToken = default) => Call(
        () =>
        {
            var (name, wanted) = request.RequestItems.Single();
            var left = Left(wanted.Keys);
            var done = wanted.Keys.Except(left).ToList();
            return new BatchGetItemResponse
            {
                Responses = new() { [name] = done.Count == 0 ? [] : table.GetMany(done) },
                UnprocessedKeys = left.Count == 0 ? [] : new() { [name] = new KeysAndAttributes { Keys = left, ConsistentRead = wanted.ConsistentRead } },
            };
        },
        cancellationToken);

    public override Task<BatchWriteItemResponse> BatchWriteItemAsync(BatchWriteItemRequest request, CancellationToken cancellationToken = default) => Call(
        () =>
        {
            var (name, writes) = request.RequestItems.Single();
            var left = Left(writes);
            var done = writes.Except(left).ToList();
            if (done.Count > 0) table.PutMany(done);
            return new BatchWriteItemResponse { UnprocessedItems = left.Count == 0 ? [] : new() { [name] = left } };
        },
        cancellationToken);

    private bool IsStruck => isFaulty && cloud.StoreFaults.Strikes();

    private Random Chance => cloud.StoreFaults.Chance;

    private List<T> Left<T>(List<T> all)
    {
        if (!IsStruck) return [];
        cloud.Tally.Count("faults: items of batches left undone");
        return all.FindAll(_ => Chance.Next(2) == 0);
    }

    private Task<T> Call<T>(Func<T> apply, CancellationToken cancellationToken)
    {
        cloud.Clock.CheckThread();
        cancellationToken.ThrowIfCancellationRequested();
        if (CallsToLive is { } calls)
        {
            IsDead = calls <= 0;
            if (IsDead) return SimulatedKinesis.Never<T>(CancellationToken.None);
            CallsToLive = calls - 1;
        }

        if (SlownessMs > 0) return LateAsync(apply, Slowness!.Next(SlownessMs), cancellationToken);
        if (!IsStruck) return Apply(apply);
        cloud.Tally.Count("faults: calls of DynamoDB");
        switch (Chance.Next(6))
        {
            case 0:
                return Task.FromException<T>(new ProvisionedThroughputExceededException("Not now.") { StatusCode = HttpStatusCode.BadRequest, ErrorCode = "ProvisionedThroughputExceededException" });
            case 1:
                return Task.FromException<T>(Broken());
            case 2:
                return Apply(apply).ContinueWith<T>(done => done.IsFaulted ? throw done.Exception.InnerException! : throw Broken(), TaskContinuationOptions.ExecuteSynchronously);
            case 3:
                _ = Apply(apply);
                return SimulatedKinesis.Never<T>(cancellationToken);
            case 4:
                return SimulatedKinesis.Never<T>(cancellationToken);
            default:
                return LateAsync(apply, Chance.Next(6000), cancellationToken);
        }
    }

    private static InternalServerErrorException Broken() => new("Internal server error") { StatusCode = HttpStatusCode.InternalServerError, ErrorCode = "InternalServerError" };

    private static Task<T> Apply<T>(Func<T> apply)
    {
        try
        {
            return Task.FromResult(apply());
        }
        catch (AmazonServiceException e)
        {
            return Task.FromException<T>(e);
        }
    }

    // It is carried out whether or not anybody waits for it still.
    private async Task<T> LateAsync<T>(Func<T> apply, int ms, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(ms), cloud.Clock, CancellationToken.None);
        var answer = await Apply(apply);
        cancellationToken.ThrowIfCancellationRequested();
        return answer;
    }
}
