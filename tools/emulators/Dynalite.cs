using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace DroneLink.Emulators;

/// <summary>dynalite, which speaks DynamoDB's protocol and keeps everything in memory.</summary>
public sealed class Dynalite() : NodeEmulator("dynalite")
{
    /// <summary>Makes a client that retries nothing; the caller disposes it.</summary>
    /// <param name="wire">Makes its HTTP client; null for the SDK's own.</param>
    public AmazonDynamoDBClient Connect(HttpClientFactory? wire = null) => Connect(Address, wire);

    /// <summary>Makes a client of whatever speaks the protocol at an address, such as a proxy; it retries nothing.</summary>
    public static AmazonDynamoDBClient Connect(Uri address, HttpClientFactory? wire = null) => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonDynamoDBConfig { ServiceURL = address.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0, HttpClientFactory = wire });
}
