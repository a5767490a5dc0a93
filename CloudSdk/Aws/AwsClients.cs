using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Search;

namespace DroneLink.CloudSdk.Aws;

/// <summary>
/// What <see cref="AwsCloud"/> makes its calls with. Owns all of it. The clients must retry nothing by themselves: the cloud does, within its
/// callers' time.
/// </summary>
/// <param name="kinesis">Kinesis.</param>
/// <param name="dynamo">DynamoDB.</param>
/// <param name="search">Elasticsearch or OpenSearch, see <see cref="SearchHttp.Create"/>; null where nothing is searched or projected.</param>
/// <param name="iot">IoT Core's data plane, see <see cref="IotDataChannel.CreateClient"/>; null where nothing is sent to devices.</param>
/// <param name="behind">What is ended after them, such as emulators that they talk to; null for nothing.</param>
public sealed class AwsClients(IAmazonKinesis kinesis, IAmazonDynamoDB dynamo, HttpClient? search, HttpClient? iot = null, IDisposable? behind = null)
    : IDisposable
{
    /// <summary>Kinesis.</summary>
    public IAmazonKinesis Kinesis { get; } = kinesis ?? throw new ArgumentNullException(nameof(kinesis));

    /// <summary>DynamoDB.</summary>
    public IAmazonDynamoDB Dynamo { get; } = dynamo ?? throw new ArgumentNullException(nameof(dynamo));

    /// <summary>Elasticsearch or OpenSearch; null for none.</summary>
    public HttpClient? Search { get; } = search;

    /// <summary>IoT Core's data plane; null for none.</summary>
    public HttpClient? Iot { get; } = iot;

    /// <summary>Makes the clients for the account, region and endpoints of this environment, as the AWS SDK finds them.</summary>
    /// <exception cref="FormatException">The search's address, login and secret do not fit.</exception>
    /// <exception cref="Amazon.Runtime.AmazonClientException">There is no region, or there are no credentials.</exception>
    public static AwsClients FromEnvironment(AwsCloudOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var search = options.SearchUrl is { } url ? SearchHttp.Create(url, options.SearchAuth, options.SearchSecret) : null;
        return new AwsClients(
            new AmazonKinesisClient(new AmazonKinesisConfig { MaxErrorRetry = 0 }),
            new AmazonDynamoDBClient(new AmazonDynamoDBConfig { MaxErrorRetry = 0 }),
            search,
            options.IotEndpoint is { } endpoint ? IotDataChannel.CreateClient(RegionOf(endpoint)) : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kinesis.Dispose();
        Dynamo.Dispose();
        Search?.Dispose();
        Iot?.Dispose();
        behind?.Dispose();
    }

    // Such as a1b2c3-ats.iot.eu-central-1.amazonaws.com.
    private static string RegionOf(string endpoint)
    {
        var parts = endpoint.Split('.');
        var service = Array.IndexOf(parts, "iot");
        return service >= 0 && service + 1 < parts.Length
            ? parts[service + 1]
            : throw new FormatException($"DRONELINK_IOT_ENDPOINT is '{endpoint}'; expected is a host such as a1b2c3-ats.iot.eu-central-1.amazonaws.com.");
    }
}
