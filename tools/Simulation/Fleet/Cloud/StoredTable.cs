using System.Text;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>The one table of DroneLink, as DynamoDB keeps it. It knows the two conditions and the one form of query that are used.</summary>
internal sealed class StoredTable
{
    private const int MaxItemBytes = 400 * 1024;
    private const int MaxBatchPuts = 25;
    private const int MaxBatchGets = 100;
    private const int MaxPageItems = 200;

    private readonly Dictionary<string, SortedList<string, Item>> _partitions = new(StringComparer.Ordinal);

    public Item? Get(Item key) => Partition(key).GetValueOrDefault(key["sk"].S) is { } item ? new Item(item) : null;

    public void Put(Item item)
    {
        if (Size(item) > MaxItemBytes) throw new InvalidRequestException("Item size has exceeded the maximum allowed size");
        Partition(item)[item["sk"].S] = new Item(item);
    }

    /// <summary>Puts an item if its condition holds.</summary>
    public void Put(PutItemRequest request)
    {
        var stored = Partition(request.Item).GetValueOrDefault(request.Item["sk"].S);
        var holds = request.ConditionExpression switch
        {
            null => true,
            "attribute_not_exists(pk)" => stored is null,
            "v = :v" => stored?["v"].N == request.ExpressionAttributeValues[":v"].N,
            var other => throw new NotSupportedException(other),
        };
        if (!holds) throw new ConditionalCheckFailedException("The conditional request failed");
        Put(request.Item);
    }

    public void PutMany(List<WriteRequest> writes)
    {
        if (writes.Count is 0 or > MaxBatchPuts) throw new InvalidRequestException("a batch of a wrong size");
        if (writes.Select(write => (write.PutRequest.Item["pk"].S, write.PutRequest.Item["sk"].S)).Distinct().Count() != writes.Count)
            throw new InvalidRequestException("Provided list of item keys contains duplicates");
        foreach (var write in writes) Put(write.PutRequest.Item);
    }

    public List<Item> GetMany(List<Item> keys) =>
        keys.Count is 0 or > MaxBatchGets ? throw new InvalidRequestException("a batch of a wrong size") : [.. keys.Select(Get).OfType<Item>()];

    public QueryResponse Query(QueryRequest request)
    {
        if (request.KeyConditionExpression != "pk = :pk AND sk BETWEEN :from AND :to") throw new NotSupportedException(request.KeyConditionExpression);
        var answer = new QueryResponse { Items = [] };
        if (!_partitions.TryGetValue(request.ExpressionAttributeValues[":pk"].S, out var partition)) return answer;
        var (from, to) = (request.ExpressionAttributeValues[":from"].S, request.ExpressionAttributeValues[":to"].S);
        var isForward = request.ScanIndexForward != false;
        var start = request.ExclusiveStartKey?["sk"].S;
        var limit = Math.Min(request.Limit ?? MaxPageItems, MaxPageItems);
        var at = isForward ? FirstFrom(partition.Keys, start is null ? from : start + "\0") : FirstFrom(partition.Keys, start ?? (to + "\0")) - 1;
        for (; at >= 0 && at < partition.Count; at += isForward ? 1 : -1)
        {
            var key = partition.Keys[at];
            if (string.CompareOrdinal(key, from) < 0 || string.CompareOrdinal(key, to) > 0) break;
            if (answer.Items.Count == limit)
            {
                var last = answer.Items[^1];
                answer.LastEvaluatedKey = new Item { ["pk"] = last["pk"], ["sk"] = last["sk"] };
                break;
            }

            answer.Items.Add(new Item(partition.Values[at]));
        }

        return answer;
    }

    private static int FirstFrom(IList<string> keys, string from)
    {
        var (low, high) = (0, keys.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(keys[middle], from) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static int Size(Item item) => item.Sum(attribute => attribute.Key.Length + attribute.Value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(text),
        { N: { } number } => (number.Length / 2) + 2,
        { B: { } bytes } => (int)bytes.Length,
        _ => throw new NotSupportedException("an attribute of another type"),
    });

    private SortedList<string, Item> Partition(Item key)
    {
        var pk = key["pk"].S;
        if (!_partitions.TryGetValue(pk, out var partition)) _partitions.Add(pk, partition = new SortedList<string, Item>(StringComparer.Ordinal));
        return partition;
    }
}
