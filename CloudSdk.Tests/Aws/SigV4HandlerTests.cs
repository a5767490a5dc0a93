using System.Net;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using DroneLink.CloudSdk.Aws;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Aws;

public sealed class SigV4HandlerTests
{
    private static readonly DateTimeOffset Now = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly BasicAWSCredentials Keys = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Amazon's own examples, from the documentation of S3.
    [Theory]
    [InlineData("https://examplebucket.s3.amazonaws.com/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public async Task Amazons_examples_come_out(string address, string signature)
    {
        var sent = await SendAsync(new HttpRequestMessage(HttpMethod.Get, address), "us-east-1", "s3", Keys);

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            + $"SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={signature}",
            Header(sent, "Authorization"));
        Assert.Equal("20130524T000000Z", Header(sent, "x-amz-date"));
    }

    [Theory]
    [InlineData("iotdata", "/topics/dl%2Fv1%2Ffleet-1%2Fkite%2Fcommand", "dl/v1/fleet-1/kite/command", "?qos=1")]
    [InlineData("es", "/topics/plain", "plain", "?qos=1")]
    public async Task A_signature_is_the_one_of_the_SDK(string service, string path, string topic, string query)
    {
        var body = Encoding.UTF8.GetBytes("""{"id":"c1"}""");
        var address = new Uri($"https://data-ats.iot.eu-central-1.amazonaws.com{path}{query}");
        var sent = await SendAsync(
            new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) }, "eu-central-1", service, Keys);

        var theirs = new DefaultRequest(new GetItemRequest(), service)
        {
            HttpMethod = "POST",
            Endpoint = new Uri("https://data-ats.iot.eu-central-1.amazonaws.com"),
            ResourcePath = "/topics/{topic}",
            Content = body,
            UseQueryString = true,
            AuthenticationRegion = "eu-central-1",
            OverrideSigningServiceName = service,
        };
        theirs.AddPathResource("{topic}", topic);
        theirs.Parameters.Add("qos", "1");
        theirs.Headers["x-amz-date"] = "";
        var config = new Amazon.DynamoDBv2.AmazonDynamoDBConfig { AuthenticationRegion = "eu-central-1", ServiceURL = theirs.Endpoint.ToString() };
        var result = new AWS4Signer().SignRequest(theirs, config, null, Keys.GetCredentials().AccessKey, Keys.GetCredentials().SecretKey, Now.UtcDateTime);

        Assert.EndsWith("Signature=" + result.Signature, Header(sent, "Authorization"));
    }

    [Fact]
    public async Task A_session_is_signed_too_and_a_second_time_all_is_new()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://h.example.com:9200/_bulk") { Content = new StringContent("x") };
        await SendAsync(request, "eu-central-1", "es", new SessionAWSCredentials("a", "s", "session-1"));
        var first = Header(request, "Authorization");

        await SendAsync(request, "eu-central-1", "es", new SessionAWSCredentials("a", "s", "session-2"));

        Assert.Equal("session-2", Header(request, "x-amz-security-token"));
        Assert.NotEqual(first, Header(request, "Authorization"));
        Assert.Contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, ", first);
        Assert.Equal("h.example.com:9200", request.Headers.Host);
        Assert.Equal("x", await request.Content!.ReadAsStringAsync(Token));
    }

    private static string Header(HttpRequestMessage request, string name) => Assert.Single(request.Headers.NonValidated[name]);

    private static async Task<HttpRequestMessage> SendAsync(HttpRequestMessage request, string region, string service, AWSCredentials credentials)
    {
        using var client = new HttpMessageInvoker(new SigV4Handler(region, service, credentials, new FakeTimeProvider(Now)) { InnerHandler = new Sink() });
        (await client.SendAsync(request, Token)).Dispose();
        return request;
    }

    private sealed class Sink : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}
