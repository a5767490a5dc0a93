using System.Net.Sockets;
using DroneLink.Tool.GroundStation.Http;

namespace DroneLink.Tool.Tests.Http;

public sealed class ManyConnectionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_AreBounded_AndOthersAreAnsweredOnceTheyAreGone()
    {
        await using var test = await TestStation.StartAsync();
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < StationApi.MaxConnections; i++) silent.Add(await OpenAsync(test));

            await Assert.ThrowsAsync<HttpRequestException>(() => test.Http.GetAsync("/healthz", Token));
        }
        finally
        {
            foreach (var client in silent) client.Dispose();
        }

        await Eventually.IsTrueAsync(() => IsAnsweredAsync(test), "others are answered");
    }

    private static async Task<TcpClient> OpenAsync(TestStation test)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", test.Station.Port, Token);
        return client;
    }

    private static async Task<bool> IsAnsweredAsync(TestStation test)
    {
        try
        {
            using var answer = await test.Http.GetAsync("/healthz", Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
