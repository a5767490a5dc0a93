using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Tests.Ingest;

namespace DroneLink.CloudSdk.Tests.Iot;

public sealed class IotFrameHandlerTests
{
    private readonly IngestFixture _cloud = new();
    private readonly IotFrameHandler _handler;

    public IotFrameHandlerTests() => _handler = new IotFrameHandler(_cloud.Ingest);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_frame_is_stored_under_the_topics_device()
    {
        var frame = IngestFixture.Frame(7);

        var answer = await _handler.HandleAsync(Event(frame), Token);

        Assert.Equal("accepted", answer.Status);
        var entry = Assert.Single(_cloud.Stored);
        Assert.Equal(IngestFixture.Device, entry.PartitionKey);
        Assert.Equal(frame, entry.Data.ToArray());
        Assert.Equal("""{"status":"accepted"}""", JsonSerializer.Serialize(answer, IotJsonContext.Default.IotFrameAnswer));
    }

    [Fact]
    public async Task A_frame_of_another_device_is_refused_and_kept()
    {
        var answer = await _handler.HandleAsync(Event(IngestFixture.Frame(7, IngestFixture.OtherDevice)), Token);

        Assert.Equal(("rejected", "device-mismatch"), (answer.Status, answer.Code));
        Assert.Empty(_cloud.Stored);
        Assert.Equal(IngestFixture.Device, Assert.Single(_cloud.Letters).DeviceId);
    }

    [Theory]
    [InlineData(new byte[0], "short")]
    [InlineData(new byte[] { 1, 2, 3 }, "short")]
    public async Task What_is_no_frame_is_done_with(byte[] data, string code)
    {
        var answer = await _handler.HandleAsync(Event(data), Token);

        Assert.Equal(("rejected", code), (answer.Status, answer.Code));
        Assert.Equal(data, Assert.Single(_cloud.Letters).Data.ToArray());
    }

    [Fact]
    public async Task What_cannot_be_kept_now_fails_the_call_so_that_it_comes_again()
    {
        _cloud.StreamFailure = new IOException("down");
        await Assert.ThrowsAsync<IOException>(async () => await _handler.HandleAsync(Event(IngestFixture.Frame(7)), Token));

        _cloud.StreamFailure = null;
        _cloud.DeadLetterFailure = new IOException("down");
        await Assert.ThrowsAsync<IOException>(async () => await _handler.HandleAsync(Event([1]), Token));

        _cloud.DeadLetterFailure = null;
        Assert.Equal("accepted", (await _handler.HandleAsync(Event(IngestFixture.Frame(7)), Token)).Status);
    }

    [Fact]
    public async Task A_rule_that_selects_too_little_fails_the_call_so_that_nothing_is_lost()
    {
        await Assert.ThrowsAsync<InvalidDataException>(async () => await _handler.HandleAsync(new IotFrameEvent { DeviceId = "drone-1" }, Token));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await _handler.HandleAsync(new IotFrameEvent { Data = [1] }, Token));
        Assert.Empty(_cloud.Letters);
    }

    [Fact]
    public async Task The_sample_of_a_binary_rule_is_read()
    {
        var frame = JsonSerializer.Deserialize(CloudSamples.Load("own-iot-rule-lambda-binary.json"), IotJsonContext.Default.IotFrameEvent)!;

        Assert.Equal(("drone-0042", 1795413600187, "6f2d3c0e4f5a"), (frame.DeviceId, frame.IotTs, frame.Principal));
        Assert.Equal(20, frame.Data!.Length);
        Assert.Null(frame.FleetId);
        Assert.Equal("unknown-device", (await _handler.HandleAsync(frame, Token)).Code);
    }

    [Fact]
    public async Task The_sample_of_a_rule_on_json_has_no_frame_and_says_so()
    {
        var frame = JsonSerializer.Deserialize(CloudSamples.Load("own-iot-rule-lambda-json.json"), IotJsonContext.Default.IotFrameEvent)!;

        Assert.Equal("drone-0042", frame.DeviceId);
        Assert.Contains("'data'", (await Assert.ThrowsAsync<InvalidDataException>(async () => await _handler.HandleAsync(frame, Token))).Message);
    }

    [Fact]
    public void The_names_are_those_of_the_rules_sql()
    {
        var json = Encoding.UTF8.GetBytes(
            """{"data":"AQI=","fleetId":"f","deviceId":"d","iotTs":5,"principal":"p","unknown":{"x":[1]}}""");

        var frame = JsonSerializer.Deserialize(json, IotJsonContext.Default.IotFrameEvent)!;

        Assert.Equal(new byte[] { 1, 2 }, frame.Data);
        Assert.Equal(("f", "d", 5, "p"), (frame.FleetId, frame.DeviceId, frame.IotTs, frame.Principal));
        // By reflection and without options, as a function of somebody else may read it.
        Assert.Equal("d", JsonSerializer.Deserialize<IotFrameEvent>(json)!.DeviceId);
    }

    private static IotFrameEvent Event(byte[] data) =>
        new() { Data = data, FleetId = "fleet", DeviceId = IngestFixture.Device, IotTs = 1, Principal = "certificate" };
}
