using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Commands;

namespace DroneLink.CloudSdk.Tests.Commands;

public sealed class CommandFunctionTests : IDisposable
{
    private const string Post =
        """
        {"version":"2.0","rawPath":"/v1/devices/kite/commands","body":"{\"id\":\"c1\",\"command\":\"scan\"}","isBase64Encoded":false,
        "requestContext":{"http":{"method":"POST"},"authorizer":{"lambda":{"token":"pilot","scopes":"command"}}}}
        """;

    private const string Online = """{"state":"online","fleetId":"fleet-1","deviceId":"kite","iotTs":1,"principal":"p"}""";

    private readonly CommandFixture _cloud = new();

    public void Dispose() => _cloud.Dispose();

    [Fact]
    public async Task Its_triggers_reach_the_handler()
    {
        Assert.Equal(202, (await InvokeAsync(Post)).GetProperty("statusCode").GetInt32());

        Assert.Equal("""{"status":"accepted"}""", JsonSerializer.Serialize(await InvokeAsync(Result("kite", """{"id":"c1","status":"done"}"""))));
        Assert.Equal("""{"status":"rejected"}""", JsonSerializer.Serialize(await InvokeAsync(Result("kite", "no result"))));

        Assert.Equal("done", (await _cloud.CallAsync("GET", "/v1/devices/kite/commands/c1")).Body.GetProperty("status").GetString());
        Assert.Single(_cloud.Letters);
    }

    [Fact]
    public async Task A_device_that_is_there_again_is_sent_what_it_missed_and_fails_the_call_when_it_cannot_be()
    {
        await InvokeAsync(Post);

        Assert.Equal("""{"status":"accepted"}""", JsonSerializer.Serialize(await InvokeAsync(Online)));
        Assert.Equal(2, _cloud.Published.Count);

        _cloud.ChannelFailure = new IOException("down");
        await Assert.ThrowsAsync<IOException>(() => InvokeAsync(Online));
        await Assert.ThrowsAsync<InvalidDataException>(() => InvokeAsync(Online.Replace("online", "offline", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_log_that_is_down_answers_who_asks_and_fails_the_call_of_a_result()
    {
        await InvokeAsync(Post);
        _cloud.LogFailure = new IOException("down");

        Assert.Equal(503, (await InvokeAsync(Post)).GetProperty("statusCode").GetInt32());
        await Assert.ThrowsAsync<IOException>(() => InvokeAsync(Result("kite", """{"id":"c1","status":"done"}""")));
        await Assert.ThrowsAsync<InvalidDataException>(() => InvokeAsync("""{"Records":[]}"""));
    }

    private static string Result(string device, string message) =>
        $$"""{"data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(message))}}","fleetId":"fleet-1","deviceId":"{{device}}","iotTs":1,"principal":"p"}""";

    private async Task<JsonElement> InvokeAsync(string json)
    {
        var answer = await CommandFunction.Create(_cloud.Handler)(Encoding.UTF8.GetBytes(json), null!, TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<JsonElement>(answer.Span);
    }
}
