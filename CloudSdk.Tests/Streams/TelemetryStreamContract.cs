using System.Globalization;
using System.Numerics;
using DroneLink.CloudSdk.Streams;

namespace DroneLink.CloudSdk.Tests.Streams;

/// <summary>What every <see cref="ITelemetryStream"/> does. Each test gets an empty one.</summary>
public abstract class TelemetryStreamContract
{
    /// <summary>An empty stream.</summary>
    protected abstract ITelemetryStream Stream { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Reads everything in the stream, in its order, as a consumer would.</summary>
    protected abstract Task<IReadOnlyList<(string SequenceNumber, string PartitionKey, byte[] Data)>> ReadAllAsync();

    [Fact]
    public async Task Every_entry_gets_its_result_and_is_read_back_as_it_was()
    {
        byte[][] data = [[1, 2, 3], [], [0xFF]];
        var results = await Stream.PutAsync([new("a", data[0]), new("b", data[1]), new("a", data[2])], Token);

        Assert.All(results, result => Assert.True(result.IsStored));
        var read = await ReadAllAsync();
        Assert.Equal(results.Select(result => result.SequenceNumber), read.Select(entry => entry.SequenceNumber));
        Assert.Equal(["a", "b", "a"], read.Select(entry => entry.PartitionKey));
        Assert.Equal(data, read.Select(entry => entry.Data));
    }

    [Fact]
    public async Task Nothing_is_put_at_once()
    {
        Assert.Empty(await Stream.PutAsync([], Token));
        Assert.Empty(await ReadAllAsync());
    }

    [Fact]
    public async Task The_same_entry_twice_is_two_entries()
    {
        var entry = new StreamEntry("a", new byte[] { 1 });
        await Stream.PutAsync([entry], Token);
        await Stream.PutAsync([entry], Token);

        Assert.Equal(2, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task The_order_of_a_key_holds_through_many_callers()
    {
        const int Callers = 8, Puts = 25;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < Puts; i++)
            {
                var results = await Stream.PutAsync([new($"key-{caller}", new[] { (byte)(2 * i) }), new($"key-{caller}", new[] { (byte)((2 * i) + 1) })], Token);
                Assert.All(results, result => Assert.True(result.IsStored));
            }
        }, Token)));

        var read = await ReadAllAsync();
        Assert.Equal(Callers * Puts * 2, read.Count);
        Assert.All(
            read.GroupBy(entry => entry.PartitionKey),
            key => Assert.Equal(Enumerable.Range(0, Puts * 2).Select(i => (byte)i), key.Select(entry => entry.Data[0])));
        var numbers = read.Select(entry => BigInteger.Parse(entry.SequenceNumber, NumberStyles.None, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    [Fact]
    public async Task A_caller_who_already_gave_up_puts_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Stream.PutAsync([new("a", new byte[] { 1 })], new CancellationToken(canceled: true)));

        Assert.Empty(await ReadAllAsync());
    }
}
