using System.Globalization;
using DroneLink.CloudSdk.Search;

namespace DroneLink.CloudSdk.Aws;

/// <summary>What DroneLink's parts on AWS are called, read from the environment alike in a function and on a ground station.</summary>
public sealed record AwsCloudOptions
{
    /// <summary>Default of <see cref="StreamName"/>, <see cref="TableName"/> and <see cref="SearchPrefix"/>.</summary>
    public const string DefaultName = "dronelink";

    /// <summary>Default of <see cref="RetentionDays"/>.</summary>
    public const int DefaultRetentionDays = 90;

    /// <summary>Largest value of <see cref="RetentionDays"/>, ten years.</summary>
    public const int MaxRetentionDays = 3650;

    /// <summary>The Kinesis stream: <c>DRONELINK_STREAM</c>.</summary>
    public string StreamName { get; init; } = DefaultName;

    /// <summary>The DynamoDB table: <c>DRONELINK_TABLE</c>.</summary>
    public string TableName { get; init; } = DefaultName;

    /// <summary>Elasticsearch or OpenSearch: <c>DRONELINK_SEARCH_URL</c>; null where nothing is searched or projected.</summary>
    public Uri? SearchUrl { get; init; }

    /// <summary>
    /// How to log in there, <c>DRONELINK_SEARCH_AUTH</c>: <c>sigv4</c>, <c>sigv4-aoss</c>, <c>basic</c>, <c>apiKey</c> or <c>none</c>; null
    /// for <c>sigv4</c> at Amazon's hosts and <c>none</c> elsewhere.
    /// </summary>
    public string? SearchAuth { get; init; }

    /// <summary>What is needed for it, <c>DRONELINK_SEARCH_SECRET</c>: <c>user:password</c> or the API key. Never logged.</summary>
    public string? SearchSecret { get; init; }

    /// <summary>Begins the names of the indices: <c>DRONELINK_SEARCH_PREFIX</c>.</summary>
    public string SearchPrefix { get; init; } = DefaultName;

    /// <summary>When a search sees what was written; of no variable, for tests and emulators.</summary>
    public SearchRefresh SearchRefresh { get; init; }

    /// <summary>Days that history is kept, 1 to 3650: <c>DRONELINK_RETENTION_DAYS</c>.</summary>
    public int RetentionDays { get; init; } = DefaultRetentionDays;

    /// <summary>The host of IoT Core's data plane: <c>DRONELINK_IOT_ENDPOINT</c>; null where no command is sent.</summary>
    public string? IotEndpoint { get; init; }

    /// <summary>
    /// Who projects, <c>DRONELINK_PROJECTION</c>: <c>function</c>, a deployed one, so that the pipeline of a ground station only listens; or
    /// <c>self</c>, that pipeline.
    /// </summary>
    public bool ProjectsItself { get; init; }

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">Returns a variable, null when it is not set; null for those of the process.</param>
    /// <exception cref="FormatException">A value is malformed; the message says which and what is expected.</exception>
    public static AwsCloudOptions FromEnvironment(Func<string, string?>? variable = null)
    {
        string? Read(string name) => (variable ?? Environment.GetEnvironmentVariable)(name) is { Length: > 0 } value ? value : null;

        return new AwsCloudOptions
        {
            StreamName = Read("DRONELINK_STREAM") ?? DefaultName,
            TableName = Read("DRONELINK_TABLE") ?? DefaultName,
            SearchUrl = Read("DRONELINK_SEARCH_URL") is { } url ? ReadUrl(url) : null,
            SearchAuth = Read("DRONELINK_SEARCH_AUTH"),
            SearchSecret = Read("DRONELINK_SEARCH_SECRET"),
            SearchPrefix = Read("DRONELINK_SEARCH_PREFIX") ?? DefaultName,
            RetentionDays = Read("DRONELINK_RETENTION_DAYS") is { } days ? ReadDays(days) : DefaultRetentionDays,
            IotEndpoint = Read("DRONELINK_IOT_ENDPOINT"),
            ProjectsItself = Read("DRONELINK_PROJECTION") switch
            {
                null or "function" => false,
                "self" => true,
                var other => throw new FormatException($"DRONELINK_PROJECTION is '{other}'; expected is function or self."),
            },
        };
    }

    private static Uri ReadUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? uri
        : throw new FormatException($"DRONELINK_SEARCH_URL is '{url}'; expected is an address such as https://search.example.org:9200.");

    private static int ReadDays(string days) =>
        int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxRetentionDays
            ? number
            : throw new FormatException($"DRONELINK_RETENTION_DAYS is '{days}'; expected are 1 to {MaxRetentionDays}.");
}
