using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Kinesis.Internal;

/// <summary>Writes the members of a request into its JSON object.</summary>
internal delegate void RequestWriter<in TRequest>(TRequest request, Utf8JsonWriter writer);

/// <summary>Reads the JSON object of an answer.</summary>
internal delegate TResponse ResponseReader<out TResponse>(JsonElement answer);

/// <summary>
/// AWS JSON 1.1 for Kinesis on what AWSSDK.Core has for service clients. Those types are public but may change with any version of it:
/// they are used in this file alone, and the version is pinned.
/// </summary>
internal static class KinesisProtocol
{
    /// <summary>Gives the pipeline what each service brings: where it is and how it signs.</summary>
    public static void Customize(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Location());
        pipeline.AddHandlerAfter<Marshaller>(new Signing());
    }

    public static InvokeOptions Options<TRequest, TResponse>(
        string operation, RequestWriter<TRequest> write, ResponseReader<TResponse> read)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse =>
        new()
        {
            RequestMarshaller = new Sender<TRequest>(operation, write),
            ResponseUnmarshaller = new Receiver<TResponse>(read),
        };

    private sealed class Sender<TRequest>(string operation, RequestWriter<TRequest> write) : IMarshaller<IRequest, AmazonWebServiceRequest>
        where TRequest : AmazonWebServiceRequest
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            using var body = new MemoryStream();
            using (var writer = new Utf8JsonWriter(body))
            {
                writer.WriteStartObject();
                write((TRequest)input, writer);
                writer.WriteEndObject();
            }

            var request = new DefaultRequest(input, "Amazon.Kinesis") { HttpMethod = "POST", ResourcePath = "/", Content = body.ToArray() };
            request.Headers["X-Amz-Target"] = "Kinesis_20131202." + operation;
            request.Headers["Content-Type"] = "application/x-amz-json-1.1";
            request.Headers["x-amz-api-version"] = "2013-12-02";
            return request;
        }
    }

    private sealed class Receiver<TResponse>(ResponseReader<TResponse> read) : JsonResponseUnmarshaller
        where TResponse : AmazonWebServiceResponse
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
        {
            using var body = new MemoryStream();
            input.Stream.CopyTo(body);
            if (body.Length == 0)
                return read(default);
            using var answer = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            return read(answer.RootElement);
        }

        public override AmazonServiceException UnmarshallException(
            JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            return Model.KinesisErrors.Create(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
        }
    }

    private sealed class Location : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }

    private sealed class Signing : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            AuthSchemeOption.DEFAULT_SIGV4;
    }
}
