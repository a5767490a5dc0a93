namespace DroneLink.CloudSdk.Search;

/// <summary>What a cluster is, as far as it differs for us: how old indices are deleted.</summary>
internal enum SearchProduct
{
    /// <summary>It has neither of both, such as the serverless ones.</summary>
    WithoutPolicies,

    /// <summary>Elasticsearch, with index lifecycle management.</summary>
    Elasticsearch,

    /// <summary>OpenSearch, with index state management.</summary>
    OpenSearch,
}
