using System.Text;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A path and a query, with cursors of this query, of others and of nobody: what reaches the store is within its bounds, and of the device in the path.</summary>
internal sealed class QueryDoor : CloudDoor
{
    private const string Records = "/v1/devices/kite/records?kind=position&limit=10";

    private readonly MemoryHistory _history = new();
    private readonly QueryHandler _query;
    private readonly CommandHandler _commands;
    private int _status;
    private string _path = "";

    /// <summary>Opens it.</summary>
    public QueryDoor()
    {
        _query = new QueryHandler(_history, _history, Intake, Time);
        _commands = new CommandHandler(Intake, Fleet, Fleet, Intake, Time, new CommandHandlerOptions { AllowAnonymous = true, OnFailure = Failures.Add });
        Examples =
        [
            .. Hostile.Words.Of(
                Records, "/v1/events?device=kite&severity=4&text=PreArm%20GPS&from=2026-11-25T12:00:00Z&to=1795608000000", "/v1/devices", "/v1/links/link-1?from=0&fleet=field",
                "/v1/devices/kite/commands?limit=5&cursor=MTc5NTYwODAwMDAwMCMwMTkzYQ", $"{Records}&cursor={CursorOf(Records)}"),
        ];
    }

    /// <inheritdoc/>
    public override string Name => "query";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Hostile.Words.Text, .. Hostile.Words.Of("&cursor=", "&limit=", "&from=", "&to=", "&kind=", "/records", "/commands", "/v1/", "253402300799999", "253402300800000", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999-14:00"),
    ];

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _history.Clear();
        Failures.Clear();
        var response = Answer(Encoding.UTF8.GetString(input));
        _status = response.StatusCode;
        return Of(response);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        CheckNothingFailed();
        ViolationException.Unless(_status is 200 or 400 or 404, () => $"{_status}");
        if (_history.Records is { } records && _path.StartsWith("/v1/devices/", StringComparison.Ordinal))
        {
            ViolationException.Unless(FrameFormat.IsDeviceId(records.DeviceId) && _path == $"/v1/devices/{records.DeviceId}/records", "another device's records");
            ViolationException.Unless(records.Limit is >= 1 and <= 1000 && !(records.FromMs > records.ToMs), "a question without bounds");
            ViolationException.Unless(records.After is not { } after || FrameFormat.IsDeviceId(after.DeviceId), "a cursor behind nobody");
        }

        if (_history.Events is { } events) ViolationException.Unless(events.Limit is >= 1 and <= 1000 && events.Text?.Length is null or (>= 1 and <= 200), "a search without bounds");
    }

    private HttpApiResponse Answer(string target)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        _path = Uri.UnescapeDataString(question < 0 ? target : target[..question]);
        var parameters = new Dictionary<string, string>();
        foreach (var pair in question < 0 ? [] : target[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(pair.Split('=')[0]);
            var value = pair.Contains('=', StringComparison.Ordinal) ? Uri.UnescapeDataString(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]) : "";
            parameters[name] = parameters.TryGetValue(name, out var earlier) ? $"{earlier},{value}" : value;
        }

        var request = Requests.Of("GET", _path) with { QueryStringParameters = parameters };
        return _path.Contains("/commands", StringComparison.Ordinal) ? Now(_commands.HandleAsync(request)) : Now(_query.HandleAsync(request));
    }

    private string CursorOf(string target)
    {
        using var answer = System.Text.Json.JsonDocument.Parse(Answer(target).Body!);
        return answer.RootElement.GetProperty("cursor").GetString()!;
    }
}
