using System.Security.Cryptography;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;
using DroneLink.Tool.Provisioning;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.GroundStation;

/// <summary>The twins of a ground station: for each drone, the firmware of the drone and that of its ground receiver.</summary>
public sealed class TwinFleet : IAsyncDisposable
{
    private const int FullPowerMw = 600;
    private const int LowPowerMw = 25;
    private const int TwinSlotKb = 256;
    private const int TwinStorageKb = 2048;

    // Raceband 3 to 6: within 5725 to 5875 MHz, 37 MHz apart.
    private static readonly int[] Frequencies = [5732, 5769, 5806, 5843];
    private static readonly FlightOptions Home = new();

    private readonly CancellationTokenSource _stopping;
    private readonly Task[] _running;

    private TwinFleet(CancellationTokenSource stopping, Task[] running)
    {
        _stopping = stopping;
        _running = running;
    }

    /// <summary>Makes the twins known where they are not yet, and starts them.</summary>
    public static async Task<TwinFleet> StartAsync(
        Station station, GroundStationOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(station);
        ArgumentNullException.ThrowIfNull(options);
        var endpoints = DeviceEndpoints.OfStation(options.ReachableAddress, station.MqttPort, station.Port);
        var seed = options.Seed ?? Random.Shared.Next();
        var twins = new List<TwinOptions>();
        for (var i = 1; i <= options.Drones; i++)
        {
            // The last of several flies out of its link's reach and back, with a transmitter of little power: that is what a link is watched for.
            var isFar = options.Drones > 1 && i == options.Drones;
            var link = new TwinLink(Frequencies[(i - 1) % Frequencies.Length], isFar ? LowPowerMw : FullPowerMw);
            foreach (var (name, role) in new[] { ($"drone-{i}", DeviceProvisioner.DroneRole), ($"receiver-{i}", DeviceProvisioner.GroundReceiverRole) })
            {
                var device = await EnsureKnownAsync(station, name, role, $"link-{i}", cancellationToken).ConfigureAwait(false);
                var path = DeviceProvisioner.WriteConfiguration(ForTwin(DeviceProvisioner.Configure(device, endpoints), link), options.DevicesDirectory);
                twins.Add(new TwinOptions
                {
                    ConfigurationPath = path,
                    FlashFolder = Path.Combine(Path.GetDirectoryName(path)!, TwinOptions.FlashFolderName),
                    Seed = unchecked(seed + i),
                    Mission = isFar ? FlightMission.OutAndBack : FlightMission.Survey,

                    // Two boots must never share an id, however repeatable the flight is.
                    Random = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))),
                });
            }
        }

        var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return new TwinFleet(stopping, [.. twins.Select(twin => Task.Run(() => RunOneAsync(twin, station.Log, stopping.Token), CancellationToken.None))]);
    }

    /// <summary>Stops the twins and waits for them.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>One twin that fails is logged and leaves the others flying.</summary>
    private static async Task RunOneAsync(TwinOptions options, ILogger log, CancellationToken stopping)
    {
        try
        {
            using var twin = new Twin(options);
            await twin.RunAsync(progress: null, stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            StationLog.TwinStopped(log, Path.GetFileName(Path.GetDirectoryName(options.ConfigurationPath)!), e.GetType().Name, e.Message);
        }
    }

    private static async Task<DeviceIdentity> EnsureKnownAsync(
        Station station, string name, string role, string linkId, CancellationToken cancellationToken)
    {
        var known = await station.Registry.FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (known is not null)
        {
            if (known.Role == role && known.LinkId == linkId) return known;
            throw new UserErrorException(
                $"'{name}' is a device of another kind or link here, and the simulated fleet needs the name. Use --drones 0, or another folder with --data.");
        }

        var device = DeviceProvisioner.NewDevice(name, DeviceProvisioner.DefaultFleet, role, linkId);
        await station.Registry.AddAsync(device, cancellationToken: cancellationToken).ConfigureAwait(false);
        return device;
    }

    /// <summary>
    /// A twin is watched from its first second on, so it reports more often and does not wait before its first call; and it has every part that
    /// a model is there for.
    /// </summary>
    private static DeviceConfiguration ForTwin(DeviceConfiguration configuration, TwinLink link)
    {
        var isDrone = configuration.Role == DeviceProvisioner.DroneRole;
        var supply = new SupplyConfiguration("ina226", ShuntMicroOhm: 100000, MaxMa: 800);
        return configuration with
        {
            Autopilot = (configuration.Autopilot ?? new AutopilotConfiguration()) with { PositionMs = 500 },
            Transmitter = isDrone
                ? new TransmitterConfiguration { Control = "tramp", SwitchPin = 27, PowerMw = link.PowerMw, FrequencyMHz = link.FrequencyMHz, Supply = supply }
                : null,
            Environment = isDrone ? new SensorConfiguration("bmp280") : null,
            VideoLink = isDrone
                ? null
                : new VideoLinkConfiguration { FrequencyMHz = link.FrequencyMHz, DataPin = 18, SelectPin = 5, ClockPin = 19, TransmitterMw = link.PowerMw },
            Receiver = isDrone ? null : new ReceiverConfiguration { Temperature = new SensorConfiguration("ntc") { AdcChannel = 3 }, Supply = supply },
            Scanner = isDrone ? null : new ScannerConfiguration(AdcChannel: 7, DataPin: 13, SelectPin: 14, ClockPin: 15),
            Place = isDrone ? null : new PlaceConfiguration(Home.HomeLatitude, Home.HomeLongitude),
            Uplink = configuration.Uplink with { FirstTryMs = 500 },

            // A .NET assembly is larger than the same of nanoFramework, and a disk than a board's flash.
            Ota = new OtaConfiguration { SlotKb = TwinSlotKb },
            StorageKb = TwinStorageKb,
        };
    }

    private sealed record TwinLink(int FrequencyMHz, int PowerMw);
}
