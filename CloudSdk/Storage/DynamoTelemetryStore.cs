using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// The store on Amazon DynamoDB. README.md beside this file has the keys. Thread safe, for any number of processes at once: every write
/// that depends on what was read is conditional. A record is left out of every answer, and deleted by the service some time later, when the
/// table's retention has passed since the stream took it; devices and their latest records stay.
/// </summary>
/// <param name="table">Where the records are kept.</param>
public sealed class DynamoTelemetryStore(DynamoTable table) : ITelemetryStore
{
    /// <summary>The code of a record that cannot be stored, whoever tries: larger than any frame carries, or no record at all.</summary>
    public const string Malformed = "malformed-record";

    private readonly DynamoTable _table = table ?? throw new ArgumentNullException(nameof(table));

    /// <inheritdoc/>
    /// <remarks>
    /// Devices, and blocks of a device, are written side by side, and what fails is in the result for exactly the records that it concerns:
    /// a device that is throttled fails no other. Once begun, the token ends the call with the results so far.
    /// </remarks>
    public async ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(
        IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        cancellationToken.ThrowIfCancellationRequested();
        var failures = new SinkFailure?[records.Count];
        for (var i = 0; i < records.Count; i++)
        {
            if (DynamoRecordPack.WhyNot(records[i].Record) is { } reason)
                failures[i] = new SinkFailure(i, IsPoison: true, Malformed, reason);
        }

        await Task.WhenAll(Enumerable.Range(0, records.Count)
            .Where(index => failures[index] is null)
            .GroupBy(index => records[index].Record.DeviceId, StringComparer.Ordinal)
            .Select(device => new DynamoDeviceWrite(_table, device.Key, records, failures).RunAsync([.. device], cancellationToken)))
            .ConfigureAwait(false);
        return [.. failures.OfType<SinkFailure>()];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredDevice>> ListDevicesAsync(CancellationToken cancellationToken = default)
    {
        var devices = await DynamoLatest.ReadAllAsync(_table, cancellationToken).ConfigureAwait(false);
        return [.. devices.Where(device => device.IsKnown).Select(device => device.Describe()).OrderBy(device => device.DeviceId, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async ValueTask<StoredDevice?> FindDeviceAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        if (!FrameFormat.IsDeviceId(deviceId))
            return null;
        var device = await DynamoLatest.ReadAsync(_table, deviceId, cancellationToken).ConfigureAwait(false);
        return device.IsKnown ? device.Describe() : null;
    }

    /// <inheritdoc/>
    public async ValueTask<RecordPage> QueryAsync(RecordQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        PageLimits.Checked(query.Limit);
        return await new DynamoHistory(_table, query).ReadAsync(cancellationToken).ConfigureAwait(false);
    }
}
