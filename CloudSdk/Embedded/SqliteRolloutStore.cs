using DroneLink.CloudSdk.Ota;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>The roll-outs on one machine. Thread safe. Borrows the database.</summary>
/// <param name="database">Where they are kept.</param>
public sealed class SqliteRolloutStore(SqliteDatabase database) : IRolloutStore
{
    private const string SelectRollouts = "SELECT document, version FROM ota_rollouts";
    private const string SelectDevices = "SELECT document, version FROM ota_devices WHERE build = $1";

    private readonly SqliteDatabase _database = database ?? throw new ArgumentNullException(nameof(database));

    /// <inheritdoc/>
    public ValueTask<OtaRollout?> FindAsync(int build, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => session.Query(SelectRollouts + " WHERE build = $1", ReadRollout, build).SingleOrDefault()));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OtaRollout>> ListAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => session.Query(SelectRollouts + " ORDER BY build DESC", ReadRollout)));
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryPutAsync(OtaRollout rollout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        cancellationToken.ThrowIfCancellationRequested();
        var document = OtaStateJson.Write(rollout);
        return new(_database.Write(session => rollout.Version == 0
            ? session.Execute("INSERT INTO ota_rollouts (build, version, document) VALUES ($1, 1, $2) ON CONFLICT (build) DO NOTHING", rollout.Build, document)
            : session.Execute(
                "UPDATE ota_rollouts SET version = version + 1, document = $3 WHERE build = $1 AND version = $2", rollout.Build, rollout.Version, document)) > 0);
    }

    /// <inheritdoc/>
    public ValueTask<OtaDevice?> FindDeviceAsync(int build, string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => session.Query(SelectDevices + " AND device = $2", ReadDevice, build, deviceId).SingleOrDefault()));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OtaDevice>> ListDevicesAsync(int build, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => session.Query(SelectDevices + " ORDER BY device", ReadDevice, build)));
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryPutDeviceAsync(OtaDevice device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        cancellationToken.ThrowIfCancellationRequested();
        var document = OtaStateJson.Write(device);
        return new(_database.Write(session => device.Version == 0
            ? session.Execute(
                "INSERT INTO ota_devices (build, device, version, document) VALUES ($1, $2, 1, $3) ON CONFLICT (build, device) DO NOTHING",
                device.Build, device.DeviceId, document)
            : session.Execute(
                "UPDATE ota_devices SET version = version + 1, document = $4 WHERE build = $1 AND device = $2 AND version = $3",
                device.Build, device.DeviceId, device.Version, document)) > 0);
    }

    /// <inheritdoc/>
    public ValueTask<long> NextSerialAsync(string deviceId, long least, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Write(session => (long)session.Scalar(
            """
            INSERT INTO ota_serials (device, serial) VALUES ($1, $2)
            ON CONFLICT (device) DO UPDATE SET serial = max(serial + 1, excluded.serial) RETURNING serial
            """,
            deviceId, least)!));
    }

    private static OtaRollout ReadRollout(SqliteDataReader row) => OtaStateJson.ReadRollout((byte[])row.GetValue(0), row.GetInt64(1));

    private static OtaDevice ReadDevice(SqliteDataReader row) => OtaStateJson.ReadDevice((byte[])row.GetValue(0), row.GetInt64(1));
}
