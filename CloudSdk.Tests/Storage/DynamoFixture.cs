using Amazon.DynamoDBv2;
using DroneLink.CloudSdk.Storage;
using DroneLink.Emulators;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>
/// Tables on dynalite, or where it is asked for on Amazon's own. Made in test time, since what is past its retention is left out.
/// </summary>
public sealed class DynamoFixture : IDisposable
{
    private readonly Dynalite _dynalite = new();
    private readonly Lazy<AmazonDynamoDBClient> _client;

    public DynamoFixture() => _client = new(() => _dynalite.Connect());

    /// <summary>Why there is none; null when there is.</summary>
    public string? WhyNot => _dynalite.WhyNot;

    /// <summary>Makes an empty table.</summary>
    internal DynamoTable New()
    {
        var name = $"t{Guid.NewGuid():N}";
        new DynamoTable(_client.Value, name, TimeProvider.System).CreateIfMissingAsync(Token).AsTask().Wait(Token);
        return Open(_client.Value, name);
    }

    /// <summary>A table that waits for nothing.</summary>
    internal static DynamoTable Open(IAmazonDynamoDB client, string name = "t", FakeTimeProvider? time = null, DynamoTableOptions? options = null) =>
        new(client, name, time ?? new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Now)) { AutoAdvanceAmount = TimeSpan.FromTicks(1) }, () => 0, options);

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
        _dynalite.Dispose();
    }
}
