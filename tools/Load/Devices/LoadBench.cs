using DroneLink.Load.Stations;

namespace DroneLink.Load.Devices;

/// <summary>A ground station as a process, many light devices that call it, and the checks of the one against the others. Owns them.</summary>
internal sealed class LoadBench : IAsyncDisposable
{
    private readonly DurableFrames _durable;

    private LoadBench(StationProcess station, LoadFleet fleet)
    {
        Station = station;
        Fleet = fleet;
        _durable = new DurableFrames(station.DatabasePath);
    }

    /// <summary>The station.</summary>
    public StationProcess Station { get; }

    /// <summary>The devices.</summary>
    public LoadFleet Fleet { get; }

    /// <summary>Frames that came to the station more than once, as far as they were checked.</summary>
    public long Repeated => _durable.Repeated;

    /// <summary>Starts a station that knows devices, which do nothing yet.</summary>
    public static async Task<LoadBench> StartAsync(int devices, LoadTransport transport, CancellationToken cancellationToken)
    {
        var identities = LoadFleet.Identities(devices);
        var station = await StationProcess.StartAsync(identities, cancellationToken).ConfigureAwait(false);
        return new LoadBench(station, new LoadFleet(identities, transport, station));
    }

    /// <summary>Checks that all that was acknowledged since the last time is durable. The station may be dead.</summary>
    /// <exception cref="LossException">Something is not.</exception>
    public void CheckDurable() => Fleet.CheckDurable(_durable);

    /// <summary>Stops recording, waits until all is carried and stored, and holds stream, store and API against what the devices took.</summary>
    /// <param name="overApi">The devices whose records are read over the API too.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Records in the store, and records that were read over the API.</returns>
    /// <exception cref="LossException">Something is missing, there twice, or another.</exception>
    public async Task<(long Stored, long Read)> CheckFullyAsync(IEnumerable<LoadDevice> overApi, CancellationToken cancellationToken)
    {
        Fleet.Stop();
        await Fleet.DrainAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        CheckDurable();
        var stored = await StoredRecords.ReadAsync(Station.DatabasePath, null, cancellationToken).ConfigureAwait(false);
        Fleet.CheckStored(stored);
        return (stored.Count, await ApiCheck.RunAsync(overApi, Station, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _durable.Dispose();
        await Fleet.DisposeAsync().ConfigureAwait(false);
        await Station.DisposeAsync().ConfigureAwait(false);
    }
}
