using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>A device and a cloud with a network of chance between them, until the update is armed. Offers are made anew for each request.</summary>
public sealed class OtaNetwork : IOtaTransport
{
    private const int Build = 7;

    private readonly Random _random;
    private readonly bool _isDirty;
    private readonly byte[] _image;
    private readonly OtaOptions _options = OtaBench.MakeOptions();
    private readonly RamStore _store = new();
    private readonly List<(long At, Action Deliver)> _due = [];
    private OtaBoot _boot;
    private OtaUpdater _updater;
    private uint _serial = 1795521000;
    private long _now;
    private bool _isHttps;

    public OtaNetwork(int seed, int size, bool isDirty)
    {
        _random = new Random(seed);
        _isDirty = isDirty;
        _image = OtaBench.MakeImage(Build, size);
    }

    /// <summary>Images that were refused for what they are.</summary>
    public int HashRefusals { get; private set; }

    public OtaPhase Phase => _updater.Phase;

    /// <summary>Returns whether it comes to an armed update within two days; whatever starts on the way is checked.</summary>
    public bool Run()
    {
        Start();
        long total = 0;
        while (total < 172800000)
        {
            var step = _random.Next(1, 1000);
            _now += step;
            total += step;
            Deliver();
            var online = _random.Next(50) != 0;
            _updater.Step(_now, online, true, OtaBench.Utc, -1);
            if (_updater.AwaitsDurability) _updater.NoteReported();

            if (_updater.WantsRestart)
            {
                Start();
                return _boot.IsTrial && _boot.RunningBuild == Build;
            }

            if (_random.Next(300) == 0) _isHttps = !_isHttps;
            if (_random.Next(400) == 0) _updater.TakeNudge();
            if (_random.Next(3000) == 0) Start();
        }

        return false;
    }

    public bool RequestManifest(int build, int version) => Send(() =>
    {
        _serial++;
        var manifest = OtaOffer.Of(Build, _serial, _image).Sign(_options.Key);
        return () => _updater.TakeManifest(manifest, 0, manifest.Length);
    });

    public bool RequestBlock(int build, int offset, int count) => Send(() =>
    {
        count = _isHttps ? count : Math.Min(count, OtaMessages.MqttBlockBytes);
        if (_random.Next(15) == 0) count = _random.Next(1, count + 1);

        var message = new byte[9 + count];
        message[0] = (byte)'B';
        LittleEndian.WriteUInt32(message, 1, (uint)(_random.Next(30) == 0 ? _random.Next() : build));
        LittleEndian.WriteUInt32(message, 5, (uint)offset);
        Array.Copy(_image, offset, message, 9, count);
        if (_random.Next(30) == 0)
        {
            // The bytes of another place, which says so.
            var other = _random.Next(_image.Length - count + 1);
            LittleEndian.WriteUInt32(message, 5, (uint)other);
            Array.Copy(_image, other, message, 9, count);
        }

        if (_isDirty && _random.Next(15) == 0) message[9 + _random.Next(count)] ^= (byte)(1 << _random.Next(8));

        var length = _random.Next(60) == 0 ? _random.Next(message.Length) : message.Length;
        return () => OtaMessages.Take(message, 0, length, _updater);
    });

    private void Start()
    {
        _now = 0;
        _due.Clear();
        _boot = new OtaBoot(_store, _options);
        var image = _boot.Start();
        if (image is not null) Assert.Equal(_image, image);

        _updater = new OtaUpdater(_boot, _options, this, Record, (uint)_random.Next());
    }

    private void Record(int code, int severity, long value, long value2, long nowMs)
    {
        if (code != EventCode.OtaRejected) return;

        Assert.True(value is OtaRefusal.Hash or OtaRefusal.MalformedImage or OtaRefusal.Replay, $"refused for {value}");
        if (value == OtaRefusal.Replay) return;

        Assert.True(_isDirty, "what came was right, and was refused");
        HashRefusals++;
    }

    private bool Send(Func<Action> answer)
    {
        if (_random.Next(10) == 0) return false;

        if (_random.Next(8) == 0) return true;

        if (_random.Next(30) == 0)
        {
            var reason = _random.Next(5);
            Later(() => OtaMessages.Take([(byte)'E', (byte)reason], 0, 2, _updater));
            return true;
        }

        var deliver = answer();
        Later(deliver);
        if (_random.Next(8) == 0) Later(deliver);

        return true;
    }

    private void Later(Action deliver) => _due.Add((_now + _random.Next(_random.Next(10) == 0 ? 60000 : 1500), deliver));

    private void Deliver()
    {
        foreach (var (at, deliver) in _due.Where(d => d.At <= _now).ToArray())
        {
            _due.RemoveAll(d => d.At == at && d.Deliver == deliver);
            deliver();
        }
    }
}
