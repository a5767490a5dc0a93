using System.Collections;
using DroneLink.Firmware;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;

namespace DroneLink.Host.Twins;

/// <summary>
/// One device on a desktop: the firmware's own sources, a folder for its flash, and a simulated world at its pins with a model of every part that
/// its configuration names. A drone has an autopilot that flies; a ground receiver of the same link and seed hears that flight.
/// </summary>
public sealed class Twin : IDisposable
{
    private static readonly TimeSpan StepPeriod = TimeSpan.FromMilliseconds(20);

    // Whoever looks wants to see a flight: it is on its way already when the device starts.
    private const int HeadStartMs = 40000;
    private const double GroundSeconds = 5;

    // An orderly end lets what is recorded arrive, where there is somebody to take it; else it waits on flash.
    private const int PartingMs = 3000;

    private readonly TwinOptions _options;
    private readonly TimeProvider _time;
    private readonly Hashtable _settings;
    private readonly ApplicationConfiguration _configuration;
    private readonly FileSegmentStore _flash;
    private readonly long _madeAt;
    private long _bootedAt;
    private uint _boots;
    private HostLinkBoard _board = null!;
    private UdpPeerRadio? _radio;

    /// <summary>Creates a twin and reads what its flash holds.</summary>
    /// <param name="options">What it is made of.</param>
    /// <exception cref="InvalidDataException">The configuration is wrong; the message names every wrong value.</exception>
    public Twin(TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = options.Time;
        var json = File.ReadAllText(options.ConfigurationPath);
        _configuration = ParseConfiguration(json, options.ConfigurationPath);
        _settings = ConfigurationReader.Parse(json, []);
        _flash = new FileSegmentStore(options.FlashFolder);
        var flight = new FlightOptions
        {
            Seed = options.Seed,
            Mission = options.Mission,
            StartUtcMs = _time.GetUtcNow().ToUnixTimeMilliseconds() - HeadStartMs,
            GroundSeconds = GroundSeconds,
        };
        World = new TwinWorld(_configuration, flight, HeadStartMs);
        _madeAt = _time.GetTimestamp();
        Device = Boot();
    }

    /// <summary>The device of this boot. Only for a look from the thread that runs it, or once it has ended.</summary>
    public Device Device { get; private set; }

    /// <summary>The world at its pins. Only for use from the thread that runs it.</summary>
    public TwinWorld World { get; }

    private long UptimeMs => (long)_time.GetElapsedTime(_bootedAt).TotalMilliseconds;

    /// <summary>Reads a configuration file as the firmware does.</summary>
    /// <exception cref="InvalidDataException">It is wrong; the message names every wrong value.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ApplicationConfiguration ReadConfiguration(string path) => ParseConfiguration(File.ReadAllText(path), path);

    /// <summary>Reads the text of a configuration file as the firmware does.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it is from, for the message.</param>
    /// <exception cref="InvalidDataException">It is wrong; the message names every wrong value.</exception>
    public static ApplicationConfiguration ParseConfiguration(string json, string source)
    {
        var errors = new ArrayList();
        return ApplicationConfigurationReader.Read(json, errors)
            ?? throw new InvalidDataException(string.Join(Environment.NewLine, errors.Cast<string>().Select(error => $"{source}: {error}")));
    }

    /// <summary>Runs the twin, restarts included, until it is told to end, then lets it go down in order. Call it once.</summary>
    /// <param name="progress">Is called after each step; null for nobody.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Action<Device>? progress, CancellationToken stop)
    {
        Device.Start(UptimeMs);
        using var timer = new PeriodicTimer(StepPeriod, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                Step(progress);
                if (Device.WantsRestart)
                {
                    await PartAsync(progress, timer).ConfigureAwait(false);
                    Restart();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }

        await PartAsync(progress, timer).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Device.Dispose();
        _board.Dispose();
        _radio?.Dispose();
        World.Dispose();
    }

    private Device Boot()
    {
        _bootedAt = _time.GetTimestamp();
        var events = new LinkEventQueue();
        var incoming = new IncomingMessages(new MqttTopics(_configuration.Uplink.FleetId, _configuration.Uplink.DeviceId));
        _board = new HostLinkBoard(_configuration, events, incoming, _time, () => UptimeMs, _options.Log);
        _radio = UdpPeerRadio.TryOpen(_configuration.Peers, _options.Log);
        var hardware = new DeviceHardware
        {
            Store = _flash,
            Board = _board,
            Events = events,
            Incoming = incoming,
            Pins = World,
            Probe = new HostSystemProbe(),
            Radio = _radio,
        };

        // What the world is at goes on; the device begins anew.
        return new Device(_settings, _configuration, hardware, new PayloadLoader(), unchecked(_options.Random + _boots++));
    }

    private void Restart()
    {
        Device.Dispose();
        _board.Dispose();
        _radio?.Dispose();
        Device = Boot();
        Device.Start(UptimeMs);
    }

    private void Step(Action<Device>? progress)
    {
        World.Step((long)_time.GetElapsedTime(_madeAt).TotalMilliseconds);
        Device.Step(UptimeMs);
        progress?.Invoke(Device);
    }

    private async Task PartAsync(Action<Device>? progress, PeriodicTimer timer)
    {
        Device.Shutdown(ResetReason.Ordered, 0);
        var now = UptimeMs;
        var until = now + PartingMs;
        while (Device.Ring.WaitingFrames > 0 && Device.Uplink.State == UplinkState.Online && UptimeMs < until)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
            Device.Uplink.Step(UptimeMs);
        }

        // What was acknowledged since is noted too, so that the next start sends nothing again.
        Device.Shutdown(ResetReason.Ordered, 0);
        progress?.Invoke(Device);
    }
}
