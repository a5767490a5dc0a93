using System.Net;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.GroundStation.Networks;
using DroneLink.Tool.Provisioning;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.Tests;

/// <summary>A ground station on free ports with data of its own, and devices to talk to it. Fails the test on any logged error.</summary>
internal sealed class TestStation : IAsyncDisposable
{
    private readonly string _root;
    private readonly bool _ownsRoot;
    private readonly RecordingLogger _log = new();
    private TwinFleet? _twins;

    private TestStation(string root, bool ownsRoot)
    {
        _root = root;
        _ownsRoot = ownsRoot;
    }

    public Station Station { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public IReadOnlyCollection<string> LogLines => _log.Lines;

    /// <summary>Whether the test makes something fail, so that errors in the log are as they should be.</summary>
    public bool MayLogErrors { get; init; }

    /// <summary>Starts a station.</summary>
    /// <param name="root">Its data folder; null for a new one that goes with it.</param>
    /// <param name="drones">Twins that fly, each with its ground receiver.</param>
    /// <param name="mayLogErrors">See <see cref="MayLogErrors"/>.</param>
    /// <param name="bind">Address that it listens on; null for loopback.</param>
    /// <param name="cloud">Opens the cloud behind it; null for the embedded one in the folder.</param>
    /// <param name="networks">Other networks that it passes records to.</param>
    public static async Task<TestStation> StartAsync(
        string? root = null, int drones = 0, bool mayLogErrors = false, IPAddress? bind = null,
        CloudOpener? cloud = null, params NetworkSinkOptions[] networks)
    {
        var test = new TestStation(root ?? NewFolder(), ownsRoot: root is null) { MayLogErrors = mayLogErrors };
        var options = new GroundStationOptions
        {
            DataDirectory = test._root,
            Port = 0,
            MqttPort = 0,
            Drones = drones,
            Bind = bind ?? IPAddress.Loopback,
            Networks = networks,
        };
        test.Station = await Station.StartAsync(
            options, TimeProvider.System, logging => logging.AddProvider(test._log), cloud, TestContext.Current.CancellationToken);
        test.Http = new HttpClient { BaseAddress = test.Station.Address, Timeout = TimeSpan.FromSeconds(30) };
        if (drones > 0) test._twins = await TwinFleet.StartAsync(test.Station, options, TestContext.Current.CancellationToken);
        return test;
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("dronelink-test-").FullName;

    public async Task<DeviceIdentity> AddDeviceAsync(string name, string role = "drone", string? link = null)
    {
        var device = DeviceProvisioner.NewDevice(name, "fleet-1", role, link);
        await Station.Registry.AddAsync(device);
        return device;
    }

    /// <summary>Changes the embedded database behind the station's back.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var vandal = new SqliteConnection($"Data Source={Path.Combine(_root, GroundStationOptions.DatabaseName)};Pooling=False");
        await vandal.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = vandal.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public Task<FakeDevice> ConnectAsync(DeviceIdentity device) => FakeDevice.ConnectAsync(Station.MqttPort, device);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_twins is not null) await _twins.DisposeAsync();
        await Station.DisposeAsync();
        if (_ownsRoot) Directory.Delete(_root, recursive: true);
        if (!MayLogErrors) Assert.DoesNotContain(_log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }
}
