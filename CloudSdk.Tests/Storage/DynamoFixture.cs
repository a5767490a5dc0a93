using System.Collections.Concurrent;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Aws;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>
/// Tables on dynalite, or where it is asked for on Amazon's own. Made in test time, since what is past its retention is left out.
/// </summary>
public sealed class DynamoFixture : IDisposable
{
    private readonly DynamoTarget _dynamo = new();
    private readonly Lazy<AmazonDynamoDBClient> _client;
    private readonly ConcurrentQueue<string> _tables = new();

    public DynamoFixture() => _client = new(() => _dynamo.Connect());

    /// <summary>Why there is none; null when there is.</summary>
    public string? WhyNot => _dynamo.WhyNot;

    /// <summary>The client of every table made here.</summary>
    public AmazonDynamoDBClient Client => _client.Value;

    /// <summary>Makes another client; the caller disposes it.</summary>
    /// <param name="wire">Makes its HTTP client.</param>
    public AmazonDynamoDBClient Connect(HttpClientFactory wire) => _dynamo.Connect(wire);

    /// <summary>Makes an empty table.</summary>
    internal DynamoTable New()
    {
        var name = AwsTarget.NewName();
        _tables.Enqueue(name);
        new DynamoTable(_client.Value, name, TimeProvider.System).CreateIfMissingAsync(Token).AsTask().Wait(Token);

        // Amazon's own goes by its own clock, for which test time may be long past.
        return Open(_client.Value, name, options: new DynamoTableOptions { Retention = TimeSpan.FromDays(3650) });
    }

    /// <summary>A table that waits for nothing.</summary>
    internal static DynamoTable Open(IAmazonDynamoDB client, string name = "t", FakeTimeProvider? time = null, DynamoTableOptions? options = null) =>
        new(client, name, time ?? new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Now)) { AutoAdvanceAmount = TimeSpan.FromTicks(1) }, () => 0, options);

    public void Dispose()
    {
        foreach (var table in AwsTarget.IsAws ? [.. _tables] : Array.Empty<string>())
            _client.Value.DeleteTableAsync(table, CancellationToken.None).Wait();
        if (_client.IsValueCreated)
            _client.Value.Dispose();
        _dynamo.Dispose();
    }
}
