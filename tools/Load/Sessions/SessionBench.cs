using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using DroneLink.Host.Board;
using DroneLink.Load.Network;
using DroneLink.Load.Stations;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.Provisioning;
using Microsoft.Extensions.Logging;

namespace DroneLink.Load.Sessions;

/// <summary>
/// A ground station in this process, and scripted sessions with it, each through a network of its own. Station and devices go by a clock that
/// hurries; what waits by a real timer waits that much shorter. Owns the station and its folder.
/// </summary>
internal sealed class SessionBench : IAsyncDisposable
{
    /// <summary>How much faster time goes by.</summary>
    public const int Hurry = 10;

    /// <summary>1.5 keep-alives and 10 s, ms of the hurrying clock: so long may nothing go forward once the network is good.</summary>
    public static readonly double StallLimitMs = (HostLinkBoard.DefaultPatience.TotalMilliseconds * 1.5) + 10_000;

    private readonly string _folder;
    private readonly HurryingTime _time;
    private readonly HttpClient _http;
    private readonly DurableFrames _durable;
    private int _devices;

    private SessionBench(string folder, HurryingTime time, Station station, DurableFrames durable)
    {
        _folder = folder;
        _time = time;
        _durable = durable;
        Station = station;
        _http = new HttpClient { BaseAddress = station.Address };
    }

    /// <summary>The station.</summary>
    public Station Station { get; }

    /// <summary>Frames that came to the station more than once.</summary>
    public long Repeated => _durable.Repeated;

    /// <summary>Starts a station.</summary>
    public static async Task<SessionBench> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("dronelink-sessions-").FullName;
        var time = new HurryingTime(Hurry);
        var options = new GroundStationOptions { DataDirectory = folder, Port = 0, MqttPort = 0, Drones = 0 };
        var station = await Station.StartAsync(options, time, logging => logging.SetMinimumLevel(LogLevel.None), null, cancellationToken).ConfigureAwait(false);
        return new SessionBench(folder, time, station, new DurableFrames(options.DatabasePath));
    }

    /// <summary>Runs a session.</summary>
    /// <param name="isMqtt">Whether of MQTT.</param>
    /// <param name="fault">The fault that its network meets, which lasts so long by the clock that hurries; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="LossException">A promise does not hold.</exception>
    public async Task<SessionOutcome> RunAsync(bool isMqtt, Fault? fault, CancellationToken cancellationToken)
    {
        // Names of one length, so that the bytes of a session are where they were in the one before.
        var name = string.Create(CultureInfo.InvariantCulture, $"s{Interlocked.Increment(ref _devices):D6}");
        var identity = DeviceProvisioner.NewDevice(name, DeviceProvisioner.DefaultFleet, DeviceProvisioner.BenchRole, null);
        await Station.Registry.AddAsync(identity, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using var proxy = new ToxicProxy(isMqtt ? Station.MqttPort : Station.Port, fault is null ? null : fault with { Lasts = fault.Lasts / Hurry });
        using var device = new SessionDevice(identity, isMqtt, proxy.Port, _time, HostLinkBoard.DefaultPatience / Hurry);
        var script = new SessionScript(device, proxy, isMqtt, _durable, id => OrderAsync(name, id, cancellationToken), id => IsDoneAsync(name, id, cancellationToken));
        await script.RunAsync(cancellationToken).ConfigureAwait(false);
        return new SessionOutcome
        {
            DeviceId = name,
            BootId = device.Device.BootId,
            Texts = [.. Enumerable.Range(0, (int)device.Device.RecordedRecords).Select(sequence => device.Payload.TextOf((uint)sequence))],
            HasStruck = proxy.StruckAt != 0,
            LongestStallMs = script.LongestStallMs,
            Story = device.Story,
            UpBytes = proxy.Passed(Direction.Up),
            DownBytes = proxy.Passed(Direction.Down),
        };
    }

    /// <summary>Waits until all that is durable is in the store too, and reads it there.</summary>
    public Task<StoredRecords> ReadStoreAsync(CancellationToken cancellationToken) =>
        StoredRecords.ReadAsync(Path.Combine(_folder, GroundStationOptions.DatabaseName), null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _durable.Dispose();
        await Station.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task OrderAsync(string device, string id, CancellationToken cancellationToken)
    {
        var order = new Dictionary<string, object> { ["id"] = id, ["command"] = "locate", ["expiresIn"] = 3600 };
        using var answer = await _http.PostAsJsonAsync($"/v1/devices/{device}/commands", order, cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<bool> IsDoneAsync(string device, string id, CancellationToken cancellationToken)
    {
        var command = await Station.Cloud.Commands.FindAsync(device, id, cancellationToken).ConfigureAwait(false);
        return command?.Status == CloudSdk.Commands.CommandStatus.Done;
    }
}
