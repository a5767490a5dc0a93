using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Authorization;

/// <summary>What an HTTP API takes from a Lambda authorizer: a simple response, payload format 2.0.</summary>
[DataContract]
public sealed record AuthorizerAnswer
{
    /// <summary>Whether the request may go on; if not, the gateway answers 401 or 403 itself.</summary>
    [DataMember(Name = "isAuthorized")]
    [JsonPropertyName("isAuthorized")]
    public required bool IsAuthorized { get; init; }

    /// <summary>What the function behind is told, as <c>requestContext.authorizer.lambda</c>; null when the request may not go on.</summary>
    [DataMember(Name = "context", EmitDefaultValue = false)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyName("context")]
    public ApiCaller? Context { get; init; }
}

/// <summary>Who calls the HTTP API, as the authorizer found out.</summary>
[DataContract]
public sealed record ApiCaller
{
    /// <summary>Name of the token.</summary>
    [DataMember(Name = "token")]
    [JsonPropertyName("token")]
    public string? Token { get; init; }

    /// <summary>What it is good for: names, a space between two.</summary>
    [DataMember(Name = "scopes")]
    [JsonPropertyName("scopes")]
    public string? Scopes { get; init; }

    /// <summary>The one fleet that it is good for; null for all.</summary>
    [DataMember(Name = "fleet", EmitDefaultValue = false)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyName("fleet")]
    public string? Fleet { get; init; }
}

/// <summary>The JSON of <see cref="AuthorizerAnswer"/>, by generated code.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuthorizerAnswer))]
public sealed partial class AuthorizerJsonContext : JsonSerializerContext;
