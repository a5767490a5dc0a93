using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DroneLink.CloudSdk.Commands;

/// <summary>
/// The commands on DynamoDB, under pk <c>CMD#{device}</c>. A command is an item with sk <c>I#{id}</c>, which guards its id, and a pointer to it with
/// sk <c>T#{ms}#{id}</c>, by which the device's commands are listed. The pointer is written second, and again whenever the command is
/// added again, so that a command that was sent is listed. Thread safe. Borrows the client, whose retries count.
/// </summary>
/// <param name="client">Speaks to DynamoDB.</param>
/// <param name="table">Name of the table: keys <c>pk</c> and <c>sk</c>, TTL on <c>expires</c>.</param>
/// <param name="retention">How long a command is kept; null for a year.</param>
/// <param name="timeProvider">The clock by which it is gone, and waits go; null for the system's.</param>
/// <param name="random">Gives numbers from 0 to below 1 for the jitter; null for the shared generator.</param>
public sealed class DynamoCommandLog(
    IAmazonDynamoDB client, string table, TimeSpan? retention = null, TimeProvider? timeProvider = null, Func<double>? random = null) : ICommandLog
{
    private const int MaxBatchGets = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    private readonly IAmazonDynamoDB _client = client ?? throw new ArgumentNullException(nameof(client));
    private readonly string _table = table ?? throw new ArgumentNullException(nameof(table));
    private readonly TimeSpan _retention = retention ?? TimeSpan.FromDays(365);
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;
    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;

    /// <inheritdoc/>
    public async ValueTask<LoggedCommand> AddAsync(LoggedCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var logged = command;
        try
        {
            await _client.PutItemAsync(
                new PutItemRequest
                {
                    TableName = _table,
                    Item = Item(command),
                    ConditionExpression = "attribute_not_exists(pk) OR expires <= :now",
                    ExpressionAttributeValues = new() { [":now"] = Number(_clock.GetUtcNow().ToUnixTimeSeconds()) },
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            logged = await FindAsync(command.DeviceId, command.Id, cancellationToken).ConfigureAwait(false)
                ?? throw new IOException($"The command '{command.Id}' expired while it was looked for.");
            if (logged.Status != CommandStatus.Pending)
                return logged;
        }

        await _client.PutItemAsync(new PutItemRequest { TableName = _table, Item = Pointer(logged) }, cancellationToken).ConfigureAwait(false);
        return logged;
    }

    /// <inheritdoc/>
    public async ValueTask<LoggedCommand?> FindAsync(string deviceId, string id, CancellationToken cancellationToken = default)
    {
        var answer = await _client.GetItemAsync(
            new GetItemRequest { TableName = _table, Key = Key(deviceId, ItemKey(id)), ConsistentRead = true }, cancellationToken).ConfigureAwait(false);
        return answer.Item is { Count: > 0 } item ? Live(item) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<LoggedCommand?> AdvanceAsync(
        string deviceId, string id, CommandStatus status, DateTimeOffset at, string? message, CancellationToken cancellationToken = default)
    {
        var values = new Dictionary<string, AttributeValue>
        {
            [":status"] = Number((int)status),
            [":at"] = Number(at.ToUnixTimeMilliseconds()),
            [":bound"] = Number(Math.Min((int)status, (int)CommandStatus.Done)),
        };
        if (message is not null)
            values[":message"] = new AttributeValue(message);
        try
        {
            var answer = await _client.UpdateItemAsync(
                new UpdateItemRequest
                {
                    TableName = _table,
                    Key = Key(deviceId, ItemKey(id)),
                    UpdateExpression = "SET #status = :status, changed = :at" + (message is null ? " REMOVE #message" : ", #message = :message"),
                    ConditionExpression = "#status < :bound",
                    ExpressionAttributeNames = new() { ["#status"] = "status", ["#message"] = "message" },
                    ExpressionAttributeValues = values,
                    ReturnValues = ReturnValue.ALL_NEW,
                },
                cancellationToken).ConfigureAwait(false);
            return Live(answer.Attributes);
        }
        catch (ConditionalCheckFailedException)
        {
            return await FindAsync(deviceId, id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<CommandPage> ListAsync(string deviceId, int limit, CommandPosition? after, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, CommandPage.MaxCommands);
        var answer = await _client.QueryAsync(
            new QueryRequest
            {
                TableName = _table,
                KeyConditionExpression = "pk = :pk AND begins_with(sk, :pointers)",
                ExpressionAttributeValues = new() { [":pk"] = new AttributeValue(PartitionKey(deviceId)), [":pointers"] = new AttributeValue("T#") },
                ExclusiveStartKey = after is { } position ? Key(deviceId, PointerKey(position)) : null,
                ScanIndexForward = false,
                ConsistentRead = true,
                Limit = limit + 1,
            },
            cancellationToken).ConfigureAwait(false);
        var pointers = (answer.Items ?? []).Select(item => item["sk"].S.Split('#'))
            .Select(parts => new CommandPosition(long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2])).ToList();
        var page = pointers.Take(limit).ToList();
        var commands = await GetAsync(deviceId, page, cancellationToken).ConfigureAwait(false);
        return new CommandPage(
            [.. page.Select(pointer => commands.GetValueOrDefault(pointer.Id)).OfType<LoggedCommand>()],
            pointers.Count > limit ? page[^1] : null);
    }

    private async ValueTask<Dictionary<string, LoggedCommand>> GetAsync(
        string deviceId, List<CommandPosition> pointers, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, LoggedCommand>(StringComparer.Ordinal);
        if (pointers.Count == 0)
            return found;
        var wanted = new Dictionary<string, KeysAndAttributes>
        {
            [_table] = new() { Keys = [.. pointers.Select(pointer => Key(deviceId, ItemKey(pointer.Id)))], ConsistentRead = true },
        };
        for (var call = 0; wanted is { Count: > 0 }; call++)
        {
            // What DynamoDB leaves unread it has no capacity for at present.
            if (call == MaxBatchGets)
                throw new IOException("DynamoDB leaves commands unread: it has too much to do.");
            if (call > 0)
                await Task.Delay(_random() * (FirstWait * (1 << call)), _clock, cancellationToken).ConfigureAwait(false);
            var answer = await _client.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = wanted }, cancellationToken).ConfigureAwait(false);
            foreach (var item in answer.Responses?.GetValueOrDefault(_table) ?? [])
            {
                if (Live(item) is { } command)
                    found[command.Id] = command;
            }

            wanted = answer.UnprocessedKeys;
        }

        return found;
    }

    // DynamoDB deletes what has expired days later.
    private LoggedCommand? Live(Dictionary<string, AttributeValue> item) => Long(item, "expires") > _clock.GetUtcNow().ToUnixTimeSeconds()
        ? new LoggedCommand
        {
            DeviceId = item["deviceId"].S,
            Id = item["id"].S,
            FleetId = item["fleetId"].S,
            Command = item["command"].S,
            Parameters = item["parameters"].S,
            Caller = item.GetValueOrDefault("caller")?.S,
            RequestedAt = DateTimeOffset.FromUnixTimeMilliseconds(Long(item, "requested")),
            ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(Long(item, "until")),
            Status = (CommandStatus)Long(item, "status"),
            ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(Long(item, "changed")),
            Message = item.GetValueOrDefault("message")?.S,
        }
        : null;

    private Dictionary<string, AttributeValue> Item(LoggedCommand command)
    {
        var item = Key(command.DeviceId, ItemKey(command.Id));
        item["deviceId"] = new AttributeValue(command.DeviceId);
        item["id"] = new AttributeValue(command.Id);
        item["fleetId"] = new AttributeValue(command.FleetId);
        item["command"] = new AttributeValue(command.Command);
        item["parameters"] = new AttributeValue(command.Parameters);
        item["requested"] = Number(command.RequestedAt.ToUnixTimeMilliseconds());
        item["until"] = Number(command.ExpiresAt.ToUnixTimeMilliseconds());
        item["status"] = Number((int)command.Status);
        item["changed"] = Number(command.ChangedAt.ToUnixTimeMilliseconds());
        item["expires"] = Expires(command);
        if (command.Caller is { } caller)
            item["caller"] = new AttributeValue(caller);
        if (command.Message is { } message)
            item["message"] = new AttributeValue(message);
        return item;
    }

    private Dictionary<string, AttributeValue> Pointer(LoggedCommand command)
    {
        var item = Key(command.DeviceId, PointerKey(new CommandPosition(command.RequestedAt.ToUnixTimeMilliseconds(), command.Id)));
        item["expires"] = Expires(command);
        return item;
    }

    private AttributeValue Expires(LoggedCommand command) => Number((command.RequestedAt + _retention).ToUnixTimeSeconds());

    private static string PartitionKey(string deviceId) => "CMD#" + deviceId;

    private static string ItemKey(string id) => "I#" + id;

    private static string PointerKey(CommandPosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"T#{position.RequestedMs:D13}#{position.Id}");

    private static Dictionary<string, AttributeValue> Key(string deviceId, string sk) =>
        new() { ["pk"] = new AttributeValue(PartitionKey(deviceId)), ["sk"] = new AttributeValue(sk) };

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static long Long(Dictionary<string, AttributeValue> item, string name) => long.Parse(item[name].N, CultureInfo.InvariantCulture);
}
