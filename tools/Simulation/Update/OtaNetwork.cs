using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Ring;

namespace DroneLink.Simulation.Update;

/// <summary>
/// A device and a cloud with a network of chance between them, until the update is armed and started. Offers are made anew for each request.
/// </summary>
internal sealed class OtaNetwork : IOtaTransport
{
    private const int Build = 7;

    private readonly Random _random;
    private readonly bool _isDirty;
    private readonly byte[] _image;
    private readonly OtaOptions _options = OtaBench.MakeOptions();
    private readonly CutStore _store;
    private readonly List<(long At, Action Deliver)> _due = [];
    private readonly Queue<(int After, OtaCut? Cut)> _cuts;
    private OtaBoot _boot;
    private OtaUpdater _updater;
    private uint _serial = 1795521000;
    private long _now;
    private bool _isHttps;

    /// <summary>Creates it.</summary>
    /// <param name="seed">Of its chance.</param>
    /// <param name="size">Bytes of the image.</param>
    /// <param name="isDirty">Whether bytes are changed on the way.</param>
    /// <param name="cuts">Power cuts, fewer than a trial has starts, each at an operation of the flash counted from the one before.</param>
    public OtaNetwork(int seed, int size, bool isDirty, IReadOnlyList<(int After, OtaCut? Cut)> cuts)
    {
        _random = new Random(seed);
        _store = new CutStore(seed);
        _isDirty = isDirty;
        _image = OtaBench.MakeImage(Build, size);
        _cuts = new Queue<(int After, OtaCut? Cut)>(cuts);
        _boot = new OtaBoot(_store, _options);
        _updater = new OtaUpdater(_boot, _options, this, Record, 1);
    }

    /// <summary>Images that were refused for what they are.</summary>
    public int HashRefusals { get; private set; }

    /// <summary>Power cuts that came about.</summary>
    public int Cuts { get; private set; }

    /// <summary>What the device does.</summary>
    public OtaPhase Phase => _updater.Phase;

    /// <summary>Returns whether it comes to an armed update within two days; whatever starts on the way is checked.</summary>
    public bool Run()
    {
        ArrangeCut();
        var isStarted = false;
        long total = 0;
        while (total < 172800000)
        {
            try
            {
                if (!isStarted) Start();
                isStarted = true;
                if (_boot.IsTrial) return _boot.RunningBuild == Build;
                total += Step();
                if (_updater.WantsRestart || _random.Next(3000) == 0) isStarted = false;
            }
            catch (PowerCutException)
            {
                Cuts++;
                ArrangeCut();
                isStarted = false;
            }
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

    private void ArrangeCut()
    {
        _store.CutAt = 0;
        if (!_cuts.TryDequeue(out var cut)) return;
        _store.CutAt = _store.Operations + cut.After;
        _store.CutLeaves = cut.Cut?.Leaves;
    }

    private int Step()
    {
        var step = _random.Next(1, 1000);
        _now += step;
        Deliver();
        var online = _random.Next(50) != 0;
        _updater.Step(_now, online, true, OtaBench.Utc, -1);
        if (_updater.AwaitsDurability) _updater.NoteReported();
        if (_random.Next(300) == 0) _isHttps = !_isHttps;
        if (_random.Next(400) == 0) _updater.TakeNudge();
        return step;
    }

    private void Start()
    {
        _now = 0;
        _due.Clear();
        _boot = new OtaBoot(_store, _options);
        var image = _boot.Start();
        ViolationException.Unless(image is null || image.AsSpan().SequenceEqual(_image), "what runs is another image");
        _updater = new OtaUpdater(_boot, _options, this, Record, (uint)_random.Next());
    }

    private void Record(int code, int severity, long value, long value2, long nowMs)
    {
        if (code != EventCode.OtaRejected) return;

        ViolationException.Unless(value is OtaRefusal.Hash or OtaRefusal.MalformedImage or OtaRefusal.Replay, () => $"refused for {value}");
        if (value == OtaRefusal.Replay) return;

        ViolationException.Unless(_isDirty, "what came was right, and was refused");
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
