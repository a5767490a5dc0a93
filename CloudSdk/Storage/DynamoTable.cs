using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// The one table of DroneLink on Amazon DynamoDB: two text keys, on demand, with a time to live. Makes its calls with bounded parallelism
/// and retries them with full jitter; so give it a client with <see cref="ClientConfig.MaxErrorRetry"/> 0. Every read is strongly
/// consistent. Thread safe. Borrows the client.
/// </summary>
public sealed class DynamoTable
{
    /// <summary>The partition key, a text.</summary>
    public const string PartitionKey = "pk";

    /// <summary>The sort key, a text.</summary>
    public const string SortKey = "sk";

    /// <summary>The time to live, seconds since 1970-01-01 UTC. The service deletes late: every reader leaves out what is past it.</summary>
    public const string Expires = "expires";

    internal const string Version = "v";

    private const string UnknownOperation = "UnknownOperationException";
    private const int MaxBatchPuts = 25;
    private const int MaxBatchGets = 100;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MostPoll = TimeSpan.FromSeconds(2);

    private readonly IAmazonDynamoDB _client;
    private readonly DynamoRetry _retry;

    /// <summary>Makes a table; it does no I/O.</summary>
    /// <param name="client">Makes the calls.</param>
    /// <param name="name">The table's name.</param>
    /// <param name="timeProvider">Waits, deadlines and expiry go by it.</param>
    /// <param name="random">Gives numbers from 0 to below 1 for the waits, to several callers at once; null for the shared generator.</param>
    /// <param name="options">What to keep and how to call; the defaults when null.</param>
    public DynamoTable(
        IAmazonDynamoDB client, string name, TimeProvider timeProvider, Func<double>? random = null, DynamoTableOptions? options = null)
    {
        _client = client ?? throw new ArgumentNullException(nameof(client));
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        TimeProvider = timeProvider ?? throw new ArgumentNullException(nameof(timeProvider));
        Options = options ?? new DynamoTableOptions();
        _retry = new DynamoRetry(timeProvider, random ?? Random.Shared.NextDouble, Options);
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    internal DynamoTableOptions Options { get; }

    internal TimeProvider TimeProvider { get; }

    internal long NowMs => TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// Makes the table if there is none, and switches its time to live on where the service knows one; for emulators and tests. In an
    /// account the deployment does it, with backups and alarms. Returns when the table can be used.
    /// </summary>
    public async ValueTask CreateIfMissingAsync(CancellationToken cancellationToken = default)
    {
        var poll = FirstPoll;
        while (await StatusAsync(cancellationToken).ConfigureAwait(false) is var status && status != TableStatus.ACTIVE)
        {
            if (status is null)
                await CreateAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(poll, TimeProvider, cancellationToken).ConfigureAwait(false);
            poll = poll < MostPoll ? 2 * poll : MostPoll;
        }

        try
        {
            var live = await _client.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = Name }, cancellationToken)
                .ConfigureAwait(false);
            if (live.TimeToLiveDescription?.TimeToLiveStatus is not { } ttl || ttl == TimeToLiveStatus.DISABLED)
            {
                await _client.UpdateTimeToLiveAsync(
                    new UpdateTimeToLiveRequest
                    {
                        TableName = Name,
                        TimeToLiveSpecification = new TimeToLiveSpecification { AttributeName = Expires, Enabled = true },
                    },
                    cancellationToken).ConfigureAwait(false);
            }
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == UnknownOperation)
        {
            // An emulator that deletes nothing; readers leave out what is past its time anyway.
        }
    }

    internal long ExpiryOf(long receivedMs) => (long)Math.Ceiling((receivedMs + Options.Retention.TotalMilliseconds) / 1000);

    internal bool IsExpired(Item item) => item.Number(Expires) is { } expires && expires * 1000 <= NowMs;

    /// <summary>Waits before something is done again that another writer was ahead of.</summary>
    /// <param name="attempt">How often it was done, 1 or more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TransactionConflictException">It was done as often as it may be.</exception>
    internal Task BackOffAsync(int attempt, CancellationToken cancellationToken) => attempt < Options.MaxAttempts
        ? _retry.WaitAsync(attempt, cancellationToken)
        : throw new TransactionConflictException($"Other writers were ahead {attempt} times.");

    internal async Task<Item?> GetAsync(string pk, string sk, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            (_, token) => _client.GetItemAsync(
                new GetItemRequest { TableName = Name, Key = DynamoItem.Key(pk, sk), ConsistentRead = true }, token),
            cancellationToken).ConfigureAwait(false);
        return answer.Item is { Count: > 0 } item ? item : null;
    }

    /// <summary>Reads a partition from one sort key to another, both included, page by page.</summary>
    internal async IAsyncEnumerable<List<Item>> QueryAsync(
        string pk,
        string from,
        string to,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        bool forward = true,
        Func<int?>? pageSize = null)
    {
        Item? start = null;
        do
        {
            var request = new QueryRequest
            {
                TableName = Name,
                KeyConditionExpression = $"{PartitionKey} = :pk AND {SortKey} BETWEEN :from AND :to",
                ExpressionAttributeValues = new()
                {
                    [":pk"] = DynamoItem.Text(pk),
                    [":from"] = DynamoItem.Text(from),
                    [":to"] = DynamoItem.Text(to),
                },
                ConsistentRead = true,
                ScanIndexForward = forward,
                ExclusiveStartKey = start,
                Limit = pageSize?.Invoke(),
            };
            var answer = await CallAsync((_, token) => _client.QueryAsync(request, token), cancellationToken).ConfigureAwait(false);
            start = answer.LastEvaluatedKey is { Count: > 0 } last ? last : null;
            if (answer.Items is { Count: > 0 } items)
                yield return items;
        }
        while (start is not null);
    }

    /// <summary>Reads all shards of a list of devices, in any order.</summary>
    internal async Task<IEnumerable<Item>> QueryShardsAsync(string prefix, CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, DynamoItem.Shards).Select(async shard =>
        {
            var items = new List<Item>();
            await foreach (var page in QueryAsync(DynamoItem.Shard(prefix, shard), "!", "~", cancellationToken).ConfigureAwait(false))
                items.AddRange(page);
            return items;
        })).ConfigureAwait(false);
        return shards.SelectMany(items => items);
    }

    /// <summary>Reads items by their keys, those that are there in any order.</summary>
    internal async Task<List<Item>> GetManyAsync(IEnumerable<Item> keys, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(keys.Chunk(MaxBatchGets).Select(part => GetPartAsync([.. part], cancellationToken))).ConfigureAwait(false);
        return [.. parts.SelectMany(part => part)];
    }

    /// <summary>Puts items whatever was there. No key may come twice.</summary>
    internal Task PutManyAsync(IEnumerable<Item> items, CancellationToken cancellationToken) =>
        Task.WhenAll(items.Chunk(MaxBatchPuts).Select(part => PutPartAsync(
            [.. part.Select(item => new WriteRequest(new PutRequest(item)))], cancellationToken)));

    /// <summary>Puts an item if its version is still the one that was read, and gives it the next.</summary>
    /// <param name="item">The item, whose version is set.</param>
    /// <param name="version">The version read; null when there was no item.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// False when somebody else was ahead. That may have been an attempt of this very call, whose answer was lost: read again.
    /// </returns>
    internal async Task<bool> TryPutAsync(Item item, long? version, CancellationToken cancellationToken)
    {
        item[Version] = DynamoItem.Number((version ?? 0) + 1);
        var request = new PutItemRequest
        {
            TableName = Name,
            Item = item,
            ConditionExpression = version is null ? $"attribute_not_exists({PartitionKey})" : $"{Version} = :v",
            ExpressionAttributeValues = version is { } known ? new() { [":v"] = DynamoItem.Number(known) } : null,
        };
        try
        {
            await CallAsync((_, token) => _client.PutItemAsync(request, token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    /// <summary>Deletes an item and returns whether it was there.</summary>
    internal async Task<bool> DeleteAsync(string pk, string sk, CancellationToken cancellationToken) => await CallAsync(
        async (attempt, token) =>
        {
            var answer = await _client.DeleteItemAsync(
                new DeleteItemRequest { TableName = Name, Key = DynamoItem.Key(pk, sk), ReturnValues = ReturnValue.ALL_OLD }, token).ConfigureAwait(false);

            // If it is gone at a second attempt, the first one did it as far as anybody can tell.
            return answer.Attributes is { Count: > 0 } || attempt > 1;
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>Makes a call of another kind, with the same limits and retries. It may be made again though it was carried out.</summary>
    internal Task<T> SendAsync<T>(Func<IAmazonDynamoDB, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync((_, token) => call(_client, token), cancellationToken);

    private async Task<List<Item>> GetPartAsync(List<Item> keys, CancellationToken cancellationToken)
    {
        var items = new List<Item>();
        for (var attempt = 1; ; attempt++)
        {
            var request = new BatchGetItemRequest { RequestItems = new() { [Name] = new KeysAndAttributes { Keys = keys, ConsistentRead = true } } };
            var answer = await CallAsync((_, token) => _client.BatchGetItemAsync(request, token), cancellationToken).ConfigureAwait(false);
            items.AddRange(answer.Responses?.GetValueOrDefault(Name) ?? []);
            if (answer.UnprocessedKeys?.GetValueOrDefault(Name)?.Keys is not { Count: > 0 } left)
                return items;

            // An answer above 16 MB leaves keys over too: what got on is no failure.
            attempt = left.Count < keys.Count ? 0 : attempt;
            await WaitForLeftAsync(attempt, left.Count, cancellationToken).ConfigureAwait(false);
            keys = left;
        }
    }

    private async Task PutPartAsync(List<WriteRequest> writes, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var request = new BatchWriteItemRequest { RequestItems = new() { [Name] = writes } };
            var answer = await CallAsync((_, token) => _client.BatchWriteItemAsync(request, token), cancellationToken).ConfigureAwait(false);
            if (answer.UnprocessedItems?.GetValueOrDefault(Name) is not { Count: > 0 } left)
                return;
            await WaitForLeftAsync(attempt, left.Count, cancellationToken).ConfigureAwait(false);
            writes = left;
        }
    }

    private Task WaitForLeftAsync(int attempt, int left, CancellationToken cancellationToken) => attempt < Options.MaxAttempts
        ? _retry.WaitAsync(Math.Max(attempt, 1), cancellationToken)
        : throw new ProvisionedThroughputExceededException($"The service left {left} items of a batch undone {attempt} times.");

    private async Task<T> CallAsync<T>(Func<int, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _retry.CallAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceNotFoundException exception)
        {
            throw new ResourceNotFoundException(
                $"There is no DynamoDB table '{Name}' at {_client.Config?.ServiceURL ?? _client.Config?.RegionEndpoint?.SystemName}: deploy it, or name the one that is.",
                exception);
        }
    }

    private async Task<TableStatus?> StatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.DescribeTableAsync(Name, cancellationToken).ConfigureAwait(false)).Table.TableStatus;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = Name,
                    KeySchema = [new KeySchemaElement(PartitionKey, KeyType.HASH), new KeySchemaElement(SortKey, KeyType.RANGE)],
                    AttributeDefinitions =
                    [
                        new AttributeDefinition(PartitionKey, ScalarAttributeType.S), new AttributeDefinition(SortKey, ScalarAttributeType.S),
                    ],
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceInUseException)
        {
            // Somebody else makes it.
        }
    }
}
