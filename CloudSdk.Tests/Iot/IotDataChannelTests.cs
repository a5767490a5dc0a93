using System.Net;
using System.Text;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Iot;

public sealed class IotDataChannelTests : HttpMessageHandler
{
    private const string Endpoint = "a1b2c3-ats.iot.eu-central-1.amazonaws.com";

    private static readonly DeviceIdentity Kite = new("kite", "fleet-1", new byte[32], "drone", null);

    private readonly Queue<Func<HttpResponseMessage>> _answers = new();
    private readonly List<(string Method, string Address, string Body)> _requests = [];
    private readonly IotDataChannel _channel;

    // Without jitter there is no wait, and the clock may stand.
    public IotDataChannelTests() => _channel = new IotDataChannel(new HttpClient(this), Endpoint, new FakeTimeProvider(), () => 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Add((request.Method.Method, request.RequestUri!.AbsoluteUri, await request.Content!.ReadAsStringAsync(cancellationToken)));
        return _answers.Dequeue()();
    }

    [Fact]
    public async Task A_command_is_posted_to_its_devices_topic()
    {
        Answer(HttpStatusCode.OK);

        await PublishAsync();

        Assert.Equal([("POST", $"https://{Endpoint}/topics/dl%2Fv1%2Ffleet-1%2Fkite%2Fcommand?qos=1", "{}")], _requests);
    }

    [Fact]
    public async Task What_may_pass_is_tried_again()
    {
        Answer(HttpStatusCode.ServiceUnavailable);
        _answers.Enqueue(() => throw new HttpRequestException("no route"));
        Answer(HttpStatusCode.OK);

        await PublishAsync();

        Assert.Equal(3, _requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, 1)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    [InlineData(HttpStatusCode.TooManyRequests, 3)]
    [InlineData(HttpStatusCode.InternalServerError, 3)]
    public async Task What_does_not_pass_is_told(HttpStatusCode status, int tries)
    {
        for (var i = 0; i < 3; i++)
            Answer(status);

        var exception = await Assert.ThrowsAsync<IOException>(PublishAsync);

        Assert.Contains($"{(int)status}", exception.Message);
        Assert.Equal(tries, _requests.Count);
    }

    [Fact]
    public async Task A_timeout_is_a_failure_and_a_caller_who_gave_up_is_none()
    {
        for (var i = 0; i < 3; i++)
            _answers.Enqueue(() => throw new TaskCanceledException("The request timed out."));
        await Assert.ThrowsAsync<IOException>(PublishAsync);

        Answer(HttpStatusCode.OK);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _channel.PublishAsync(Kite, "command", "{}"u8.ToArray(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_client_signs_for_the_data_plane()
    {
        using var client = IotDataChannel.CreateClient("eu-central-1", new Amazon.Runtime.BasicAWSCredentials("AKID", "secret"));
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = client.PostAsync(new Uri($"http://{listener.LocalEndpoint}/topics/a%2Fb?qos=1"), new StringContent("{}"), Token);
        using var connection = await listener.AcceptTcpClientAsync(Token);
        await using var stream = connection.GetStream();
        var buffer = new byte[8192];
        var request = "";
        while (!request.EndsWith("{}", StringComparison.Ordinal))
            request += Encoding.ASCII.GetString(buffer.AsSpan(0, await stream.ReadAsync(buffer, Token)));
        await stream.WriteAsync("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"u8.ToArray(), Token);

        using var answer = await sending;
        Assert.StartsWith("POST /topics/a%2Fb?qos=1 HTTP/1.1", request);
        Assert.Matches(@"Authorization: AWS4-HMAC-SHA256 Credential=AKID/\d{8}/eu-central-1/iotdata/aws4_request, ", request);
        Assert.Contains($"Host: {listener.LocalEndpoint}\r\n", request);
    }

    private void Answer(HttpStatusCode status) => _answers.Enqueue(() => new HttpResponseMessage(status));

    private Task PublishAsync() => _channel.PublishAsync(Kite, "command", "{}"u8.ToArray(), Token).AsTask();
}
