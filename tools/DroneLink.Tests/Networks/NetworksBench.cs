using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation.Networks;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.Tool.Tests.Networks;

/// <summary>Networks with a clock in the test's hand, which moves on while something is waited for.</summary>
internal sealed class NetworksBench : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RecordingLogger _log = new();
    private readonly StationNetworks _networks;

    public NetworksBench(params NetworkSinkOptions[] networks) => _networks = StationNetworks.Start(networks, Devices, _folder.Root, Time, _log);

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_763_980_000_000));

    public Registry Devices { get; } = new(Registry.Device("kite", link: "link"), Registry.Device("receiver", "groundReceiver", "link"));

    public IReadOnlyCollection<string> LogLines => _log.Lines;

    public NetworkStatus Status(string name) => _networks.Status.Single(status => status.Name == name);

    public ProjectedRecord Offer(byte kind, params (int, long)[] fields) => Offer(NetworkRecords.At(Time.GetUtcNow(), kind, fields));

    public ProjectedRecord Offer(TelemetryRecord record)
    {
        var stored = NetworkRecords.Stored(record);
        _networks.Offer(stored);
        return stored;
    }

    public Task DrainAsync() => _networks.DrainAsync(TestContext.Current.CancellationToken);

    public Task UntilAsync(Func<bool> condition, string what, double stepSeconds = 0.1) => Eventually.IsTrueAsync(
        () =>
        {
            if (condition()) return true;
            Time.Advance(TimeSpan.FromSeconds(stepSeconds));
            return false;
        },
        what);

    public async ValueTask DisposeAsync()
    {
        await _networks.DisposeAsync();
        _folder.Dispose();
        _log.Dispose();
    }
}
