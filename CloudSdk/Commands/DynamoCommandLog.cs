using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Commands;

/// <summary>
/// The commands on DynamoDB, under pk <c>CMD#{device}</c>. A command is an item with sk <c>I#{id}</c>, which guards its id, and a pointer to it with
/// sk <c>T#{ms}#{id}</c>, by which the device's commands are listed. The pointer is written second, and again whenever the command is
/// added again, so that a command that was sent is listed. Thread safe.
/// </summary>
/// <param name="table">Where they are kept; its clock says when one is gone.</param>
/// <param name="retention">How long a command is kept; null for a year.</param>
public sealed class DynamoCommandLog(DynamoTable table, TimeSpan? retention = null) : ICommandLog
{
    private const string Secret = "secretParameters";

    private readonly DynamoTable _table = table ?? throw new ArgumentNullException(nameof(table));
    private readonly TimeSpan _retention = retention ?? TimeSpan.FromDays(365);

    /// <inheritdoc/>
    public async ValueTask<LoggedCommand> AddAsync(LoggedCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var logged = command;
        try
        {
            var request = new PutItemRequest
            {
                TableName = _table.Name,
                Item = Item(command),
                ConditionExpression = "attribute_not_exists(pk) OR expires <= :now",
                ExpressionAttributeValues = new() { [":now"] = DynamoItem.Number(_table.TimeProvider.GetUtcNow().ToUnixTimeSeconds()) },
            };
            await _table.SendAsync((client, attempt) => client.PutItemAsync(request, attempt), cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            // Also when an attempt whose answer was lost has put it.
            logged = await FindAsync(command.DeviceId, command.Id, cancellationToken).ConfigureAwait(false)
                ?? throw new IOException($"The command '{command.Id}' expired while it was looked for.");
            if (logged.Status != CommandStatus.Pending)
                return logged;
        }

        var pointer = new PutItemRequest { TableName = _table.Name, Item = Pointer(logged) };
        await _table.SendAsync((client, attempt) => client.PutItemAsync(pointer, attempt), cancellationToken).ConfigureAwait(false);
        return logged;
    }

    /// <inheritdoc/>
    public async ValueTask<LoggedCommand?> FindAsync(string deviceId, string id, CancellationToken cancellationToken = default)
    {
        var item = await _table.GetAsync(PartitionKey(deviceId), ItemKey(id), cancellationToken).ConfigureAwait(false);
        return item is null ? null : Live(item);
    }

    /// <inheritdoc/>
    public async ValueTask<LoggedCommand?> AdvanceAsync(
        string deviceId, string id, CommandStatus status, DateTimeOffset at, string? message, CancellationToken cancellationToken = default)
    {
        var values = new Dictionary<string, AttributeValue>
        {
            [":status"] = DynamoItem.Number((int)status),
            [":at"] = DynamoItem.Number(at.ToUnixTimeMilliseconds()),
            [":bound"] = DynamoItem.Number(Math.Min((int)status, (int)CommandStatus.Done)),
        };
        if (message is not null)
            values[":message"] = new AttributeValue(message);
        List<string> removed = message is null ? ["#message"] : [];
        if (status >= CommandStatus.Done)
            removed.Add(Secret);
        try
        {
            var request = new UpdateItemRequest
            {
                TableName = _table.Name,
                Key = Key(deviceId, ItemKey(id)),
                UpdateExpression = "SET #status = :status, changed = :at" + (message is null ? "" : ", #message = :message")
                    + (removed.Count == 0 ? "" : " REMOVE " + string.Join(", ", removed)),
                ConditionExpression = "#status < :bound",
                ExpressionAttributeNames = new() { ["#status"] = "status", ["#message"] = "message" },
                ExpressionAttributeValues = values,
                ReturnValues = ReturnValue.ALL_NEW,
            };
            var answer = await _table.SendAsync((client, attempt) => client.UpdateItemAsync(request, attempt), cancellationToken).ConfigureAwait(false);
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
        var request = new QueryRequest
        {
            TableName = _table.Name,
            KeyConditionExpression = "pk = :pk AND begins_with(sk, :pointers)",
            ExpressionAttributeValues = new() { [":pk"] = new AttributeValue(PartitionKey(deviceId)), [":pointers"] = new AttributeValue("T#") },
            ExclusiveStartKey = after is { } position ? Key(deviceId, PointerKey(position)) : null,
            ScanIndexForward = false,
            ConsistentRead = true,
            Limit = limit + 1,
        };
        var answer = await _table.SendAsync((client, attempt) => client.QueryAsync(request, attempt), cancellationToken).ConfigureAwait(false);
        var pointers = Positions(answer);
        var page = pointers.Take(limit).ToList();
        return new CommandPage(await FollowAsync(deviceId, page, cancellationToken).ConfigureAwait(false), pointers.Count > limit ? page[^1] : null);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LoggedCommand>> ListOpenAsync(
        string deviceId, DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, CommandPage.MaxCommands);
        var first = new CommandPosition((now - LoggedCommand.MaxLifetime).ToUnixTimeMilliseconds() + 1, "");
        var request = new QueryRequest
        {
            TableName = _table.Name,
            KeyConditionExpression = "pk = :pk AND sk BETWEEN :first AND :end",
            ExpressionAttributeValues = new()
            {
                [":pk"] = new AttributeValue(PartitionKey(deviceId)),
                [":first"] = new AttributeValue(PointerKey(first)),
                [":end"] = new AttributeValue("T$"),
            },
            ConsistentRead = true,
            Limit = CommandPage.MaxCommands,
        };
        var open = new List<LoggedCommand>();
        do
        {
            var answer = await _table.SendAsync((client, attempt) => client.QueryAsync(request, attempt), cancellationToken).ConfigureAwait(false);
            var commands = await FollowAsync(deviceId, Positions(answer), cancellationToken).ConfigureAwait(false);
            open.AddRange(commands.Where(command => command.IsOpen(now)).Take(limit - open.Count));
            request.ExclusiveStartKey = answer.LastEvaluatedKey;
        }
        while (open.Count < limit && request.ExclusiveStartKey is { Count: > 0 });
        return open;
    }

    // A pointer that DynamoDB has still to delete leads to no command, or to a later one of that id.
    private async Task<IReadOnlyList<LoggedCommand>> FollowAsync(string deviceId, List<CommandPosition> pointers, CancellationToken cancellationToken)
    {
        var ids = pointers.Select(pointer => pointer.Id).Distinct(StringComparer.Ordinal);
        var items = await _table.GetManyAsync(ids.Select(id => Key(deviceId, ItemKey(id))), cancellationToken).ConfigureAwait(false);
        var commands = items.Select(Live).OfType<LoggedCommand>().ToDictionary(Position);
        return [.. pointers.Select(pointer => commands.GetValueOrDefault(pointer)).OfType<LoggedCommand>()];
    }

    private static List<CommandPosition> Positions(QueryResponse answer) => [.. (answer.Items ?? []).Select(item => item["sk"].S.Split('#'))
        .Select(parts => new CommandPosition(long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]))];

    // DynamoDB deletes what has expired days later.
    private LoggedCommand? Live(Dictionary<string, AttributeValue> item) => Long(item, "expires") > _table.TimeProvider.GetUtcNow().ToUnixTimeSeconds()
        ? new LoggedCommand
        {
            DeviceId = item["deviceId"].S,
            Id = item["id"].S,
            FleetId = item["fleetId"].S,
            Command = item["command"].S,
            Parameters = item["parameters"].S,
            SecretParameters = item.GetValueOrDefault(Secret)?.S,
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
        item["requested"] = DynamoItem.Number(command.RequestedAt.ToUnixTimeMilliseconds());
        item["until"] = DynamoItem.Number(command.ExpiresAt.ToUnixTimeMilliseconds());
        item["status"] = DynamoItem.Number((int)command.Status);
        item["changed"] = DynamoItem.Number(command.ChangedAt.ToUnixTimeMilliseconds());
        item["expires"] = Expires(command);
        if (command.SecretParameters is { } secret)
            item[Secret] = new AttributeValue(secret);
        if (command.Caller is { } caller)
            item["caller"] = new AttributeValue(caller);
        if (command.Message is { } message)
            item["message"] = new AttributeValue(message);
        return item;
    }

    private Dictionary<string, AttributeValue> Pointer(LoggedCommand command)
    {
        var item = Key(command.DeviceId, PointerKey(Position(command)));
        item["expires"] = Expires(command);
        return item;
    }

    private AttributeValue Expires(LoggedCommand command) => DynamoItem.Number((command.RequestedAt + _retention).ToUnixTimeSeconds());

    private static string PartitionKey(string deviceId) => "CMD#" + deviceId;

    private static string ItemKey(string id) => "I#" + id;

    private static string PointerKey(CommandPosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"T#{position.RequestedMs:D13}#{position.Id}");

    private static Dictionary<string, AttributeValue> Key(string deviceId, string sk) =>
        DynamoItem.Key(PartitionKey(deviceId), sk);

    private static CommandPosition Position(LoggedCommand command) => new(command.RequestedAt.ToUnixTimeMilliseconds(), command.Id);

    private static long Long(Dictionary<string, AttributeValue> item, string name) => long.Parse(item[name].N, CultureInfo.InvariantCulture);
}
