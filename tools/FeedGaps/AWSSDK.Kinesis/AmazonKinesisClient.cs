using Amazon.Kinesis.Internal;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Kinesis;

/// <summary>Calls Kinesis over AWSSDK.Core, which brings credentials, signature, connection and retries. Thread safe.</summary>
public class AmazonKinesisClient : AmazonServiceClient, IAmazonKinesis
{
    /// <summary>Makes a client with the credentials and the region of this environment.</summary>
    public AmazonKinesisClient()
        : this(new AmazonKinesisConfig())
    {
    }

    /// <summary>Makes a client with the credentials of this environment.</summary>
    public AmazonKinesisClient(RegionEndpoint region)
        : this(new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    /// <summary>Makes a client with the credentials of this environment.</summary>
    public AmazonKinesisClient(AmazonKinesisConfig config)
        : base(config)
    {
    }

    /// <summary>Makes a client.</summary>
    public AmazonKinesisClient(AWSCredentials credentials, AmazonKinesisConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <inheritdoc/>
    public virtual Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("PutRecords", request, PutRecordsRequest.Write, PutRecordsResponse.Read, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<CreateStreamResponse> CreateStreamAsync(
        CreateStreamRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("CreateStream", request, CreateStreamRequest.Write, static _ => new CreateStreamResponse(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DeleteStreamResponse> DeleteStreamAsync(
        DeleteStreamRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("DeleteStream", request, DeleteStreamRequest.Write, static _ => new DeleteStreamResponse(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(
        DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(
            "DescribeStreamSummary", request, DescribeStreamSummaryRequest.Write, DescribeStreamSummaryResponse.Read, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ListShards", request, ListShardsRequest.Write, ListShardsResponse.Read, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetShardIteratorResponse> GetShardIteratorAsync(
        GetShardIteratorRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("GetShardIterator", request, GetShardIteratorRequest.Write, GetShardIteratorResponse.Read, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("GetRecords", request, GetRecordsRequest.Write, GetRecordsResponse.Read, cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => KinesisProtocol.Customize(pipeline);

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation, TRequest request, RequestWriter<TRequest> write, ResponseReader<TResponse> read, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new()
    {
        ArgumentNullException.ThrowIfNull(request);
        return InvokeAsync<TResponse>(request, KinesisProtocol.Options(operation, write, read), cancellationToken);
    }
}
