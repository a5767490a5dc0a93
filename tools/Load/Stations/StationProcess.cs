using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Load.Processes;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Load.Stations;

/// <summary>A ground station as a process of its own on a folder of its own, always on the same ports. Owns both.</summary>
internal sealed class StationProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("dronelink-load-").FullName;
    private ToolProcess? _process;

    private StationProcess()
    {
        HttpPort = FreePort();
        MqttPort = FreePort();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{HttpPort}"), Timeout = Patience };
    }

    /// <summary>Port of its page and API.</summary>
    public int HttpPort { get; }

    /// <summary>Port of its broker.</summary>
    public int MqttPort { get; }

    /// <summary>Its API.</summary>
    public HttpClient Http { get; }

    /// <summary>Its file.</summary>
    public string DatabasePath => Path.Combine(_folder, GroundStationOptions.DatabaseName);

    /// <summary>Bytes of memory that it holds now.</summary>
    public long MemoryBytes => _process?.MemoryBytes ?? 0;

    /// <summary>Makes devices known to a new station, and starts it.</summary>
    /// <exception cref="InvalidOperationException">It does not start; the message has what it said.</exception>
    public static async Task<StationProcess> StartAsync(IEnumerable<DeviceIdentity> devices, CancellationToken cancellationToken)
    {
        var station = new StationProcess();
        try
        {
            using (var cloud = EmbeddedCloud.Open(station.DatabasePath))
            {
                foreach (var device in devices) await cloud.Registry.AddAsync(device, cancellationToken: cancellationToken).ConfigureAwait(false);
            }

            await station.StartAsync(cancellationToken).ConfigureAwait(false);
            return station;
        }
        catch
        {
            await station.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts it, after a kill, on what it left.</summary>
    /// <exception cref="InvalidOperationException">It does not start; the message has what it said.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_process is not null) await _process.DisposeAsync().ConfigureAwait(false);
        _process = ToolProcess.Start(
            "--drones", "0", "--data", _folder,
            "--port", HttpPort.ToString(CultureInfo.InvariantCulture), "--mqtt-port", MqttPort.ToString(CultureInfo.InvariantCulture));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsServingAsync(patience.Token).ConfigureAwait(false))
        {
            if (_process.HasExited || patience.IsCancellationRequested) throw new InvalidOperationException($"the station does not start:\n{_process.Output}");
            await tick.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Kills it without warning, SIGKILL.</summary>
    /// <exception cref="LossException">It had ended by itself.</exception>
    public async Task KillAsync()
    {
        if (_process!.HasExited) throw new LossException($"the station ended by itself:\n{_process.Output}");
        await _process.KillAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is not null) await _process.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsServingAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync("/healthz", cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
