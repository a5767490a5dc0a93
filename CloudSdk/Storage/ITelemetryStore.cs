using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// History and latest state of the fleet. Thread safe. What it answers depends on which records it was given and not on their order:
/// a record that came twice is stored once, and an older record never takes the place of a newer one.
/// </summary>
/// <remarks>
/// Of two dated records the later is newer; where one has no date, or both have the same, the one with the higher (boot, sequence).
/// A record has a date when its device knew the time (<see cref="Wire.TelemetryRecord.ClockSynced"/>), or once the boot's first
/// <c>clockSynced</c> event is known, whichever of them came first. An anchor more than a day ahead of its arrival dates nothing.
/// </remarks>
public interface ITelemetryStore : IRecordSink
{
    /// <summary>Returns every device that a record came from, in ordinal order of its id.</summary>
    ValueTask<IReadOnlyList<StoredDevice>> ListDevicesAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns one device, or null when no record came from it.</summary>
    ValueTask<StoredDevice?> FindDeviceAsync(string deviceId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns a page of records. Pages read one after another miss and repeat nothing that was stored and dated when the first was
    /// read; what is stored meanwhile shows up if it belongs after the place reached.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    ValueTask<RecordPage> QueryAsync(RecordQuery query, CancellationToken cancellationToken = default);
}
