using System.Collections;
using DroneLink.Firmware;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Twins;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Fleet.Cloud;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Fleet;

/// <summary>One whole device: the firmware's core on a flash, a board and a network of chance, through restarts and power cuts.</summary>
internal sealed class FleetDevice
{
    /// <summary>The device is stepped at least this often while nothing holds it up, ms.</summary>
    public const int LongestPauseMs = 10000;

    /// <summary>Nothing holds a device up for longer, ms: the name of a host that is looked up, a TLS handshake.</summary>
    public const int LongestStallMs = 60000;

    /// <summary>The device is stepped at least this often while it has something to do, ms.</summary>
    public const int BusyStepMs = 1000;

    private const int FlightStepMs = 250;
    private const int WakeMs = 20;

    private readonly Case _run;
    private readonly FleetClock _clock;
    private readonly FleetCloud _cloud;
    private readonly Random _random;
    private readonly ApplicationConfiguration _configuration;
    private readonly Hashtable _settings;
    private readonly FleetPayloadSource _payloads;
    private readonly List<(long FromMs, long ToMs)> _flights = [];
    private readonly double _drift;
    private readonly bool _hasGps;
    private FleetBoard? _board;
    private Device? _device;
    private long _bootedAtMs;
    private long _stalledUntilMs = -1;
    private int _cutsToCome;
    private Random? _cutChance;
    private bool _isToRestart;
    private long _cutMs = -1;

    public FleetDevice(Case run, FleetClock clock, FleetCloud cloud, string id, Random random, long endMs)
    {
        (_run, _clock, _cloud, _random, Id) = (run, clock, cloud, random, id);
        Surroundings = new Surroundings(clock);
        Flash = new FleetFlash(new Random(random.Next())) { Refuses = Surroundings.Full.Strikes };
        _payloads = new FleetPayloadSource(this);
        random.NextBytes(Key);
        _drift = 1 + (random.Next(-100, 101) * 1e-6);
        _hasGps = random.Next(2) == 0;
        var text = Configuration(random);
        _configuration = Twin.ParseConfiguration(text, id);
        _settings = ConfigurationReader.Parse(text, []);
        Accounts = new DeviceAccounts(run, clock, id, Flash, _configuration);
        for (var at = 0L; at < endMs; at += 12 * 3600_000L)
        {
            var from = at + random.Next(600_000, 11 * 3600_000);
            _flights.Add((from, from + random.Next(120_000, 480_000)));
        }

        Boot();
    }

    public string Id { get; }

    public byte[] Key { get; } = new byte[32];

    public Surroundings Surroundings { get; }

    public FleetFlash Flash { get; }

    public DeviceAccounts Accounts { get; }

    /// <summary>When it is to be stepped again, or gets its power back.</summary>
    public long NextMs { get; private set; }

    public bool IsOn => _device is not null;

    public long UptimeMs => (long)((_clock.NowMs - _bootedAtMs) * _drift);

    public bool IsFlying { get; private set; }

    /// <summary>Records that wait in the ring.</summary>
    public int Waiting => _device?.Ring.WaitingRecords ?? 0;

    /// <summary>Tells the story.</summary>
    public void Say(string line)
    {
        if (_run.IsTold) _run.Tell($"{TimeSpan.FromMilliseconds(_clock.NowMs):d\\.hh\\:mm\\:ss\\.fff} {Id}: {line}");
    }

    public void Wake() => NextMs = Math.Min(NextMs, Math.Max(_clock.NowMs + WakeMs, _stalledUntilMs));

    /// <summary>Its clock is told a time.</summary>
    public void ToldTime(long utcMs) => Accounts.ToldTime(utcMs - UptimeMs);

    /// <summary>The payload asks its GPS.</summary>
    public bool TryTakeGps(out long utcMs)
    {
        utcMs = _clock.UtcMs + (Surroundings.WrongTime.IsBad ? Surroundings.TimeErrorMs : 0);
        if (!_hasGps || !IsFlying) return false;
        ToldTime(utcMs);
        return true;
    }

    /// <summary>Ends it in order, and starts it again.</summary>
    public void Restart()
    {
        _isToRestart = true;
        Wake();
    }

    /// <summary>Holds it up.</summary>
    public void Stall(long ms)
    {
        _stalledUntilMs = _clock.NowMs + ms;
        Accounts.Stalled(_stalledUntilMs);
    }

    /// <summary>Cuts its power in a write to come, and in the boots after it.</summary>
    public void CutInWrites(int times, Random chance)
    {
        (_cutsToCome, _cutChance) = (times, chance);
        ArmCut(20);
    }

    /// <summary>Takes its power away.</summary>
    public void PowerOff(long ms)
    {
        if (!IsOn) return;
        Flash.PowerDown();
        EndBoot(ms);
    }

    /// <summary>Lets more go wrong than it can hear of.</summary>
    public void Flood() => _board?.Flood();

    public void CloseSession() => _board?.CloseSession();

    public void LoseNetwork() => _board?.LoseNetwork();

    /// <summary>Flips a bit of its flash.</summary>
    public void FlipBit(Random chance)
    {
        if (Flash.Flip(chance) is not { } flipped) return;
        Say($"a bit flips in {flipped.Name}");
        Accounts.Ledger.Decay(flipped.Name, flipped.Before);
    }

