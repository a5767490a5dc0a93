using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Tests.Storage;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Ingest;

/// <summary>The contract in memory, wherever the tests run.</summary>
public sealed class DynamoDeviceRegistryContractTests : DeviceRegistrarContract
{
    protected override IDeviceRegistrar Registry { get; } = new DynamoDeviceRegistry(DynamoFixture.Open(new DynamoFake()));
}

/// <summary>On a DynamoDB that is not ours.</summary>
public sealed class DynamoDeviceRegistryTests : DeviceRegistrarContract, IClassFixture<DynamoFixture>
{
    public DynamoDeviceRegistryTests(DynamoFixture dynamo)
    {
        Assert.SkipWhen(dynamo.WhyNot is not null, dynamo.WhyNot ?? "");
        Registry = new DynamoDeviceRegistry(dynamo.New());
    }

    protected override IDeviceRegistrar Registry { get; }
}

public sealed class DynamoDeviceRegistryFailureTests
{
    private readonly DynamoFake _fake = new();
    private readonly DynamoDeviceRegistry _registry;

    public DynamoDeviceRegistryFailureTests() => _registry = new DynamoDeviceRegistry(DynamoFixture.Open(_fake));

    [Fact]
    public async Task A_device_whose_answer_was_lost_is_added_and_removed_all_the_same()
    {
        _fake.After = (call, _) => call == 0 ? new TimeoutException() : null;
        await _registry.AddAsync(Device("drone-1"), cancellationToken: Token);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _registry.AddAsync(Device("drone-1"), cancellationToken: Token));
        await _registry.AddAsync(Device("drone-1"), replace: true, Token);

        var calls = _fake.Calls;
        _fake.After = (call, _) => call == calls ? new TimeoutException() : null;
        Assert.True(await _registry.RemoveAsync("drone-1", Token));
        Assert.Null(await _registry.FindAsync("drone-1", Token));
    }

    [Fact]
    public async Task All_of_many_devices_are_listed_by_id()
    {
        for (var i = 0; i < 200; i++)
            await _registry.AddAsync(Device($"drone-{i:D3}"), cancellationToken: Token);

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"drone-{i:D3}"), (await _registry.ListAsync(Token)).Select(device => device.DeviceId));
    }

    [Fact]
    public async Task A_missing_table_is_named()
    {
        _fake.Before = (_, _) => new ResourceNotFoundException("Requested resource not found");

        var exception = await Assert.ThrowsAsync<ResourceNotFoundException>(async () => await _registry.FindAsync("drone-1", Token));
        Assert.StartsWith("There is no DynamoDB table 't' at http://localhost", exception.Message, StringComparison.Ordinal);
    }

    private static DeviceIdentity Device(string id) => new(id, "fleet-1", new byte[32], "drone", null);
}
