using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaFunctionTests : IDisposable
{
    private readonly OtaFixture _ota = new();
    private readonly List<Exception> _failures = [];
    private readonly LambdaFunction _function;

    public OtaFunctionTests() => _function = OtaFunction.Create(_ota.Devices, _ota.People, _ota, _failures.Add);

    public void Dispose() => _ota.Dispose();

    [Fact]
    public async Task A_devices_message_is_answered_on_its_topic()
    {
        await _ota.OpenAsync();
        _ota.Published.Clear();

        var answer = await CallAsync(Message("kite", """{"want":"block","build":7,"offset":0,"count":10}"""));

        Assert.Equal("""{"status":"accepted"}""", answer);
        var sent = Assert.Single(_ota.Published);
        Assert.Equal(("kite", "ota", (byte)'B', 19), (sent.DeviceId, sent.Topic, sent.Message[0], sent.Message.Length));
    }

    [Fact]
    public async Task One_of_nobody_is_answered_to_nobody()
    {
        Assert.Equal("""{"status":"rejected","code":"unknown-device"}""", await CallAsync(Message("nobody", "{}")));
        Assert.Empty(_ota.Published);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_sent_is_given_up_and_told_to_the_log()
    {
        _ota.ChannelFailure = new IOException("down");

        Assert.Equal("""{"status":"rejected","code":"unavailable"}""", await CallAsync(Message("kite", "{}")));
        Assert.Single(_failures);
    }

    [Theory]
    [InlineData("/v1/ota/releases", "forbidden")]
    [InlineData("/v1/devices/kite/ota/manifest", "timestamp")]
    public async Task People_and_devices_each_get_their_answer(string path, string code)
    {
        var body = JsonSerializer.Deserialize<JsonElement>(await CallAsync(
            $$$$"""{"version":"2.0","rawPath":"{{{{path}}}}","requestContext":{"http":{"method":"GET"}}}"""));

        Assert.Equal(code, JsonSerializer.Deserialize<JsonElement>(body.GetProperty("body").GetString()!).GetProperty("code").GetString());
    }

    private static string Message(string device, string request) =>
        $$"""{"data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(request))}}","fleetId":"north","deviceId":"{{device}}","iotTs":1,"principal":"p"}""";

    private async Task<string> CallAsync(string json) => Encoding.UTF8.GetString((await _function(
        Encoding.UTF8.GetBytes(json), new LambdaInvocation("r", OtaFixture.Now, null, null), TestContext.Current.CancellationToken)).Span);
}
