using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>A stream to create.</summary>
public class CreateStreamRequest : AmazonWebServiceRequest
{
    /// <summary>How many shards.</summary>
    public int? ShardCount { get; set; }

    /// <summary>Its name.</summary>
    public string? StreamName { get; set; }

    internal static void Write(CreateStreamRequest request, Utf8JsonWriter writer)
    {
        writer.WriteNumber("ShardCount", (long?)request.ShardCount);
        writer.WriteText("StreamName", request.StreamName);
    }
}

/// <summary>It is being created.</summary>
public class CreateStreamResponse : AmazonWebServiceResponse;

/// <summary>A stream to delete.</summary>
public class DeleteStreamRequest : AmazonWebServiceRequest
{
    /// <summary>Its name.</summary>
    public string? StreamName { get; set; }

    internal static void Write(DeleteStreamRequest request, Utf8JsonWriter writer) => writer.WriteText("StreamName", request.StreamName);
}

/// <summary>It is being deleted.</summary>
public class DeleteStreamResponse : AmazonWebServiceResponse;

/// <summary>Asks for the state of a stream.</summary>
public class DescribeStreamSummaryRequest : AmazonWebServiceRequest
{
    /// <summary>Its name.</summary>
    public string? StreamName { get; set; }

    internal static void Write(DescribeStreamSummaryRequest request, Utf8JsonWriter writer) =>
        writer.WriteText("StreamName", request.StreamName);
}

/// <summary>The state of a stream.</summary>
public class DescribeStreamSummaryResponse : AmazonWebServiceResponse
{
    /// <summary>The state.</summary>
    public StreamDescriptionSummary? StreamDescriptionSummary { get; set; }

    internal static DescribeStreamSummaryResponse Read(JsonElement answer) => new()
    {
        StreamDescriptionSummary = answer.TryGetProperty("StreamDescriptionSummary", out var summary)
            ? new StreamDescriptionSummary
            {
                OpenShardCount = (int?)summary.Number("OpenShardCount"),
                StreamARN = summary.Text("StreamARN"),
                StreamName = summary.Text("StreamName"),
                StreamStatus = summary.Text("StreamStatus") is { } status ? new StreamStatus(status) : null,
            }
            : null,
    };
}

/// <summary>The state of a stream.</summary>
public class StreamDescriptionSummary
{
    /// <summary>Shards that take records.</summary>
    public int? OpenShardCount { get; set; }

    /// <summary>Its ARN.</summary>
    public string? StreamARN { get; set; }

    /// <summary>Its name.</summary>
    public string? StreamName { get; set; }

    /// <summary>Whether it can be used.</summary>
    public StreamStatus? StreamStatus { get; set; }
}

/// <summary>Asks for the shards of a stream.</summary>
public class ListShardsRequest : AmazonWebServiceRequest
{
    /// <summary>Goes on where the last answer ended; then without the name.</summary>
    public string? NextToken { get; set; }

    /// <summary>Its name.</summary>
    public string? StreamName { get; set; }

    internal static void Write(ListShardsRequest request, Utf8JsonWriter writer)
    {
        writer.WriteText("NextToken", request.NextToken);
        writer.WriteText("StreamName", request.StreamName);
    }
}

/// <summary>Shards of a stream.</summary>
public class ListShardsResponse : AmazonWebServiceResponse
{
    /// <summary>Where to go on; null at the end.</summary>
    public string? NextToken { get; set; }

    /// <summary>The shards.</summary>
    public List<Shard>? Shards { get; set; }

    internal static ListShardsResponse Read(JsonElement answer) => new()
    {
        NextToken = answer.Text("NextToken"),
        Shards = answer.List("Shards", static shard => new Shard
        {
            ShardId = shard.Text("ShardId"),
            ParentShardId = shard.Text("ParentShardId"),
            AdjacentParentShardId = shard.Text("AdjacentParentShardId"),
        }),
    };
}

/// <summary>A shard.</summary>
public class Shard
{
    /// <summary>Its id.</summary>
    public string? ShardId { get; set; }

    /// <summary>The shard that it was split from, or the one of two that it was merged from.</summary>
    public string? ParentShardId { get; set; }

    /// <summary>The other shard that it was merged from.</summary>
    public string? AdjacentParentShardId { get; set; }
}
