using System.CommandLine;
using DroneLink.Deploy.Stack;

namespace DroneLink.Deploy.Commands;

/// <summary><see cref="StackSettings"/> as options.</summary>
internal sealed class StackOptions
{
    private static readonly StackSettings Default = new();

    private readonly Option<string> _stage = Of("--stage", "First part of every name: several stacks live in one account.", Default.Stage);
    private readonly Option<string> _alarmEmail = new("--alarm-email") { Description = "Who gets a mail of every alarm." };
    private readonly Option<int> _retentionDays = Of("--retention-days", "Days that records are kept, 1 to 3650.", Default.RetentionDays);
    private readonly Option<int> _streamHours = Of("--stream-hours", "Hours that the stream keeps what came, 24 to 168.", Default.StreamHours);
    private readonly Option<int> _searchNodes = Of("--search-nodes", "Nodes of the search domain, 1 to 10.", Default.SearchNodes);
    private readonly Option<string> _searchInstance = Of("--search-instance", "Their instance type.", Default.SearchInstance);
    private readonly Option<int> _searchGib = Of("--search-gib", "Disk of each, GiB, 10 to 100.", Default.SearchGib);
    private readonly Option<string> _searchOperator = new("--search-operator") { Description = "Role whose people may use the search domain." };
    private readonly Option<int> _apiRate = Of("--api-rate", "Requests a second that a route takes; commands a fiftieth.", Default.ApiRate);
    private readonly Option<string> _iotEndpoint = new("--iot-endpoint") { Description = "Host of IoT's data plane, if not the region's." };
    private readonly Option<bool> _iotThroughIngest = new("--iot-through-ingest")
    {
        Description = "Frames over MQTT go through a function that checks them.",
    };

    private readonly Option<bool> _noReserved = new("--no-reserved-concurrency")
    {
        Description = "For an account whose limit of concurrency is below 300.",
    };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _stage, _alarmEmail, _retentionDays, _streamHours, _searchNodes, _searchInstance, _searchGib, _searchOperator, _apiRate, _iotEndpoint,
            _iotThroughIngest, _noReserved,
        ];
        foreach (var option in all)
            command.Options.Add(option);
    }

    public StackSettings Read(ParseResult parsed) => new()
    {
        Stage = parsed.GetRequiredValue(_stage),
        AlarmEmail = parsed.GetValue(_alarmEmail),
        RetentionDays = parsed.GetRequiredValue(_retentionDays),
        StreamHours = parsed.GetRequiredValue(_streamHours),
        SearchNodes = parsed.GetRequiredValue(_searchNodes),
        SearchInstance = parsed.GetRequiredValue(_searchInstance),
        SearchGib = parsed.GetRequiredValue(_searchGib),
        SearchOperator = parsed.GetValue(_searchOperator),
        ApiRate = parsed.GetRequiredValue(_apiRate),
        IotEndpoint = parsed.GetValue(_iotEndpoint),
        IotThroughIngest = parsed.GetValue(_iotThroughIngest),
        ReserveConcurrency = !parsed.GetValue(_noReserved),
    };

    private static Option<T> Of<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
