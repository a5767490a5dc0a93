using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Query;

namespace DroneLink.CloudSdk.Tests.Ingest;

/// <summary>What every <see cref="IDeviceRegistrar"/> does. Each test gets an empty one.</summary>
public abstract class DeviceRegistrarContract
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>An empty registry.</summary>
    protected abstract IDeviceRegistrar Registry { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_is_found_as_it_was_added()
    {
        await Registry.AddAsync(new DeviceIdentity("drone-1", "fleet-1", Key, "drone", "link-1"), cancellationToken: Token);
        await Registry.AddAsync(new DeviceIdentity("Ground_1", "fleet-1", Key, "groundReceiver", null), cancellationToken: Token);

        var drone = (await Registry.FindAsync("drone-1", Token))!;
        Assert.Equal(("drone-1", "fleet-1", "drone", "link-1"), (drone.DeviceId, drone.FleetId, drone.Role, drone.LinkId));
        Assert.Equal(Key, drone.Key.ToArray());
        Assert.Null((await Registry.FindAsync("Ground_1", Token))!.LinkId);
        Assert.Null(await Registry.FindAsync("DRONE-1", Token));
        Assert.Equal(["Ground_1", "drone-1"], (await Registry.ListAsync(Token)).Select(device => device.DeviceId));
    }

    [Fact]
    public async Task A_device_is_not_replaced_by_accident()
    {
        await Registry.AddAsync(new DeviceIdentity("drone-1", "fleet-1", Key, "drone", null), cancellationToken: Token);
        var other = new DeviceIdentity("drone-1", "fleet-2", new byte[32], "drone", null);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Registry.AddAsync(other, cancellationToken: Token));
        Assert.Contains("'drone-1' is already provisioned", exception.Message);
        Assert.Equal("fleet-1", (await Registry.FindAsync("drone-1", Token))!.FleetId);

        await Registry.AddAsync(other, replace: true, Token);
        Assert.Equal(new byte[32], (await Registry.FindAsync("drone-1", Token))!.Key.ToArray());
        Assert.Single(await Registry.ListAsync(Token));
    }

    [Fact]
    public async Task A_removed_device_is_gone()
    {
        await Registry.AddAsync(new DeviceIdentity("drone-1", "fleet-1", Key, "bench", null), cancellationToken: Token);

        Assert.True(await Registry.RemoveAsync("drone-1", Token));
        Assert.False(await Registry.RemoveAsync("drone-1", Token));
        Assert.Null(await Registry.FindAsync("drone-1", Token));
    }

    [Theory]
    [InlineData("", "f", 32, "drone", null, "deviceId is ''")]
    [InlineData("a b", "f", 32, "drone", null, "deviceId is 'a b'")]
    [InlineData("abcdefghijklmnopqrstuvwxyz1234567", "f", 32, "drone", null, "deviceId is")]
    [InlineData("a", "f/g", 32, "drone", null, "fleetId is 'f/g'")]
    [InlineData("a", "f", 32, "drone", "l l", "linkId is 'l l'")]
    [InlineData("a", "f", 31, "drone", null, "has 31 bytes; expected are 32")]
    [InlineData("a", "f", 33, "drone", null, "has 33 bytes")]
    [InlineData("a", "f", 32, "plane", null, "role is 'plane'; expected is drone, groundReceiver or bench")]
    public async Task A_malformed_identity_is_refused(string id, string fleet, int keyBytes, string role, string? link, string message)
    {
        var exception = await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await Registry.AddAsync(new DeviceIdentity(id, fleet, new byte[keyBytes], role, link), cancellationToken: Token));

        Assert.Contains(message, exception.Message);
        Assert.Empty(await Registry.ListAsync(Token));
    }
}
