using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.Kinesis;

/// <summary>Where and how Kinesis is reached.</summary>
public class AmazonKinesisConfig : ClientConfig
{
    /// <summary>Makes the configuration of this environment: region, profile, retries.</summary>
    public AmazonKinesisConfig()
        : base(new DefaultConfigurationProvider([Defaults]))
    {
        ServiceId = "Kinesis";
        AuthenticationServiceName = "kinesis";
        EndpointProvider = new Provider(this);
    }

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "kinesis";

    /// <inheritdoc/>
    public override string ServiceVersion => "2013-12-02";

    /// <inheritdoc/>
    public override string UserAgent => "dronelink-kinesis-stand-in";

    private static DefaultConfiguration Defaults => new()
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        TlsNegotiationTimeout = TimeSpan.FromSeconds(3),
    };

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => Find();

    private Endpoint Find()
    {
        if (!string.IsNullOrEmpty(ServiceURL))
            return new Endpoint(ServiceURL);
        var region = RegionEndpoint ?? throw new AmazonClientException("No region and no service URL is configured for Kinesis.");
        return new Endpoint($"https://kinesis.{region.SystemName}.{region.PartitionDnsSuffix}/");
    }

    private sealed class Provider(AmazonKinesisConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => config.Find();
    }
}
