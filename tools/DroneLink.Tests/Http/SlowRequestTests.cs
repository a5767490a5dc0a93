using System.Net.Sockets;
using System.Text;

namespace DroneLink.Tool.Tests.Http;

/// <summary>Requests that are never to end: each is ended by the server, and takes from nobody else.</summary>
public sealed class SlowRequestTests
{
    [Theory]
    [InlineData("content-length: 4096\r\n\r\nx")]
    [InlineData("transfer-encoding: chunked\r\n\r\n1\r\nx\r\n")]
    public async Task BodyThatDoesNotCome_IsEndedAsTooSlow_AndOthersAreAnsweredMeanwhile(string rest)
    {
        await using var test = await TestStation.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", test.Http.BaseAddress!.Port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v1/frames HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/vnd.dronelink.frames\r\n{rest}"), Token);

        Assert.True((await test.Http.GetAsync("/healthz", Token)).IsSuccessStatusCode);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(Token).WaitAsync(Eventually.Patience, Token);
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.True((await test.Http.GetAsync("/healthz", Token)).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("content-length: 5\r\ncontent-length: 6\r\n\r\nhello")]
    [InlineData("content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n")]
    [InlineData("transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("content-length: -1\r\n\r\n")]
    public async Task BodyWithTwoLengths_IsRefused_AndNothingBehindItIsRead(string rest)
    {
        await using var test = await TestStation.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", test.Http.BaseAddress!.Port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v1/frames HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/vnd.dronelink.frames\r\nconnection: close\r\n{rest}"), Token);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(Token).WaitAsync(Eventually.Patience, Token);

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("HTTP/1.1 "), part => part.Length > 0);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
