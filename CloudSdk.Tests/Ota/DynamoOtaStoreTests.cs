using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Tests.Storage;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class DynamoReleaseStoreTests : ReleaseStoreContract
{
    private readonly DynamoFake _fake = new();

    public DynamoReleaseStoreTests() => Store = new DynamoReleaseStore(DynamoFixture.Open(_fake));

    protected override IReleaseStore Store { get; }

    [Fact]
    public async Task An_item_stays_well_below_what_DynamoDB_takes()
    {
        var image = TestImage.Nano(bytes: 100_000);
        await Store.AddAsync(TestImage.Release(image: image).Release, image, Token);

        Assert.InRange(_fake.Written.Max(item => item.Bytes), 8000, 16 * 1024);
    }

    [Fact]
    public async Task Cut_at_any_call_a_release_is_there_with_all_of_its_image_or_not_at_all()
    {
        var image = TestImage.Nano(bytes: 240_000);
        var file = TestImage.Release(image: image);
        var served = 0;
        for (var call = 0; served == 0; call++)
        {
            var fake = new DynamoFake();
            var last = call;
            fake.Before = (number, _) => number >= last ? new ProvisionedThroughputExceededException("cut") : null;
            var isAdded = await Record.ExceptionAsync(async () => await new DynamoReleaseStore(DynamoFixture.Open(fake)).AddAsync(file.Release, image, Token)) is null;
            fake.Before = null;

            var again = new DynamoReleaseStore(DynamoFixture.Open(fake));
            var found = await again.FindAsync(7, Token);
            Assert.Equal(isAdded, found is not null);
            if (found is not null)
            {
                Assert.Equal(image, (await again.ReadAsync(found, 0, image.Length, Token)).ToArray());
                Assert.True(last > 2);
                served++;
            }

            await again.AddAsync(file.Release, image, Token);
            Assert.Equal(image, (await again.ReadAsync((await again.FindAsync(7, Token))!, 0, image.Length, Token)).ToArray());
        }
    }
}

/// <summary>The contract over the wire, on a DynamoDB that is not ours.</summary>
public sealed class DynaliteReleaseStoreTests : ReleaseStoreContract, IClassFixture<DynamoFixture>
{
    public DynaliteReleaseStoreTests(DynamoFixture dynamo)
    {
        Assert.SkipWhen(dynamo.WhyNot is not null, dynamo.WhyNot ?? "");
        Store = new DynamoReleaseStore(dynamo.New());
    }

    protected override IReleaseStore Store { get; }
}

public sealed class DynamoRolloutStoreTests : RolloutStoreContract
{
    protected override IRolloutStore Store { get; } = new DynamoRolloutStore(DynamoFixture.Open(new DynamoFake()));
}

/// <summary>The contract over the wire, on a DynamoDB that is not ours.</summary>
public sealed class DynaliteRolloutStoreTests : RolloutStoreContract, IClassFixture<DynamoFixture>
{
    public DynaliteRolloutStoreTests(DynamoFixture dynamo)
    {
        Assert.SkipWhen(dynamo.WhyNot is not null, dynamo.WhyNot ?? "");
        Store = new DynamoRolloutStore(dynamo.New());
    }

    protected override IRolloutStore Store { get; }
}
