using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Ingest;

/// <summary>
/// The devices that may speak, with their keys as given, on Amazon DynamoDB: pk <c>DEVICE#{shard}</c>, sk the device. They never expire.
/// What an answer says was so when it was asked: a device that was removed is not found by the next call. Thread safe.
/// </summary>
/// <param name="table">Where the devices are kept.</param>
public sealed class DynamoDeviceRegistry(DynamoTable table) : IDeviceRegistrar
{
    private const string Prefix = "DEVICE";

    private readonly DynamoTable _table = table ?? throw new ArgumentNullException(nameof(table));

    /// <summary>Returns the item that a device is, for whoever has it put some other way, such as with the AWS CLI.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="ArgumentException">A name or the key does not keep to the rules.</exception>
    public static Item ItemOf(DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(device);
        DeviceIdentityRules.Check(device);
        var item = DynamoItem.Key(DynamoItem.Shard(Prefix, device.DeviceId), device.DeviceId);
        item["fleet"] = DynamoItem.Text(device.FleetId);
        item["key"] = DynamoItem.Bytes(device.Key.ToArray());
        item["role"] = DynamoItem.Text(device.Role);
        if (device.LinkId is { } link)
            item["link"] = DynamoItem.Text(link);
        return item;
    }

    /// <inheritdoc/>
    public async ValueTask AddAsync(DeviceIdentity device, bool replace = false, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var item = ItemOf(device);
        if (replace)
        {
            await _table.PutManyAsync([item], cancellationToken).ConfigureAwait(false);
            return;
        }

        // Tells a device that was there from one that an attempt of this call added, whose answer was lost.
        var call = Guid.NewGuid().ToString("N");
        item["call"] = DynamoItem.Text(call);
        if (!await _table.TryPutAsync(item, null, cancellationToken).ConfigureAwait(false)
            && (await GetAsync(device.DeviceId, cancellationToken).ConfigureAwait(false))?.Text("call") != call)
        {
            throw new InvalidOperationException(
                $"Device '{device.DeviceId}' is already provisioned; replacing it would make its present key useless.");
        }
    }

    /// <inheritdoc/>
    /// <remarks>True too when the answer of a first attempt was lost and the device is gone at the second.</remarks>
    public async ValueTask<bool> RemoveAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        cancellationToken.ThrowIfCancellationRequested();
        return FrameFormat.IsDeviceId(deviceId)
            && await _table.DeleteAsync(DynamoItem.Shard(Prefix, deviceId), deviceId, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        return FrameFormat.IsDeviceId(deviceId) && await GetAsync(deviceId, cancellationToken).ConfigureAwait(false) is { } item ? Read(item) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeviceIdentity>> ListAsync(CancellationToken cancellationToken = default)
    {
        var items = await _table.QueryShardsAsync(Prefix, cancellationToken).ConfigureAwait(false);
        return [.. items.Select(Read).OrderBy(device => device.DeviceId, StringComparer.Ordinal)];
    }

    private static DeviceIdentity Read(Item item) =>
        new(item.Text(DynamoTable.SortKey)!, item.Text("fleet") ?? "", item.Bytes("key"), item.Text("role") ?? "", item.Text("link"));

    private Task<Item?> GetAsync(string deviceId, CancellationToken cancellationToken) =>
        _table.GetAsync(DynamoItem.Shard(Prefix, deviceId), deviceId, cancellationToken);
}
