using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DroneLink.CloudSdk.Storage;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>
/// The calls that are made, in memory, strict about what the service is strict about, and made to fail at will. It knows the two conditions
/// and the one form of query that <see cref="DynamoTable"/> uses.
/// </summary>
internal sealed class DynamoFake() : AmazonDynamoDBClient(
    new AnonymousAWSCredentials(), new AmazonDynamoDBConfig { ServiceURL = "http://localhost", MaxErrorRetry = 0 })
{
    public const int MaxItemBytes = 400 * 1024;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Item> _items = new(StringComparer.Ordinal);
    private int _calls;

    /// <summary>Fails a call before it does anything: the number of the call, from 0, and the request; null lets it be.</summary>
    public Func<int, AmazonWebServiceRequest, Exception?>? Before { get; set; }

    /// <summary>Fails a call after it did everything.</summary>
    public Func<int, AmazonWebServiceRequest, Exception?>? After { get; set; }

    /// <summary>Leaves an item of a batch undone.</summary>
    public Func<int, Item, bool>? Skip { get; set; }

    /// <summary>Runs between the calls of whoever is tested, outside the lock.</summary>
    public Func<int, AmazonWebServiceRequest, Task>? Between { get; set; }

    public int Calls => _calls;

    /// <summary>Sizes of the items written, in the order of writing.</summary>
    public List<(string Key, int Bytes)> Written { get; } = [];

    /// <summary>Every item, in order of its keys.</summary>
    public IReadOnlyList<Item> Items
    {
        get
        {
            lock (_lock)
                return [.. _items.Values];
        }
    }

    public override Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default) => Call(
        request,
        _ => new GetItemResponse { Item = _items.GetValueOrDefault(KeyOf(request.Key)) is { } item ? Copy(item) : null },
        cancellationToken);

    public override Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken = default) => Call(
        request,
        _ =>
        {
            var stored = _items.GetValueOrDefault(KeyOf(request.Item));
            var holds = request.ConditionExpression switch
            {
                null => true,
                "attribute_not_exists(pk)" => stored is null,
                "v = :v" => stored?["v"].N == request.ExpressionAttributeValues[":v"].N,
                var other => throw new NotSupportedException(other),
            };
            if (!holds)
                throw new ConditionalCheckFailedException("The conditional request failed");
            Put(request.Item);
            return new PutItemResponse();
        },
        cancellationToken);

    public override Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancellationToken = default) => Call(
        request,
        _ => new DeleteItemResponse { Attributes = _items.Remove(KeyOf(request.Key), out var item) ? item : null },
        cancellationToken);

    public override Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default) => Call(
        request,
        _ =>
        {
            if (request.KeyConditionExpression != "pk = :pk AND sk BETWEEN :from AND :to")
                throw new NotSupportedException(request.KeyConditionExpression);
            string Value(string name) => request.ExpressionAttributeValues[name].S is { Length: > 0 } text ? text : throw Invalid("an empty key");
            bool IsIn(string sk) => string.CompareOrdinal(sk, Value(":from")) >= 0 && string.CompareOrdinal(sk, Value(":to")) <= 0;
            var found = _items.Values.Where(item => item["pk"].S == Value(":pk") && IsIn(item["sk"].S));
            var forward = request.ScanIndexForward != false;
            if (!forward)
                found = found.Reverse();
            if (request.ExclusiveStartKey is { } start)
                found = found.Where(item => string.CompareOrdinal(item["sk"].S, start["sk"].S) * (forward ? 1 : -1) > 0);
            var answer = new QueryResponse { Items = [] };
            foreach (var item in found)
            {
                if (answer.Items.Count == request.Limit || answer.Items.Sum(Size) > 1024 * 1024)
                {
                    answer.LastEvaluatedKey = DynamoItemKey(answer.Items[^1]);
                    break;
                }

                answer.Items.Add(Copy(item));
            }

            return answer;
        },
        cancellationToken);

    public override Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancellationToken = default) => Call(
        request,
        call =>
        {
            var (table, wanted) = request.RequestItems.Single();
            CheckBatch([.. wanted.Keys], 100);
            var done = wanted.Keys.Where(key => Skip?.Invoke(call, key) != true).ToList();
            return new BatchGetItemResponse
            {
                Responses = new() { [table] = [.. done.Select(key => _items.GetValueOrDefault(KeyOf(key))).OfType<Item>().Select(Copy)] },
                UnprocessedKeys = done.Count == wanted.Keys.Count
                    ? []
                    : new() { [table] = new KeysAndAttributes { Keys = [.. wanted.Keys.Except(done)], ConsistentRead = wanted.ConsistentRead } },
            };
        },
        cancellationToken);

    public override Task<BatchWriteItemResponse> BatchWriteItemAsync(BatchWriteItemRequest request, CancellationToken cancellationToken = default) => Call(
        request,
        call =>
        {
            var (table, writes) = request.RequestItems.Single();
            CheckBatch(writes.ConvertAll(write => write.PutRequest.Item), 25);
            var left = writes.FindAll(write => Skip?.Invoke(call, write.PutRequest.Item) == true);
            foreach (var write in writes.Except(left))
                Put(write.PutRequest.Item);
            return new BatchWriteItemResponse { UnprocessedItems = left.Count == 0 ? [] : new() { [table] = left } };
        },
        cancellationToken);

    public static string KeyOf(Item item) => item["pk"].S is { Length: > 0 } pk && item["sk"].S is { Length: > 0 } sk ? $"{pk}\n{sk}" : throw Invalid("an empty key");

    /// <summary>What the service bills an item as: names and values.</summary>
    public static int Size(Item item) => item.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + attribute.Value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(text),
        { N: { } number } => (number.Length / 2) + 2,
        { B: { } bytes } => (int)bytes.Length,
        _ => throw new NotSupportedException("an attribute of another type"),
    });

    private static AmazonDynamoDBException Invalid(string message) => new(message, ErrorType.Sender, "ValidationException", "1", System.Net.HttpStatusCode.BadRequest);

    private static Item DynamoItemKey(Item item) => new() { ["pk"] = item["pk"], ["sk"] = item["sk"] };

    private static Item Copy(Item item) => item.ToDictionary(
        pair => pair.Key,
        pair => pair.Value.B is { } bytes ? new AttributeValue { B = new MemoryStream(bytes.ToArray()) } : pair.Value);

    private static void CheckBatch(List<Item> items, int most)
    {
        if (items.Count == 0 || items.Count > most)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"{items.Count} items in a batch"));
        if (items.Select(KeyOf).Distinct().Count() != items.Count)
            throw Invalid("Provided list of item keys contains duplicates");
    }

    private void Put(Item item)
    {
        if (Size(item) > MaxItemBytes)
            throw Invalid("Item size has exceeded the maximum allowed size");
        Written.Add((KeyOf(item), Size(item)));
        _items[KeyOf(item)] = Copy(item);
    }

    private async Task<T> Call<T>(AmazonWebServiceRequest request, Func<int, T> apply, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _calls) - 1;
        if (Between is { } between)
            await between(call, request);
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (Before?.Invoke(call, request) is { } before)
            throw before;
        T answer;
        lock (_lock)
            answer = apply(call);
        return After?.Invoke(call, request) is { } after ? throw after : answer;
    }
}
