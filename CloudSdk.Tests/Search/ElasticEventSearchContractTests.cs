using DroneLink.CloudSdk.Search;
using DroneLink.Emulators;

namespace DroneLink.CloudSdk.Tests.Search;

/// <summary>On Elasticsearch: the double, or the cluster of <see cref="SearchTarget"/>.</summary>
public sealed class ElasticEventSearchContractTests : EventSearchContract, IDisposable
{
    private readonly SearchTarget _target = new(orReal: true);

    public ElasticEventSearchContractTests() => Search = _target.Search();

    protected override IEventSearch Search { get; }

    public void Dispose() => _target.Dispose();
}

/// <summary>On the double of OpenSearch.</summary>
public sealed class OpenSearchContractTests : EventSearchContract, IDisposable
{
    private readonly SearchTarget _target = new(ElasticsearchProduct.OpenSearch);

    public OpenSearchContractTests() => Search = _target.Search();

    protected override IEventSearch Search { get; }

    public void Dispose() => _target.Dispose();
}
