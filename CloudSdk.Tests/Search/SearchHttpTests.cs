using System.Net;
using System.Text;
using Amazon.Runtime;
using DroneLink.CloudSdk.Search;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Search;

public sealed class SearchHttpTests
{
    private static readonly BasicAWSCredentials Keys = new("AKIDEXAMPLE", "secret");

    [Theory]
    [InlineData("https://search.example.org:9200", null, null, null)]
    [InlineData("https://search.example.org:9200", "none", null, null)]
    [InlineData("https://search.example.org:9200", "basic", "elastic:a:b", "Basic ZWxhc3RpYzphOmI=")]
    [InlineData("https://search.example.org:9200", "apiKey", "VnVhQ2ZHY0JDZGJrUW==", "ApiKey VnVhQ2ZHY0JDZGJrUW==")]
    public async Task A_login_is_sent(string address, string? auth, string? secret, string? header)
    {
        var sent = await SendAsync(address, auth, secret);

        Assert.Equal(header, sent.Headers.Authorization?.ToString());
    }

    [Theory]
    [InlineData("https://search-x-1.eu-central-1.es.amazonaws.com", null, null, "eu-central-1/es")]
    [InlineData("https://search-x-1.eu-central-1.es.amazonaws.com", "sigv4-aoss", null, "eu-central-1/aoss")]
    [InlineData("https://abc.us-west-2.aoss.amazonaws.com/", "sigv4-aoss", null, "us-west-2/aoss")]
    [InlineData("https://search.example.org", "sigv4", "ap-southeast-2", "ap-southeast-2/es")]
    public async Task Amazons_are_signed_for(string address, string? auth, string? region, string scope)
    {
        var sent = await SendAsync(address, auth, null, region);

        // Of a form that the header's own parser does not know.
        var authorization = sent.Headers.NonValidated["Authorization"].ToString();
        Assert.Contains($"/{scope}/aws4_request", authorization, StringComparison.Ordinal);
        Assert.Contains("x-amz-content-sha256", authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://search.example.org", "https://search.example.org/_bulk")]
    [InlineData("https://search.example.org/es", "https://search.example.org/es/_bulk")]
    [InlineData("https://search.example.org/es/", "https://search.example.org/es/_bulk")]
    public async Task A_path_of_the_address_stays(string address, string expected) =>
        Assert.Equal(expected, (await SendAsync(address, null, null)).RequestUri!.ToString());

    [Theory]
    [InlineData("https://h.example.org", "token", null, "DRONELINK_SEARCH_AUTH")]
    [InlineData("https://h.example.org", "Basic", "a:b", "DRONELINK_SEARCH_AUTH")]
    [InlineData("https://h.example.org", "basic", null, "DRONELINK_SEARCH_SECRET")]
    [InlineData("https://h.example.org", "basic", "hunter2", "DRONELINK_SEARCH_SECRET")]
    [InlineData("https://h.example.org", "basic", ":hunter2", "DRONELINK_SEARCH_SECRET")]
    [InlineData("https://h.example.org", "apiKey", null, "DRONELINK_SEARCH_SECRET")]
    [InlineData("https://h.example.org", "apiKey", "hunter2\n", "DRONELINK_SEARCH_SECRET")]
    [InlineData("https://h.example.org", "none", "hunter2", "DRONELINK_SEARCH_SECRET")]
    [InlineData("https://h.example.org", null, "hunter2", "DRONELINK_SEARCH_SECRET")]
    [InlineData("https://a:hunter2@h.example.org", null, null, "DRONELINK_SEARCH_URL")]
    [InlineData("ftp://h.example.org", null, null, "DRONELINK_SEARCH_URL")]
    public void What_does_not_fit_is_refused_without_telling_the_secret(string address, string? auth, string? secret, string variable)
    {
        var thrown = Assert.Throws<FormatException>(() => SearchHttp.Create(new Uri(address), auth, secret));

        Assert.Contains(variable, thrown.Message);
        Assert.DoesNotContain("hunter2", thrown.Message);
    }

    private static async Task<HttpRequestMessage> SendAsync(string address, string? auth, string? secret, string? region = null)
    {
        var sink = new Sink();
        using var client = SearchHttp.Create(new Uri(address), auth, secret, region, Keys, sink);
        using var content = new StringContent("{}\n", Encoding.UTF8, "application/x-ndjson");
        (await client.PostAsync("_bulk", content, Token)).Dispose();
        return sink.Sent!;
    }

    private sealed class Sink : HttpMessageHandler
    {
        public HttpRequestMessage? Sent { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent = request;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
