using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Lambda;
using Newtonsoft.Json.Serialization;

namespace DroneLink.CloudSdk.Tests.Lambda;

/// <summary>A serializer that somebody's Lambda project may have.</summary>
internal abstract class EventSerializer
{
    private static readonly Dictionary<string, EventSerializer> All = new()
    {
        ["System.Text.Json"] = new TextJson(new JsonSerializerOptions()),
        ["System.Text.Json, camel case"] = new TextJson(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase }),
        ["System.Text.Json, any case"] = new TextJson(
            new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true }),
        ["System.Text.Json, snake case"] = new TextJson(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }),
        ["the SDK's generated contexts"] = new TextJson(new JsonSerializerOptions(CloudJsonContext.Default.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(CloudJsonContext.Default, IotJsonContext.Default, AuthorizerJsonContext.Default),
        }),
        ["a generated context of one's own"] = new TextJson(SomebodysContext.Default.Options),
        ["Newtonsoft.Json"] = new Newtonsoft(new DefaultContractResolver()),
        ["Newtonsoft.Json, camel case"] = new Newtonsoft(new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy() }),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static EventSerializer Of(string name) => All[name];

    public abstract T Read<T>(byte[] json);

    public abstract byte[] Write<T>(T value);

    private sealed class TextJson(JsonSerializerOptions options) : EventSerializer
    {
        public override T Read<T>(byte[] json) => JsonSerializer.Deserialize<T>(json, options)!;

        public override byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, options);
    }

    // As Amazon.Lambda.Serialization.Json is set.
    private sealed class Newtonsoft(IContractResolver resolver) : EventSerializer
    {
        private readonly global::Newtonsoft.Json.JsonSerializer _serializer = global::Newtonsoft.Json.JsonSerializer.Create(
            new global::Newtonsoft.Json.JsonSerializerSettings
            {
                NullValueHandling = global::Newtonsoft.Json.NullValueHandling.Ignore,
                ContractResolver = resolver,
            });

        public override T Read<T>(byte[] json)
        {
            using var reader = new global::Newtonsoft.Json.JsonTextReader(new StreamReader(new MemoryStream(json)));
            return _serializer.Deserialize<T>(reader)!;
        }

        public override byte[] Write<T>(T value)
        {
            using var writer = new StringWriter();
            _serializer.Serialize(writer, value);
            return Encoding.UTF8.GetBytes(writer.ToString());
        }
    }
}

[JsonSerializable(typeof(HttpApiRequest))]
[JsonSerializable(typeof(RestApiRequest))]
[JsonSerializable(typeof(HttpApiResponse))]
[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(IotFrameEvent))]
[JsonSerializable(typeof(AuthorizerAnswer))]
internal sealed partial class SomebodysContext : JsonSerializerContext;