    /// <summary>No more faults.</summary>
    public void Heal()
    {
        Surroundings.Heal();
        _cutsToCome = 0;
        Flash.PowerUp();
        Flash.CutIn(0, null!);
        _stalledUntilMs = -1;
    }

    /// <summary>Does one step.</summary>
    public void Step()
    {
        if (_device is null)
        {
            Boot();
            return;
        }

        if (_clock.NowMs < _stalledUntilMs)
        {
            NextMs = _stalledUntilMs;
            return;
        }

        IsFlying = _flights.Exists(flight => _clock.NowMs >= flight.FromMs && _clock.NowMs < flight.ToMs);
        try
        {
            _device.Step(UptimeMs);
            _run.Tally.Count("steps");
            Accounts.Check(_device, UptimeMs);
            if (_isToRestart || _device.WantsRestart) ShutDown();
        }
        catch (PowerCutException)
        {
            _run.Tally.Count("faults: power cut in a write");
            EndBoot(_cutChance!.Next(2) == 0 ? 0 : _cutChance.Next(120_000));
            return;
        }

        NextMs = _clock.NowMs + Pause();
    }

    private long Pause()
    {
        if (_device is null) return 0;
        if (IsFlying) return FlightStepMs;
        var payload = _payloads.Payload!;
        var state = _device.Uplink.State;
        var isIdle = state == UplinkState.Online || (state == UplinkState.Waiting && _device.Ring.WaitingFrames == 0);
        var isBusy = !isIdle || _device.Ring.VolatileFrames > 0 || _clock.NowMs - Accounts.SampledMs < 2000;
        var due = Math.Max(50, payload.DueMs - UptimeMs + 1);
        return Math.Min(isBusy ? BusyStepMs : LongestPauseMs, due);
    }

    private void ShutDown()
    {
        _isToRestart = false;
        var isDurable = _device!.Shutdown(ResetReason.Ordered, 0);
        Accounts.FillTo(_device.RecordedRecords, UptimeMs);
        Accounts.Ledger.Step();
        Say($"restarts in order{(isDurable ? "" : ", though the flash refused")}");
        _run.Tally.Count("faults: orderly restart");
        EndBoot(0, isDurable);
    }

    private void EndBoot(long offMs, bool isOrderly = false)
    {
        Accounts.FillTo(_device!.RecordedRecords, UptimeMs);
        if (!isOrderly) Say($"the power goes, {_device.RecordedRecords} records into boot {_device.BootId:x}");
        _cutMs = isOrderly ? -1 : _clock.NowMs;
        _board!.PowerOff();
        _device.Dispose();
        _device = null;
        NextMs = _clock.NowMs + offMs;
    }

    private void ArmCut(int operations)
    {
        if (_cutsToCome == 0) return;
        _cutsToCome--;
        Flash.CutIn(_cutChance!.Next(1, operations), _cutChance);
    }

    private void Boot()
    {
        Flash.PowerUp();
        _bootedAtMs = _clock.NowMs;
        ArmCut(10);
        var events = new LinkEventQueue();
        _board = new FleetBoard(_clock, this, _cloud, events, _random);
        var hardware = new DeviceHardware
        {
            Store = Flash,
            Board = _board,
            Events = events,
            Incoming = new IncomingMessages(new MqttTopics(_configuration.Uplink.FleetId, Id)),
            Probe = new HostSystemProbe(),
        };
        try
        {
            _device = new Device(_settings, _configuration, hardware, _payloads, (uint)_random.Next());
        }
        catch (PowerCutException)
        {
            _run.Tally.Count("faults: power cut in a boot");
            Say("the power goes in a boot");
            _board.PowerOff();
            NextMs = _clock.NowMs + 1000;
            return;
        }

        Started();
    }

    private void Started()
    {
        _run.Tally.Count("boots");
        Say($"boot {_device!.BootId:x}, {_device.Ring.WaitingRecords} records wait");
        Accounts.Open(_device, _cutMs, Surroundings.Full.IsBad);
        try
        {
            _device.Start(0);
        }
        catch (PowerCutException)
        {
            EndBoot(1000);
            return;
        }

        Accounts.FillTo(_device.RecordedRecords, 0);
        Accounts.Ledger.Step();
        NextMs = _clock.NowMs + FlightStepMs;
    }

    private string Configuration(Random random)
    {
        var (useMqtt, useHttps) = random.Next(4) switch { 0 => (false, true), 1 => (true, true), _ => (true, false) };
        var mqtt = useMqtt ? $"\"mqtt\":{{\"host\":\"none\",\"tls\":{(random.Next(2) == 0 ? "true" : "false")}}}," : "";
        var https = useHttps ? "\"https\":{\"url\":\"https://none/v1/frames\"}," : "";
        var segments = random.Next(2, 24);
        var signs = random.Next(4) == 0 ? "true" : "false";
        return $$"""
            {"deviceId":"{{Id}}","key":"{{Convert.ToHexString(Key)}}","linkId":"a",{{mqtt}}{{https}}"autopilot":{},
             "recorder":{"segments":{{segments}} },"uplink":{"signFrames":{{signs}} } }
            """;
    }
}
