using System.Net;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>Kinesis as a function calls it. A subclass of the client, since the package's interface has more calls than the stand-in's.</summary>
/// <param name="cloud">The rest.</param>
/// <param name="log">Where entries go.</param>
internal sealed class SimulatedKinesis(FleetCloud cloud, StreamLog log)
    : AmazonKinesisClient(new AnonymousAWSCredentials(), new AmazonKinesisConfig { ServiceURL = "http://localhost", MaxErrorRetry = 0 })
{
    public override Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default)
    {
        cloud.Clock.CheckThread();
        cancellationToken.ThrowIfCancellationRequested();
        var entries = request.Records!.ConvertAll(record => (record.PartitionKey!, record.Data!.ToArray()));
        if (!cloud.StreamFaults.Strikes()) return Task.FromResult(Put(entries));
        cloud.Tally.Count("faults: calls of Kinesis");
        var chance = cloud.StreamFaults.Chance;
        switch (chance.Next(7))
        {
            case 0:
                return Task.FromResult(Put(entries, chance));
            case 1:
                return cloud.StreamForgets
                    ? Task.FromResult(new PutRecordsResponse { Records = entries.ConvertAll(_ => new PutRecordsResultEntry { SequenceNumber = "0", ShardId = "shard" }) })
                    : Task.FromException<PutRecordsResponse>(Problem("ProvisionedThroughputExceededException", HttpStatusCode.BadRequest));
            case 2:
                Put(entries);
                return Task.FromException<PutRecordsResponse>(Problem("InternalFailure", HttpStatusCode.InternalServerError));
            case 3:
                Put(entries);
                return Never<PutRecordsResponse>(cancellationToken);
            case 4:
                return Never<PutRecordsResponse>(cancellationToken);
            case 5:
                // The half of them is stored, and nobody is told.
                Put(entries, chance);
                return Task.FromException<PutRecordsResponse>(new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was reset."));
            default:
                return LateAsync(entries, chance.Next(5000), cancellationToken);
        }
    }

    /// <summary>A call that is never answered.</summary>
    public static async Task<T> Never<T>(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<T>();
        await using (cancellationToken.Register(() => never.TrySetCanceled(cancellationToken)))
            return await never.Task;
    }

    private static AmazonKinesisException Problem(string code, HttpStatusCode status) => new("Not now.", null, ErrorType.Receiver, code, "1", status);

    private async Task<PutRecordsResponse> LateAsync(List<(string Key, byte[] Data)> entries, int ms, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(ms), cloud.Clock, CancellationToken.None);
        var answer = Put(entries);
        cancellationToken.ThrowIfCancellationRequested();
        return answer;
    }

    // Refuses the half of them, where something says which.
    private PutRecordsResponse Put(List<(string Key, byte[] Data)> entries, Random? refuses = null)
    {
        var results = entries.ConvertAll(entry => refuses?.Next(2) == 0
            ? new PutRecordsResultEntry { ErrorCode = "ProvisionedThroughputExceededException", ErrorMessage = "Rate exceeded." }
            : new PutRecordsResultEntry { SequenceNumber = log.Append(entry.Key, entry.Data), ShardId = "shard" });
        return new PutRecordsResponse { Records = results, FailedRecordCount = results.Count(result => result.ErrorCode is not null) };
    }
}
