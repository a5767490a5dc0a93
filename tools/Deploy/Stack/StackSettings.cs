using System.Text.RegularExpressions;

namespace DroneLink.Deploy.Stack;

/// <summary>What may differ between two stacks. A value outside its range is refused by <see cref="Check"/>.</summary>
public sealed partial record StackSettings
{
    /// <summary>Default of <see cref="Stage"/>.</summary>
    public const string DefaultStage = "prod";

    /// <summary>
    /// First part of every name, so that several stacks live in one account: 1 to 12 of <c>a-z 0-9 -</c>, starting with a letter. An
    /// OpenSearch domain's name has at most 28 characters, which is the shortest limit of all.
    /// </summary>
    public string Stage { get; init; } = DefaultStage;

    /// <summary>Who gets a mail of every alarm; null for nobody. AWS asks this address to confirm it.</summary>
    public string? AlarmEmail { get; init; }

    /// <summary>Days that records are kept in the table, 1 to 3650. Default 90.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>Hours that the stream keeps what came, 24 to 168: the time there is to mend a projection. Default 24.</summary>
    public int StreamHours { get; init; } = 24;

    /// <summary>Nodes of the search domain, 1 to 10. With 2 and more they are in two zones. Default 1.</summary>
    public int SearchNodes { get; init; } = 1;

    /// <summary>Instance type of a node of the search domain. Default <c>t3.small.search</c>.</summary>
    public string SearchInstance { get; init; } = "t3.small.search";

    /// <summary>Disk of each node of the search domain, GiB, 10 to 100 (what a t3.small takes). Default 20.</summary>
    public int SearchGib { get; init; } = 20;

    /// <summary>
    /// Name of a role of the account, with its path if it has one, whose people may read and set up the search domain, such as for
    /// dashboards; null for nobody.
    /// </summary>
    public string? SearchOperator { get; init; }

    /// <summary>Whether the IoT rule hands frames to the function <c>iot</c>, which checks each, instead of to the stream. Default false.</summary>
    public bool IotThroughIngest { get; init; }

    /// <summary>Requests a second that a route takes, 1 to 10,000. Commands get a fiftieth. Default 500.</summary>
    public int ApiRate { get; init; } = 500;

    /// <summary>
    /// Whether functions have concurrency of their own. False for an account whose limit is below 300, as a new one's is: AWS keeps 100 for
    /// the rest. Default true.
    /// </summary>
    public bool ReserveConcurrency { get; init; } = true;

    /// <summary>Host of IoT's data plane; null for the region's, which takes signed requests of every account.</summary>
    public string? IotEndpoint { get; init; }

    /// <summary>Name of the stack, and first part of every other.</summary>
    public string Prefix => Stage + "-dronelink";

    /// <summary>Refuses what the services would refuse, before anything is made.</summary>
    /// <exception cref="UserErrorException">A value is outside its range; the message says which.</exception>
    public StackSettings Check()
    {
        if (!StageName().IsMatch(Stage))
            throw new UserErrorException($"--stage '{Stage}': 1 to 12 of a-z, 0-9 and -, starting with a letter and not ending with -.");
        if (AlarmEmail is not null && !AlarmEmail.Contains('@', StringComparison.Ordinal))
            throw new UserErrorException($"--alarm-email '{AlarmEmail}' is no address.");
        if (SearchOperator is not null && !RoleName().IsMatch(SearchOperator))
            throw new UserErrorException($"--search-operator '{SearchOperator}': the name of a role, not its ARN.");
        Within("--retention-days", RetentionDays, 1, 3650);
        Within("--stream-hours", StreamHours, 24, 168);
        Within("--search-nodes", SearchNodes, 1, 10);
        Within("--search-gib", SearchGib, 10, 100);
        Within("--api-rate", ApiRate, 1, 10_000);
        if (!SearchInstance.EndsWith(".search", StringComparison.Ordinal))
            throw new UserErrorException($"--search-instance '{SearchInstance}': a type such as t3.small.search.");
        return this;
    }

    private static void Within(string option, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new UserErrorException($"{option} {value}: allowed are {least} to {most}.");
    }

    [GeneratedRegex("^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$")]
    private static partial Regex StageName();

    [GeneratedRegex(@"^([\w+=,.@-]+/)*[\w+=,.@-]{1,64}$")]
    private static partial Regex RoleName();
}
