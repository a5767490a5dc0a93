using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.Emulators;

/// <summary>
/// Everything that <see cref="AwsCloud"/> talks to, on this machine and in memory: kinesalite, dynalite and <see cref="ElasticsearchDouble"/>,
/// for any number of clouds. Nothing outlives it. Where an emulator is not installed, <see cref="WhyNot"/> says so; one that is and does not
/// start is an <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class EmulatedCloud : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly Kinesalite _kinesalite = new();
    private readonly Dynalite _dynalite = new();

    /// <summary>Why it cannot be used, and what to do about it; null when it runs.</summary>
    public string? WhyNot => _kinesalite.WhyNot ?? _dynalite.WhyNot;

    /// <summary>The search.</summary>
    public ElasticsearchDouble Elasticsearch { get; } = new();

    /// <summary>Makes a stream and a table, of two shards, and returns what is needed to open a cloud on them.</summary>
    /// <param name="name">The name of both, and how the indices' names begin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AwsCloudOptions> CreateAsync(string name = AwsCloudOptions.DefaultName, CancellationToken cancellationToken = default)
    {
        using var clients = Connect();
        await CreateStreamAsync(clients.Kinesis, name, cancellationToken).ConfigureAwait(false);
        await new DynamoTable(clients.Dynamo, name, TimeProvider.System).CreateIfMissingAsync(cancellationToken).ConfigureAwait(false);
        return new AwsCloudOptions
        {
            StreamName = name,
            TableName = name,
            SearchPrefix = name,
            SearchRefresh = SearchRefresh.AtOnce,
            ProjectsItself = true,
        };
    }

    /// <summary>Makes clients; the caller, or the cloud that they are given to, disposes them.</summary>
    /// <param name="wire">Changes how a client reaches its service, such as over a wire with faults; null for nothing.</param>
    /// <param name="isOwner">Whether the emulators end with the clients.</param>
    public AwsClients Connect(EmulatedWire? wire = null, bool isOwner = false) => new(
        _kinesalite.Connect(wire?.Kinesis),
        _dynalite.Connect(wire?.Dynamo),
        SearchHttp.Create(Elasticsearch.Address, handler: wire?.Search),
        behind: isOwner ? this : null);

    /// <summary>The variables by which another process finds what <see cref="CreateAsync"/> made.</summary>
    /// <param name="name">Its name.</param>
    public Dictionary<string, string> Environment(string name) => new(StringComparer.Ordinal)
    {
        ["AWS_ENDPOINT_URL_KINESIS"] = _kinesalite.Address.ToString(),
        ["AWS_ENDPOINT_URL_DYNAMODB"] = _dynalite.Address.ToString(),
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_REGION"] = "us-east-1",
        ["DRONELINK_STREAM"] = name,
        ["DRONELINK_TABLE"] = name,
        ["DRONELINK_SEARCH_URL"] = Elasticsearch.Address.ToString(),
        ["DRONELINK_SEARCH_PREFIX"] = name,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _kinesalite.Dispose();
        _dynalite.Dispose();
        Elasticsearch.Dispose();
    }

    private static async Task CreateStreamAsync(IAmazonKinesis client, string name, CancellationToken cancellationToken)
    {
        await client.CreateStreamAsync(new CreateStreamRequest { StreamName = name, ShardCount = 2 }, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var answer = await client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = name }, cancellationToken).ConfigureAwait(false);
            if (answer.StreamDescriptionSummary?.StreamStatus == StreamStatus.ACTIVE)
                return;
            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }
    }
}
