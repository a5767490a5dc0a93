using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Streams;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>The cloud of a ground station, in a file. It may be killed between any two of its transactions.</summary>
internal sealed class EmbeddedBackend : IFleetBackend
{
    private const int WindowMs = 15_000;

    private readonly FleetCloud _cloud;
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), Path.GetRandomFileName()));
    private EmbeddedCloud _embedded;
    private FrameIngest _ingest;
    private bool _isToDrain;

    public EmbeddedBackend(FleetCloud cloud)
    {
        _cloud = cloud;
        (_embedded, _ingest) = Open();
    }

    public string Name => "embedded";

    public bool IsIdle => !_isToDrain;

    public ITelemetryStore Store => _embedded.Store;

    public int DatedBoots => int.MaxValue;

    public IDeadLetterArchive DeadLetters => _embedded.DeadLetters;

    public void Add(DeviceIdentity device) => FleetCloud.AtOnce(_embedded.Registry.AddAsync(device).AsTask());

    public async Task<bool> TakeAsync(string deviceId, byte[] frame) => (await _ingest.AcceptAsync(deviceId, frame)).Status != FrameStatus.Unavailable;

    public Task<HttpApiResponse> PostAsync(HttpApiRequest request) => _ingest.HandleAsync(request).AsTask();

    public void Restart()
    {
        _cloud.Tally.Count("faults: ground stations killed");
        _embedded.Dispose();
        (_embedded, _ingest) = Open();
    }

    public void Dispose()
    {
        _embedded.Dispose();
        _folder.Delete(recursive: true);
    }

    private (EmbeddedCloud Cloud, FrameIngest Ingest) Open()
    {
        var embedded = EmbeddedCloud.Open(Path.Combine(_folder.FullName, "cloud.db"), _cloud.Clock, stored: _cloud.Accounts.Stored);
        return (embedded, new FrameIngest(embedded.Registry, new Noting(this, embedded.Stream), new WatchedDeadLetters(embedded.DeadLetters, _cloud.Accounts), _cloud.Clock));
    }

    private void Drain()
    {
        var draining = _embedded.Pipeline.DrainAsync();
        ViolationException.Unless(draining is { IsCompletedSuccessfully: true, Result: true }, "the embedded pipeline got stuck");
        _isToDrain = false;
    }

    /// <summary>Notes what the stream has.</summary>
    private sealed class Noting(EmbeddedBackend owner, SqliteStream stream) : ITelemetryStream
    {
        public ValueTask<IReadOnlyList<StreamResult>> PutAsync(IReadOnlyList<StreamEntry> entries, CancellationToken cancellationToken = default)
        {
            // It commits on another thread. Waiting for that here keeps the story on its own.
            var results = stream.PutAsync(entries, cancellationToken).AsTask().GetAwaiter().GetResult();
            for (var i = 0; i < results.Count; i++)
            {
                if (!results[i].IsStored) continue;
                owner._cloud.Accounts.Accepted(entries[i].PartitionKey, entries[i].Data.Span);
                if (owner._isToDrain) continue;
                owner._isToDrain = true;
                owner._cloud.Clock.After(WindowMs, owner.Drain);
            }

            return new(results);
        }
    }
}
