using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using DroneLink.CloudSdk.Authorization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>A request as API Gateway HTTP API hands it to a function, payload format 2.0. Optional members are null when absent.</summary>
[DataContract]
public sealed record HttpApiRequest
{
    /// <summary>Path of the request, without the query.</summary>
    [DataMember(Name = "rawPath"), JsonPropertyName("rawPath")]
    public string? RawPath { get; init; }

    /// <summary>Query as it came, without the question mark.</summary>
    [DataMember(Name = "rawQueryString"), JsonPropertyName("rawQueryString")]
    public string? RawQueryString { get; init; }

    /// <summary>Headers, names in lower case, several values joined by a comma.</summary>
    [DataMember(Name = "headers"), JsonPropertyName("headers")]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Query parameters, decoded; several values joined by a comma.</summary>
    [DataMember(Name = "queryStringParameters"), JsonPropertyName("queryStringParameters")]
    public IReadOnlyDictionary<string, string>? QueryStringParameters { get; init; }

    /// <summary>Parameters of the route's path.</summary>
    [DataMember(Name = "pathParameters"), JsonPropertyName("pathParameters")]
    public IReadOnlyDictionary<string, string>? PathParameters { get; init; }

    /// <summary>The body.</summary>
    [DataMember(Name = "body"), JsonPropertyName("body")]
    public string? Body { get; init; }

    /// <summary>Whether <see cref="Body"/> is base64.</summary>
    [DataMember(Name = "isBase64Encoded"), JsonPropertyName("isBase64Encoded")]
    public bool IsBase64Encoded { get; init; }

    /// <summary>What the gateway knows of the request.</summary>
    [DataMember(Name = "requestContext"), JsonPropertyName("requestContext")]
    public HttpApiRequestContext? RequestContext { get; init; }
}

/// <summary>What the gateway knows of a request.</summary>
[DataContract]
public sealed record HttpApiRequestContext
{
    /// <summary>The HTTP side.</summary>
    [DataMember(Name = "http"), JsonPropertyName("http")]
    public HttpApiRequestDescription? Http { get; init; }

    /// <summary>The gateway's id of the request.</summary>
    [DataMember(Name = "requestId"), JsonPropertyName("requestId")]
    public string? RequestId { get; init; }

    /// <summary>ms since 1970-01-01 UTC.</summary>
    [DataMember(Name = "timeEpoch"), JsonPropertyName("timeEpoch")]
    public long TimeEpoch { get; init; }

    /// <summary>What the route's authorizer said; null where there is none.</summary>
    [DataMember(Name = "authorizer"), JsonPropertyName("authorizer")]
    public HttpApiAuthorizer? Authorizer { get; init; }
}

/// <summary>Method, path and origin of a request.</summary>
[DataContract]
public sealed record HttpApiRequestDescription
{
    /// <summary>GET, POST, ….</summary>
    [DataMember(Name = "method"), JsonPropertyName("method")]
    public string? Method { get; init; }

    /// <summary>Path.</summary>
    [DataMember(Name = "path"), JsonPropertyName("path")]
    public string? Path { get; init; }

    /// <summary>Address of the client.</summary>
    [DataMember(Name = "sourceIp"), JsonPropertyName("sourceIp")]
    public string? SourceIp { get; init; }
}

/// <summary>A response as API Gateway HTTP API takes it from a function, payload format 2.0.</summary>
[DataContract]
public sealed record HttpApiResponse
{
    /// <summary>HTTP status.</summary>
    [DataMember(Name = "statusCode"), JsonPropertyName("statusCode")]
    public required int StatusCode { get; init; }

    /// <summary>Headers.</summary>
    [DataMember(Name = "headers", EmitDefaultValue = false), JsonPropertyName("headers")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body.</summary>
    [DataMember(Name = "body", EmitDefaultValue = false), JsonPropertyName("body")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Body { get; init; }

    /// <summary>Whether <see cref="Body"/> is base64.</summary>
    [DataMember(Name = "isBase64Encoded"), JsonPropertyName("isBase64Encoded")]
    public bool IsBase64Encoded { get; init; }
}
