using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Query;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>The devices that may speak, with their keys as given. Thread safe. Borrows the database.</summary>
/// <param name="database">Where the devices are kept.</param>
public sealed class SqliteDeviceRegistry(SqliteDatabase database) : IDeviceRegistrar
{
    private readonly SqliteDatabase _database = database ?? throw new ArgumentNullException(nameof(database));

    /// <inheritdoc/>
    public ValueTask AddAsync(DeviceIdentity device, bool replace = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        cancellationToken.ThrowIfCancellationRequested();
        DeviceIdentityRules.Check(device);
        var added = _database.Write(session => session.Execute(
            $"INSERT OR {(replace ? "REPLACE" : "IGNORE")} INTO devices (device, fleet, key, role, link) VALUES ($1, $2, $3, $4, $5)",
            device.DeviceId, device.FleetId, device.Key.ToArray(), device.Role, device.LinkId));
        return added > 0
            ? ValueTask.CompletedTask
            : throw new InvalidOperationException(
                $"Device '{device.DeviceId}' is already provisioned; replacing it would make its present key useless.");
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Write(session => session.Execute("DELETE FROM devices WHERE device = $1", deviceId)) > 0);
    }

    /// <inheritdoc/>
    public ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        return new(_database.Read(session =>
            session.Query("SELECT device, fleet, key, role, link FROM devices WHERE device = $1", ReadDevice, deviceId).SingleOrDefault()));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeviceIdentity>> ListAsync(CancellationToken cancellationToken = default) =>
        new(_database.Read(session => session.Query("SELECT device, fleet, key, role, link FROM devices ORDER BY device", ReadDevice)));

    private static DeviceIdentity ReadDevice(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), (byte[])row.GetValue(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4));
}
