using System.Text;
using DroneLink.CloudSdk.Storage;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Ota;

/// <summary>
/// The roll-outs on DynamoDB: pk <c>OTA#rollouts</c>, sk the build; how far devices are, pk <c>OTA#devices#{build}</c>, sk the device; and the last
/// serial of a device, pk <c>OTA#serial#{device}</c>. They never expire. Thread safe.
/// </summary>
/// <param name="table">Where they are kept.</param>
public sealed class DynamoRolloutStore(DynamoTable table) : IRolloutStore
{
    private const string RolloutsKey = "OTA#rollouts";
    private const string SerialSortKey = "serial";
    private const string Document = "json";
    private const string Serial = "n";

    private readonly DynamoTable _table = table ?? throw new ArgumentNullException(nameof(table));

    /// <inheritdoc/>
    public async ValueTask<OtaRollout?> FindAsync(int build, CancellationToken cancellationToken = default) =>
        await _table.GetAsync(RolloutsKey, DynamoReleaseStore.BuildKey(build), cancellationToken).ConfigureAwait(false) is { } item ? Rollout(item) : null;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OtaRollout>> ListAsync(CancellationToken cancellationToken = default)
    {
        var rollouts = new List<OtaRollout>();
        await foreach (var page in _table.QueryAsync(RolloutsKey, "0", "9~", cancellationToken, forward: false).ConfigureAwait(false))
            rollouts.AddRange(page.Select(Rollout));
        return rollouts;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryPutAsync(OtaRollout rollout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        var item = DynamoItem.Key(RolloutsKey, DynamoReleaseStore.BuildKey(rollout.Build));
        return await TryPutAsync(item, OtaStateJson.Write(rollout), rollout.Version, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<OtaDevice?> FindDeviceAsync(int build, string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        return await _table.GetAsync(DevicesKey(build), deviceId, cancellationToken).ConfigureAwait(false) is { } item ? Device(item) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OtaDevice>> ListDevicesAsync(int build, CancellationToken cancellationToken = default)
    {
        var devices = new List<OtaDevice>();
        await foreach (var page in _table.QueryAsync(DevicesKey(build), "!", "~", cancellationToken).ConfigureAwait(false))
            devices.AddRange(page.Select(Device));
        return devices;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryPutDeviceAsync(OtaDevice device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        var item = DynamoItem.Key(DevicesKey(device.Build), device.DeviceId);
        return await TryPutAsync(item, OtaStateJson.Write(device), device.Version, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<long> NextSerialAsync(string deviceId, long least, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        for (var attempt = 1; ; attempt++)
        {
            var earlier = await _table.GetAsync("OTA#serial#" + deviceId, SerialSortKey, cancellationToken).ConfigureAwait(false);
            var next = Math.Max(least, (earlier?.Number(Serial) ?? 0) + 1);
            var item = DynamoItem.Key("OTA#serial#" + deviceId, SerialSortKey);
            item[Serial] = DynamoItem.Number(next);
            if (await _table.TryPutAsync(item, earlier.Version(), cancellationToken).ConfigureAwait(false))
                return next;
            await _table.BackOffAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<bool> TryPutAsync(Item item, byte[] json, long version, CancellationToken cancellationToken)
    {
        item[Document] = DynamoItem.Text(Encoding.UTF8.GetString(json));
        return _table.TryPutAsync(item, version == 0 ? null : version, cancellationToken);
    }

    private static OtaRollout Rollout(Item item) => OtaStateJson.ReadRollout(Encoding.UTF8.GetBytes(item.Text(Document)!), item.Version() ?? 0);

    private static OtaDevice Device(Item item) => OtaStateJson.ReadDevice(Encoding.UTF8.GetBytes(item.Text(Document)!), item.Version() ?? 0);

    private static string DevicesKey(int build) => "OTA#devices#" + DynamoReleaseStore.BuildKey(build);
}
