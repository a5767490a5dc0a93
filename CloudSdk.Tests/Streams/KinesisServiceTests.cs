using System.Globalization;
using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using DroneLink.CloudSdk.Streams;
using DroneLink.CloudSdk.Tests.Aws;
using DroneLink.Emulators;

namespace DroneLink.CloudSdk.Tests.Streams;

/// <summary>The contract over the wire, on a Kinesis that is not ours.</summary>
public sealed class KinesisServiceTests(KinesisTarget kinesis) : TelemetryStreamContract, IClassFixture<KinesisTarget>, IAsyncLifetime
{
    private readonly List<string> _streams = [];
    private AmazonKinesisClient? _client;
    private KinesisTelemetryStream? _stream;
    private string _name = "";

    protected override ITelemetryStream Stream => _stream!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(kinesis.WhyNot is not null, kinesis.WhyNot ?? "");
        _client = kinesis.Connect();
        _name = await CreateStreamAsync(1);
        _stream = new KinesisTelemetryStream(_client, _name, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _streams)
            await _client!.DeleteStreamAsync(new DeleteStreamRequest { StreamName = name }, CancellationToken.None);
        _client?.Dispose();
    }

    [Fact]
    public async Task A_backlog_over_several_shards_keeps_the_order_of_each_device()
    {
        var name = await CreateStreamAsync(3);
        var stream = new KinesisTelemetryStream(_client!, name, TimeProvider.System);
        var entries = Enumerable.Range(0, 1_200)
            .Select(i => new StreamEntry($"drone-{i % 400}", Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture))))
            .ToList();

        var results = await stream.PutAsync(entries, Token);

        Assert.All(results, result => Assert.True(result.IsStored, result.ErrorMessage));
        var read = await ReadAsync(name);
        Assert.Equal(entries.Count, read.Count);
        Assert.All(
            read.GroupBy(entry => entry.PartitionKey),
            device =>
            {
                var numbers = device.Select(entry => int.Parse(Encoding.ASCII.GetString(entry.Data), CultureInfo.InvariantCulture)).ToList();
                Assert.Equal(3, numbers.Count);
                Assert.Equal(numbers.Order(), numbers);
            });
    }

    [Fact]
    public async Task The_greatest_entry_and_a_full_call_go_through()
    {
        var key = string.Concat(Enumerable.Repeat("é", KinesisTelemetryStream.MaxPartitionKeyLength));
        var entries = Enumerable.Range(0, 6).Select(i => new StreamEntry(key[i..], new byte[KinesisTelemetryStream.MaxDataBytes])).ToList();

        var results = await Stream.PutAsync(entries, Token);

        Assert.All(results, result => Assert.True(result.IsStored, result.ErrorMessage));
        Assert.Equal(entries.Select(entry => entry.PartitionKey), (await ReadAllAsync()).Select(entry => entry.PartitionKey));
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_said_once_and_not_tried_again()
    {
        var stream = new KinesisTelemetryStream(_client!, "no-such-stream", TimeProvider.System);

        var results = await stream.PutAsync([new("a", new byte[] { 1 }), new("b", new byte[] { 2 })], Token);

        Assert.All(results, result => Assert.Equal((false, "ResourceNotFoundException"), (result.IsStored, result.ErrorCode)));
        await Assert.ThrowsAsync<ResourceNotFoundException>(
            () => _client!.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = "no-such-stream" }, Token));
    }

    [Fact]
    public async Task A_service_that_is_gone_fails_every_entry_and_throws_nothing()
    {
        using var client = Kinesalite.Connect(new Uri("http://127.0.0.1:1"));
        var stream = new KinesisTelemetryStream(
            client, _name, TimeProvider.System, options: new KinesisTelemetryStreamOptions { MaxAttempts = 2, BackoffBase = TimeSpan.FromMilliseconds(1) });

        var result = Assert.Single(await stream.PutAsync([new("a", new byte[] { 1 })], Token));

        Assert.False(result.IsStored);
        Assert.NotNull(result.ErrorCode);
    }

    protected override Task<IReadOnlyList<(string SequenceNumber, string PartitionKey, byte[] Data)>> ReadAllAsync() => ReadAsync(_name);

    private async Task<string> CreateStreamAsync(int shards)
    {
        var name = AwsTarget.NewName();
        _streams.Add(name);
        await _client!.CreateStreamAsync(new CreateStreamRequest { StreamName = name, ShardCount = shards }, Token);
        while (true)
        {
            var summary = await _client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = name }, Token);
            if (summary.StreamDescriptionSummary?.StreamStatus == StreamStatus.ACTIVE)
                return name;
            await Task.Delay(AwsTarget.Look, Token);
        }
    }

    private async Task<IReadOnlyList<(string SequenceNumber, string PartitionKey, byte[] Data)>> ReadAsync(string name)
    {
        var all = new List<(string, string, byte[])>();
        var shards = await _client!.ListShardsAsync(new ListShardsRequest { StreamName = name }, Token);
        foreach (var shard in shards.Shards ?? [])
        {
            var place = (await _client.GetShardIteratorAsync(
                new GetShardIteratorRequest { StreamName = name, ShardId = shard.ShardId, ShardIteratorType = ShardIteratorType.TRIM_HORIZON },
                Token)).ShardIterator;
            GetRecordsResponse answer;
            do
            {
                answer = await _client.GetRecordsAsync(new GetRecordsRequest { ShardIterator = place, Limit = 10_000 }, Token);
                await Task.Delay(AwsTarget.Look, Token);
                all.AddRange((answer.Records ?? []).Select(record => (record.SequenceNumber!, record.PartitionKey!, record.Data!.ToArray())));
                place = answer.NextShardIterator;
            }
            while (place is not null && (answer.Records is { Count: > 0 } || answer.MillisBehindLatest > 0));
        }

        return all;
    }
}
