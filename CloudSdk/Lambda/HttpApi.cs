using DroneLink.CloudSdk.Authorization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>A request as API Gateway HTTP API hands it to a function, payload format 2.0. Optional members are null when absent.</summary>
public sealed record HttpApiRequest
{
    /// <summary>Path of the request, without the query.</summary>
    public string? RawPath { get; init; }

    /// <summary>Query as it came, without the question mark.</summary>
    public string? RawQueryString { get; init; }

    /// <summary>Headers, names in lower case, several values joined by a comma.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Query parameters, decoded; several values joined by a comma.</summary>
    public IReadOnlyDictionary<string, string>? QueryStringParameters { get; init; }

    /// <summary>Parameters of the route's path.</summary>
    public IReadOnlyDictionary<string, string>? PathParameters { get; init; }

    /// <summary>The body.</summary>
    public string? Body { get; init; }

    /// <summary>Whether <see cref="Body"/> is base64.</summary>
    public bool IsBase64Encoded { get; init; }

    /// <summary>What the gateway knows of the request.</summary>
    public HttpApiRequestContext? RequestContext { get; init; }
}

/// <summary>What the gateway knows of a request.</summary>
public sealed record HttpApiRequestContext
{
    /// <summary>The HTTP side.</summary>
    public HttpApiRequestDescription? Http { get; init; }

    /// <summary>The gateway's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>ms since 1970-01-01 UTC.</summary>
    public long TimeEpoch { get; init; }

    /// <summary>What the route's authorizer said; null where there is none.</summary>
    public HttpApiAuthorizer? Authorizer { get; init; }
}

/// <summary>Method, path and origin of a request.</summary>
public sealed record HttpApiRequestDescription
{
    /// <summary>GET, POST, ….</summary>
    public string? Method { get; init; }

    /// <summary>Path.</summary>
    public string? Path { get; init; }

    /// <summary>Address of the client.</summary>
    public string? SourceIp { get; init; }
}

/// <summary>A response as API Gateway HTTP API takes it from a function, payload format 2.0.</summary>
public sealed record HttpApiResponse
{
    /// <summary>HTTP status.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Headers.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body.</summary>
    public string? Body { get; init; }

    /// <summary>Whether <see cref="Body"/> is base64.</summary>
    public bool IsBase64Encoded { get; init; }
}
