using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>
/// A request as API Gateway REST API hands it to a function (payload format 1.0). <see cref="ToHttpApi"/> makes of it what the handlers
/// take; their answer, an <see cref="HttpApiResponse"/>, has the shape that both gateways take. Optional members are null when absent.
/// </summary>
[DataContract]
public sealed record RestApiRequest
{
    /// <summary>GET, POST, ….</summary>
    [DataMember(Name = "httpMethod"), JsonPropertyName("httpMethod")]
    public string? HttpMethod { get; init; }

    /// <summary>Path of the request, without the stage and the query.</summary>
    [DataMember(Name = "path"), JsonPropertyName("path")]
    public string? Path { get; init; }

    /// <summary>Headers, names as the client wrote them; of several values the last.</summary>
    [DataMember(Name = "headers"), JsonPropertyName("headers")]
    public IReadOnlyDictionary<string, string?>? Headers { get; init; }

    /// <summary>The same with all values.</summary>
    [DataMember(Name = "multiValueHeaders"), JsonPropertyName("multiValueHeaders")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>?>? MultiValueHeaders { get; init; }

    /// <summary>Query parameters, decoded; of several values the last.</summary>
    [DataMember(Name = "queryStringParameters"), JsonPropertyName("queryStringParameters")]
    public IReadOnlyDictionary<string, string?>? QueryStringParameters { get; init; }

    /// <summary>The same with all values.</summary>
    [DataMember(Name = "multiValueQueryStringParameters"), JsonPropertyName("multiValueQueryStringParameters")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>?>? MultiValueQueryStringParameters { get; init; }

    /// <summary>Parameters of the resource's path.</summary>
    [DataMember(Name = "pathParameters"), JsonPropertyName("pathParameters")]
    public IReadOnlyDictionary<string, string>? PathParameters { get; init; }

    /// <summary>The body.</summary>
    [DataMember(Name = "body"), JsonPropertyName("body")]
    public string? Body { get; init; }

    /// <summary>Whether <see cref="Body"/> is base64. For frames the API's binary media types must name their content type.</summary>
    [DataMember(Name = "isBase64Encoded"), JsonPropertyName("isBase64Encoded")]
    public bool IsBase64Encoded { get; init; }

    /// <summary>What the gateway knows of the request.</summary>
    [DataMember(Name = "requestContext"), JsonPropertyName("requestContext")]
    public RestApiRequestContext? RequestContext { get; init; }

    /// <summary>Returns the same request as HTTP API would hand it over: header names in lower case, several values joined by a comma.</summary>
    public HttpApiRequest ToHttpApi() => new()
    {
        RawPath = Path,
        Headers = Join(Headers, MultiValueHeaders, name => name.ToLowerInvariant()),
        QueryStringParameters = Join(QueryStringParameters, MultiValueQueryStringParameters, name => name),
        PathParameters = PathParameters,
        Body = Body,
        IsBase64Encoded = IsBase64Encoded,
        RequestContext = new HttpApiRequestContext
        {
            Http = new HttpApiRequestDescription { Method = HttpMethod, Path = Path, SourceIp = RequestContext?.Identity?.SourceIp },
            RequestId = RequestContext?.RequestId,
            TimeEpoch = RequestContext?.RequestTimeEpoch ?? 0,
        },
    };

    private static Dictionary<string, string>? Join(
        IReadOnlyDictionary<string, string?>? single, IReadOnlyDictionary<string, IReadOnlyList<string>?>? multiple, Func<string, string> named)
    {
        if (single is null && multiple is null)
            return null;
        var joined = new Dictionary<string, string>();
        foreach (var (name, value) in single ?? new Dictionary<string, string?>())
            joined[named(name)] = value ?? "";
        foreach (var (name, values) in multiple ?? new Dictionary<string, IReadOnlyList<string>?>())
            joined[named(name)] = string.Join(',', values ?? []);
        return joined;
    }
}

/// <summary>What a REST API knows of a request.</summary>
[DataContract]
public sealed record RestApiRequestContext
{
    /// <summary>The gateway's id of the request.</summary>
    [DataMember(Name = "requestId"), JsonPropertyName("requestId")]
    public string? RequestId { get; init; }

    /// <summary>ms since 1970-01-01 UTC.</summary>
    [DataMember(Name = "requestTimeEpoch"), JsonPropertyName("requestTimeEpoch")]
    public long RequestTimeEpoch { get; init; }

    /// <summary>Who asks.</summary>
    [DataMember(Name = "identity"), JsonPropertyName("identity")]
    public RestApiIdentity? Identity { get; init; }
}

/// <summary>Who asks a REST API.</summary>
[DataContract]
public sealed record RestApiIdentity
{
    /// <summary>Address of the client.</summary>
    [DataMember(Name = "sourceIp"), JsonPropertyName("sourceIp")]
    public string? SourceIp { get; init; }
}
