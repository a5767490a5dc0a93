using System.Text;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using DroneLink.Firmware.Tests.Uplink;
using DroneLink.Firmware.Uplink;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>Questions about updates over MQTT and HTTPS, and which answer is whose.</summary>
public sealed class OtaCarriageTests
{
    private readonly OtaOptions _options = OtaBench.MakeOptions();
    private readonly byte[] _image = OtaBench.MakeImage(7, 5000);
    private readonly HttpsFetch _fetch = new(OtaSlot.BlockBytes);
    private UplinkBench _bench;
    private OtaCarriage _carriage;
    private OtaUpdater _updater;

    [Fact]
    public void Offline_NothingIsAsked()
    {
        Start(true, true);
        Assert.False(_carriage.IsOnline);
        Assert.False(_carriage.RequestManifest(3, 1));
        Assert.False(_carriage.RequestBlock(7, 0, 100));
        Assert.False(_fetch.IsWanted);
    }

    [Fact]
    public void Mqtt_AsksOnItsTopic()
    {
        Start(true, false);
        _bench.GoOnline();
        _bench.Run(20);
        Assert.True(_carriage.IsOnline);
        Assert.True(_carriage.RequestManifest(3, 1));
        Assert.Equal("dl/v1/f1/d1/ota-request", _bench.Board.FramesTopic);
        Assert.StartsWith("{\"want\":\"manifest\",\"build\":3,", Encoding.UTF8.GetString(_bench.Board.Frame(0)), StringComparison.Ordinal);
        Assert.True(_carriage.RequestBlock(7, 4092, 908));
        Assert.Equal("""{"want":"block","build":7,"offset":4092,"count":908}""", Encoding.UTF8.GetString(_bench.Board.Frame(1)));
        Assert.False(_fetch.IsWanted);
        _bench.Board.Busy = true;
        Assert.False(_carriage.RequestManifest(3, 1));
        Assert.False(_carriage.RequestBlock(7, 0, 100));
    }

    [Fact]
    public void Https_CarriesAnUpdate()
    {
        StartHttps();
        Assert.Equal("/v1/devices/kite/ota/manifest?build=3&version=0.1.0&runtime=nano1&role=drone", _bench.Board.GetPath);
        Answer(200, Manifest());
        AskForABlock();
        Assert.Equal(("/v1/devices/kite/ota/7/image", 0, 4092), (_bench.Board.GetPath, _bench.Board.GetFrom, _bench.Board.GetCount));
        Answer(206, _image[..4092]);
        AskForABlock();
        Assert.Equal((4092, 908), (_bench.Board.GetFrom, _bench.Board.GetCount));
        Answer(206, _image[4092..]);
        for (var i = 0; i < 10; i++) Step(100);

        Assert.Equal(OtaPhase.Armed, _updater.Phase);
    }

    [Theory]
    [InlineData(206)]
    [InlineData(404)]
    [InlineData(503)]
    [InlineData(0)]
    public void ManifestUnderAnotherStatus_IsNone(int status)
    {
        StartHttps();
        Answer(status, Manifest());
        Assert.Equal((OtaPhase.Idle, 0, 0), (_updater.Phase, _updater.Refusals, _updater.WrongSignatures));
    }

    [Fact]
    public void NoContent_IsAskedAgainInAPeriod()
    {
        StartHttps();
        Answer(204, []);
        Assert.Equal(0, _updater.Refusals);
        for (var at = 0; at < _options.CheckMs * 3 / 4; at += 5000) Step(5000);

        Assert.Equal(1, _bench.Board.Gets);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    public void BlockUnderTheStatusOfAManifest_IsNone(int status)
    {
        StartHttps();
        Answer(200, Manifest());
        AskForABlock();
        Answer(status, _image[..4092]);
        Assert.Equal((OtaPhase.Loading, 0, 0), (_updater.Phase, _updater.LoadedBytes, _updater.Refusals));
    }

    [Theory]
    [InlineData(404, OtaPhase.Idle)]
    [InlineData(400, OtaPhase.Idle)]
    [InlineData(416, OtaPhase.Idle)]
    [InlineData(403, OtaPhase.Loading)]
    [InlineData(503, OtaPhase.Loading)]
    [InlineData(0, OtaPhase.Loading)]
    public void BlockThatTheCloudDoesNotHave_EndsTheDownload_AndOneThatFailsDoesNot(int status, OtaPhase expected)
    {
        StartHttps();
        Answer(200, Manifest());
        AskForABlock();
        Answer(status, []);
        Assert.Equal(expected, _updater.Phase);
    }

    private void StartHttps()
    {
        Start(false, true);
        _bench.JoinNetwork();
        _bench.SetClock();
        for (var i = 0; i < 200 && _bench.Board.Gets == 0; i++) Step(100);

        Assert.True(_carriage.IsOnline);
        Assert.Equal(1, _bench.Board.Gets);
    }

    private void Start(bool mqtt, bool https)
    {
        _bench = new UplinkBench(mqtt, https);
        if (https) _bench.Uplink.Fetch = _fetch;

        _carriage = new OtaCarriage(_bench.Uplink, new MqttTopics("f1", "d1"), _options);
        var boot = new OtaBoot(new RamStore(), _options);
        boot.Start();
        _updater = new OtaUpdater(boot, _options, _carriage, (_, _, _, _, _) => { }, 7);
        _carriage.Step(_updater);
    }

    private void Step(int ms)
    {
        if (ms < 1000) _bench.Run(ms);
        else _bench.RunLong(ms);

        _carriage.Step(_updater);
        _updater.Step(_bench.Now, _carriage.IsOnline, true, OtaBench.Utc, -1);
        _updater.NoteReported();
    }

    private void AskForABlock()
    {
        var gets = _bench.Board.Gets;
        for (var i = 0; i < 200 && _bench.Board.Gets == gets; i++) Step(100);

        Assert.Equal(gets + 1, _bench.Board.Gets);
        Assert.Equal(OtaPhase.Loading, _updater.Phase);
    }

    private void Answer(int status, byte[] body)
    {
        body.CopyTo(_bench.Board.GetBody, 0);
        _bench.Post(LinkEventKind.HttpDone, status, body.Length);
        Step(10);
        Step(10);
    }

    private byte[] Manifest() => OtaOffer.Of(7, 1795521630, _image).Sign(_options.Key);
}
