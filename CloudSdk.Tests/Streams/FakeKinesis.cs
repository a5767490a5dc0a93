using System.Globalization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace DroneLink.CloudSdk.Tests.Streams;

/// <summary>
/// PutRecords in memory, into one shard. A subclass of the client, since the interface of the package has more calls than the stand-in's.
/// </summary>
internal sealed class FakeKinesis(TimeProvider time)
    : AmazonKinesisClient(new AnonymousAWSCredentials(), new AmazonKinesisConfig { ServiceURL = "http://localhost" })
{
    private readonly Lock _lock = new();

    /// <summary>Answers instead of storing everything. The arguments are the number of the call, from 0, the request and the token.</summary>
    public Func<int, PutRecordsRequest, CancellationToken, Task<PutRecordsResponse>>? Answer { get; set; }

    /// <summary>Refuses a record of a call with a code; null stores it.</summary>
    public Func<int, int, string?>? Refuse { get; set; }

    /// <summary>What was stored, in order.</summary>
    public List<(string SequenceNumber, string PartitionKey, byte[] Data)> Stored { get; } = [];

    /// <summary>What was sent, and when since the start.</summary>
    public List<(TimeSpan At, List<(string PartitionKey, byte[] Data)> Records)> Calls { get; } = [];

    private DateTimeOffset Start { get; } = time.GetUtcNow();

    public override Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int call;
        lock (_lock)
        {
            call = Calls.Count;
            Calls.Add((time.GetUtcNow() - Start, request.Records!.ConvertAll(record => (record.PartitionKey!, record.Data!.ToArray()))));
        }

        return Answer is { } answer ? answer(call, request, cancellationToken) : Task.FromResult(Store(call, request));
    }

    /// <summary>What the service does.</summary>
    public PutRecordsResponse Store(int call, PutRecordsRequest request)
    {
        lock (_lock)
        {
            var results = new List<PutRecordsResultEntry>();
            for (var i = 0; i < request.Records!.Count; i++)
            {
                if (Refuse?.Invoke(call, i) is { } code)
                {
                    results.Add(new PutRecordsResultEntry { ErrorCode = code, ErrorMessage = "Not now." });
                    continue;
                }

                var number = (Stored.Count + 1).ToString(CultureInfo.InvariantCulture);
                Stored.Add((number, request.Records[i].PartitionKey!, request.Records[i].Data!.ToArray()));
                results.Add(new PutRecordsResultEntry { SequenceNumber = number, ShardId = "shardId-000000000000" });
            }

            return new PutRecordsResponse { FailedRecordCount = results.Count(result => result.ErrorCode is not null), Records = results };
        }
    }
}
