using System.Globalization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Record = Amazon.Kinesis.Model.Record;

namespace DroneLink.CloudSdk.Tests.Aws;

/// <summary>
/// The reading side of Kinesis in memory, with shards that can be closed and have children. A place is "shard:index:generation"; ending a
/// generation makes every earlier place expire.
/// </summary>
internal sealed class FakeShards()
    : AmazonKinesisClient(new AnonymousAWSCredentials(), new AmazonKinesisConfig { ServiceURL = "http://localhost" })
{
    private readonly Lock _lock = new();
    private readonly List<FakeShard> _shards = [];
    private int _generation;
    private int _sequence;

    /// <summary>Throws instead of answering, when it says so; the argument is the call's name.</summary>
    public Func<string, Exception?>? Fault { get; set; }

    /// <summary>The call that gets no answer; null for none.</summary>
    public string? Silent { get; set; }

    /// <summary>Answers with nothing that often before the records of a read, as Kinesis may.</summary>
    public int EmptyAnswers { get; set; }

    /// <summary>Calls of GetShardIterator.</summary>
    public int Starts { get; private set; }

    public FakeShard Add(string id, string? parent = null, string? adjacentParent = null)
    {
        lock (_lock)
        {
            var shard = new FakeShard(id, parent, adjacentParent);
            _shards.Add(shard);
            return shard;
        }
    }

    public void Put(FakeShard shard, string key, byte[] data)
    {
        lock (_lock)
            shard.Records.Add(new Record { PartitionKey = key, Data = new MemoryStream(data), SequenceNumber = $"{++_sequence}", ApproximateArrivalTimestamp = DateTime.UnixEpoch.AddMilliseconds(Storage.TestRecords.Now) });
    }

    public void Close(FakeShard shard)
    {
        lock (_lock)
            shard.IsClosed = true;
    }

    public void ExpirePlaces() => Interlocked.Increment(ref _generation);

    public override Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default) => Do("ListShards", cancellationToken, () =>
    {
        // One a page, so that whoever forgets the next page is found out.
        var index = request.NextToken is { } token ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        Assert.Equal(index == 0, request.StreamName == "telemetry");
        return new ListShardsResponse
        {
            Shards = [.. _shards.Skip(index).Take(1).Select(shard => new Shard { ShardId = shard.Id, ParentShardId = shard.Parent, AdjacentParentShardId = shard.AdjacentParent })],
            NextToken = index + 1 < _shards.Count ? (index + 1).ToString(CultureInfo.InvariantCulture) : null,
        };
    });

    public override Task<GetShardIteratorResponse> GetShardIteratorAsync(GetShardIteratorRequest request, CancellationToken cancellationToken = default) => Do("GetShardIterator", cancellationToken, () =>
    {
        Starts++;
        var shard = _shards.Single(shard => shard.Id == request.ShardId);
        var index = request.ShardIteratorType!.Value switch
        {
            "TRIM_HORIZON" => 0,
            "LATEST" => shard.Records.Count,
            _ => shard.Records.FindIndex(record => record.SequenceNumber == request.StartingSequenceNumber) + 1,
        };
        return new GetShardIteratorResponse { ShardIterator = $"{shard.Id}:{index}:{_generation}" };
    });

    public override Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default) => Do("GetRecords", cancellationToken, () =>
    {
        var place = request.ShardIterator!.Split(':');
        if (place[2] != $"{_generation}")
            throw new ExpiredIteratorException("Iterator expired.");
        var shard = _shards.Single(shard => shard.Id == place[0]);
        var index = int.Parse(place[1], CultureInfo.InvariantCulture);
        var isEmpty = EmptyAnswers > 0 && index < shard.Records.Count;
        EmptyAnswers -= isEmpty ? 1 : 0;
        var records = isEmpty ? [] : shard.Records.Skip(index).Take(request.Limit!.Value).ToList();
        index += records.Count;
        var isAtEnd = index == shard.Records.Count;
        return new GetRecordsResponse
        {
            Records = records,
            NextShardIterator = isAtEnd && shard.IsClosed ? null : $"{shard.Id}:{index}:{_generation}",
            MillisBehindLatest = isAtEnd ? 0 : 1000,
        };
    });

    private Task<T> Do<T>(string call, CancellationToken cancellationToken, Func<T> answer)
    {
        if (call == Silent)
            return Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith<T>(_ => throw new OperationCanceledException(cancellationToken), TaskScheduler.Default);

        lock (_lock)
            return Fault?.Invoke(call) is { } fault ? Task.FromException<T>(fault) : Task.FromResult(answer());
    }
}

internal sealed class FakeShard(string id, string? parent, string? adjacentParent)
{
    public string Id { get; } = id;

    public string? Parent { get; } = parent;

    public string? AdjacentParent { get; } = adjacentParent;

    public bool IsClosed { get; set; }

    public List<Record> Records { get; } = [];
}
