using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>
/// Makes functions of bytes out of handlers, for a custom runtime or for a class library whose functions take and return a stream. The
/// event may start with a UTF-8 byte order mark.
/// </summary>
public static class LambdaFunctions
{
    private const string RetryAfterSeconds = "5";

    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Returns a function behind API Gateway: HTTP API (payload format 2.0), or REST API and payload format 1.0. One that does not end by
    /// its deadline answers 503.
    /// </summary>
    /// <param name="handle">The handler.</param>
    public static LambdaFunction Http(Func<HttpApiRequest, CancellationToken, ValueTask<HttpApiResponse>> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return async (payload, _, cancellationToken) =>
        {
            var request = ReadHttp(payload);
            HttpApiResponse response;
            try
            {
                response = await handle(request, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                response = Problems.Create(
                    503, "deadline", "This took too long. Keep everything and ask again later.", ("retry-after", RetryAfterSeconds));
            }

            return JsonSerializer.SerializeToUtf8Bytes(response, CloudJsonContext.Default.HttpApiResponse);
        };
    }

    /// <summary>Returns a function of a Kinesis event source mapping with <c>ReportBatchItemFailures</c>.</summary>
    /// <param name="projection">The handler.</param>
    public static LambdaFunction Kinesis(ProjectionHandler projection)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return Json(
            CloudJsonContext.Default.KinesisEvent,
            CloudJsonContext.Default.BatchResponse,
            async (batch, cancellationToken) => await projection.HandleAsync(batch, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Returns a function of any other event.</summary>
    /// <param name="requestType">How the event is read.</param>
    /// <param name="responseType">How the answer is written.</param>
    /// <param name="handle">The handler.</param>
    public static LambdaFunction Json<TRequest, TResponse>(
        JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, Func<TRequest, CancellationToken, ValueTask<TResponse>> handle)
    {
        ArgumentNullException.ThrowIfNull(requestType);
        ArgumentNullException.ThrowIfNull(responseType);
        ArgumentNullException.ThrowIfNull(handle);
        return async (payload, _, cancellationToken) =>
        {
            var request = Read(payload, requestType);
            return JsonSerializer.SerializeToUtf8Bytes(await handle(request, cancellationToken).ConfigureAwait(false), responseType);
        };
    }

    /// <summary>Reads a request of API Gateway, whichever of its formats it has.</summary>
    /// <param name="payload">The event.</param>
    /// <exception cref="InvalidDataException">It is no such event: the function has another trigger than it is made for.</exception>
    public static HttpApiRequest ReadHttp(ReadOnlyMemory<byte> payload) => FormatOf(WithoutBom(payload.Span)) switch
    {
        2 => Read(payload, CloudJsonContext.Default.HttpApiRequest),
        1 => Read(payload, CloudJsonContext.Default.RestApiRequest).ToHttpApi(),
        _ => throw new InvalidDataException("The event is no request of API Gateway. Connect the function to an HTTP API or a REST API."),
    };

    private static T Read<T>(ReadOnlyMemory<byte> payload, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(WithoutBom(payload.Span), type)
                ?? throw new InvalidDataException("The event is null. Connect the function to the trigger that it is made for.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"The event is not what this function takes: {exception.Path ?? "$"}. Connect it to the trigger that it is made for.", exception);
        }
    }

    private static ReadOnlySpan<byte> WithoutBom(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Bom) ? bytes[Bom.Length..] : bytes;

    // "version" decides, and where there is none, "httpMethod"; 0 is neither.
    private static int FormatOf(ReadOnlySpan<byte> json)
    {
        var format = 0;
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                    continue;
                var (isVersion, isMethod) = (reader.ValueTextEquals("version"u8), reader.ValueTextEquals("httpMethod"u8));
                reader.Read();
                if (isVersion && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("2.0"u8))
                    return 2;
                if (isMethod && reader.TokenType == JsonTokenType.String)
                    format = 1;
                reader.TrySkip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what half a surrogate pair raises.
            return 0;
        }

        return format;
    }
}
