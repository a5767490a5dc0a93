using System.Text.Json.Serialization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Planning;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>
/// The JSON of the events and answers in this folder, by generated code: no reflection, ready for native AOT. Members that are not
/// known here are ignored. <see cref="System.Text.Json"/> refuses a byte order mark before the bytes; <see cref="LambdaFunctions"/> steps over it.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HttpApiRequest))]
[JsonSerializable(typeof(HttpApiResponse))]
[JsonSerializable(typeof(RestApiRequest))]
[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(IngestAnswer))]
[JsonSerializable(typeof(PlanAnswer))]
public sealed partial class CloudJsonContext : JsonSerializerContext;
