using System.Collections;
using DroneLink.Firmware;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;

namespace DroneLink.Host.Tests.Updates;

/// <summary>
/// A whole device under a virtual clock that goes through restarts and power cuts as a board does: its flash stays, all else begins anew. It stands on the ground, disarmed, until
/// its flight begins, and its payload is loaded from its slots for real.
/// </summary>
internal sealed class VirtualTwin : IDisposable
{
    public const int StepMs = 20;

    private Hashtable _settings;
    private readonly ApplicationConfiguration _configuration;
    private readonly IVirtualCloud _cloud;
    private readonly long _startUtcMs;
    private long _bootedAtMs;
    private uint _boots;

    public VirtualTwin(string json, IVirtualCloud cloud, long startUtcMs, CuttableFlash flash = null, double groundSeconds = 1_000_000)
    {
        _configuration = Twin.ParseConfiguration(json, "test");
        _settings = ConfigurationReader.Parse(json, []);
        _cloud = cloud;
        _startUtcMs = startUtcMs;
        Flash = flash ?? new CuttableFlash();
        World = new TwinWorld(_configuration, new FlightOptions { Seed = 1, StartUtcMs = startUtcMs, GroundSeconds = groundSeconds }, headStartMs: 0);
        BootThroughCuts();
    }

    public CuttableFlash Flash { get; }

    public TwinWorld World { get; }

    public Device Device { get; private set; }

    public VirtualBoard Board { get; private set; }

    public string DeviceId => _configuration.Uplink.DeviceId;

    public long NowMs { get; private set; }

    /// <summary>Starts of the device, the first one included.</summary>
    public uint Boots => _boots;

    /// <summary>What it wrote to its console.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Writes another configuration file, as by cable, and restarts.</summary>
    public void Provision(string json)
    {
        _settings = ConfigurationReader.Parse(json, []);
        Restart();
    }

    /// <summary>Restarts the device, as a person does who takes the supply away.</summary>
    public void Restart()
    {
        Device.Dispose();
        BootThroughCuts();
    }

    /// <summary>Lets virtual time go by.</summary>
    public void Run(double seconds) => RunUntil(() => false, seconds);

    /// <summary>Lets virtual time go by until something holds.</summary>
    /// <returns>False when it did not within that time.</returns>
    public bool RunUntil(Func<bool> condition, double seconds)
    {
        for (var end = NowMs + (long)(seconds * 1000); NowMs < end && !condition();)
        {
            Step();
        }

        return condition();
    }

    /// <summary>Does one step. A power cut that it meets is a restart, and so is one that it asks for.</summary>
    public void Step()
    {
        try
        {
            NowMs += StepMs;
            World.Step(NowMs);
            Board.Step();
            Device.Step(NowMs - _bootedAtMs);
            if (!Device.WantsRestart && !Flash.IsDown) return;
            Device.Shutdown(ResetReason.Ordered, 0);
        }
        catch (PowerCutException)
        {
            // What a device cannot do without power it does not get to catch either: the flash goes on refusing.
        }

        Device.Dispose();
        BootThroughCuts();
    }

    public void Dispose()
    {
        Device.Dispose();
        World.Dispose();
    }

    private void BootThroughCuts()
    {
        while (true)
        {
            if (Flash.IsDown) Lines.Add("power cut");
            Flash.PowerUp();
            try
            {
                Boot();
                if (!Flash.IsDown) return;
                Device.Dispose();
            }
            catch (PowerCutException)
            {
                // Once more.
            }
        }
    }

    private void Boot()
    {
        _boots++;
        _bootedAtMs = NowMs;
        var events = new LinkEventQueue();
        var incoming = new IncomingMessages(new MqttTopics(_configuration.Uplink.FleetId, DeviceId));
        Board = new VirtualBoard(events, incoming, _cloud, DeviceId, () => _startUtcMs + NowMs, () => NowMs - _bootedAtMs, Lines.Add);
        var hardware = new DeviceHardware
        {
            Store = Flash,
            Board = Board,
            Events = events,
            Incoming = incoming,
            Pins = World,
            Probe = new HostSystemProbe(),
        };
        Device = new Device(_settings, _configuration, hardware, new PayloadLoader(), 77 + _boots);
        Device.Start(0);
    }
}
