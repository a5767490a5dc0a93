using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.OpenSearchService;
using Constructs;
using StreamProps = Amazon.CDK.AWS.Kinesis.StreamProps;

namespace DroneLink.Deploy.Stack;

/// <summary>The stream, the table and the search domain.</summary>
internal sealed class DataStores : Construct
{
    private readonly string _searchArn;

    public DataStores(Construct scope, string id, StackSettings settings, Encryption encryption)
        : base(scope, id)
    {
        Stream = new Amazon.CDK.AWS.Kinesis.Stream(this, "Stream", new StreamProps
        {
            StreamName = settings.Prefix,
            StreamMode = StreamMode.ON_DEMAND,
            Encryption = StreamEncryption.KMS,
            EncryptionKey = encryption.Key,
            RetentionPeriod = Duration.Hours(settings.StreamHours),
            RemovalPolicy = RemovalPolicy.DESTROY,
        });

        // The history cannot be made anew once the stream has let go of it.
        Table = new Table(this, "Table", new TableProps
        {
            TableName = settings.Prefix,
            PartitionKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "pk", Type = AttributeType.STRING },
            SortKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "sk", Type = AttributeType.STRING },
            TimeToLiveAttribute = "expires",
            BillingMode = BillingMode.PAY_PER_REQUEST,
            Encryption = TableEncryption.CUSTOMER_MANAGED,
            EncryptionKey = encryption.Key,
            PointInTimeRecovery = true,
            DeletionProtection = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });

        SearchName = settings.Prefix;
        _searchArn = Amazon.CDK.Stack.Of(this).FormatArn(new ArnComponents { Service = "es", Resource = "domain", ResourceName = SearchName });
        Search = new CfnDomain(this, "Search", new CfnDomainProps
        {
            DomainName = SearchName,
            EngineVersion = "OpenSearch_2.19",
            ClusterConfig = new CfnDomain.ClusterConfigProperty
            {
                InstanceType = settings.SearchInstance,
                InstanceCount = settings.SearchNodes,
                ZoneAwarenessEnabled = settings.SearchNodes > 1,
                ZoneAwarenessConfig = settings.SearchNodes > 1 ? new CfnDomain.ZoneAwarenessConfigProperty { AvailabilityZoneCount = 2 } : null,
            },
            EbsOptions = new CfnDomain.EBSOptionsProperty { EbsEnabled = true, VolumeType = "gp3", VolumeSize = settings.SearchGib },
            EncryptionAtRestOptions = new CfnDomain.EncryptionAtRestOptionsProperty { Enabled = true, KmsKeyId = encryption.Key.KeyId },
            NodeToNodeEncryptionOptions = new CfnDomain.NodeToNodeEncryptionOptionsProperty { Enabled = true },
            DomainEndpointOptions = new CfnDomain.DomainEndpointOptionsProperty
            {
                EnforceHttps = true,
                TlsSecurityPolicy = "Policy-Min-TLS-1-2-PFS-2023-10",
            },
        });
        SearchEndpoint = "https://" + Search.AttrDomainEndpoint;
    }

    public Amazon.CDK.AWS.Kinesis.Stream Stream { get; }

    public Table Table { get; }

    public CfnDomain Search { get; }

    public string SearchName { get; }

    public string SearchEndpoint { get; }

    /// <summary>
    /// Says who may speak to the domain, and what. Within an account what either side allows is allowed: this has to be as narrow as the
    /// roles' own policies, so it is all there is and they say nothing of it.
    /// </summary>
    /// <param name="writers">ARNs of roles that index, and set up what indexes are made from.</param>
    /// <param name="readers">ARNs of roles that search: a POST to any other path is refused, so nothing can be changed.</param>
    public void OpenSearchTo(string[] writers, string[] readers)
    {
        Search.AccessPolicies = new PolicyDocument(new PolicyDocumentProps
        {
            Statements =
            [
                Allow(writers, "/*", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut"),
                Allow(readers, "/*", "es:ESHttpGet", "es:ESHttpHead"),
                Allow(readers, "/*/_search", "es:ESHttpPost"),
            ],
        });
    }

    private PolicyStatement Allow(string[] roles, string paths, params string[] actions) => new(new PolicyStatementProps
    {
        Principals = [.. roles.Select(role => new ArnPrincipal(role))],
        Actions = actions,
        Resources = [_searchArn + paths],
    });
}
