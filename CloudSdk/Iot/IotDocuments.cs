using System.Buffers;

namespace DroneLink.CloudSdk.Iot;

/// <summary>The documents that IoT Core is set up with, as JSON for its API. Their templates are in <c>Iot/Templates</c>.</summary>
public static class IotDocuments
{
    // Names of roles, streams, queues and functions; nothing here can end a JSON string or an ARN.
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>
    /// The policy of every device: one document for all, since its variables are the thing's name and its attribute <c>fleetId</c>.
    /// A device may connect as its own thing alone, publish to its own topics, and hear its commands, its updates and the peers of its fleet.
    /// </summary>
    public static string DevicePolicy(AwsPlace place) => Fill("device-policy.json", place);

    /// <summary>The rule that puts every frame into the stream, without a function.</summary>
    /// <param name="place">Where all of it is.</param>
    /// <param name="stream">Name of the Kinesis stream.</param>
    /// <param name="role">Name of the role that may put into the stream and send to the queue.</param>
    /// <param name="errorQueue">Name of the SQS queue for what the stream would not take.</param>
    /// <exception cref="FormatException">A name cannot be one.</exception>
    public static string FramesToKinesis(AwsPlace place, string stream, string role, string errorQueue) =>
        Fill("frames-to-kinesis.json", place, ("STREAM", stream), ("ROLE", role), ("QUEUE", errorQueue));

    /// <summary>The rule that hands every frame to the function with an <see cref="Lambda.IotFrameHandler"/>.</summary>
    /// <param name="place">Where all of it is.</param>
    /// <param name="function">Name of the function; IoT Core must be permitted to invoke it.</param>
    /// <param name="role">Name of the role that may send to the queue.</param>
    /// <param name="errorQueue">Name of the SQS queue for what could not be handed over.</param>
    /// <exception cref="FormatException">A name cannot be one.</exception>
    public static string FramesToLambda(AwsPlace place, string function, string role, string errorQueue) =>
        Fill("frames-to-lambda.json", place, ("FUNCTION", function), ("ROLE", role), ("QUEUE", errorQueue));

    /// <summary>The rule that hands what became of a command to a function; its event has the members of <see cref="Lambda.IotFrameEvent"/>.</summary>
    /// <param name="place">Where all of it is.</param>
    /// <param name="function">Name of the function; IoT Core must be permitted to invoke it.</param>
    /// <param name="role">Name of the role that may send to the queue.</param>
    /// <param name="errorQueue">Name of the SQS queue for what could not be handed over.</param>
    /// <exception cref="FormatException">A name cannot be one.</exception>
    public static string CommandResultsToLambda(AwsPlace place, string function, string role, string errorQueue) =>
        Fill("command-results-to-lambda.json", place, ("FUNCTION", function), ("ROLE", role), ("QUEUE", errorQueue));

    /// <summary>The rule that tells a function which device is there again; its event has the members of <see cref="Lambda.IotStatusEvent"/>.</summary>
    /// <param name="place">Where all of it is.</param>
    /// <param name="function">Name of the function; IoT Core must be permitted to invoke it.</param>
    /// <param name="role">Name of the role that may send to the queue.</param>
    /// <param name="errorQueue">Name of the SQS queue for what could not be handed over.</param>
    /// <exception cref="FormatException">A name cannot be one.</exception>
    public static string OnlineToLambda(AwsPlace place, string function, string role, string errorQueue) =>
        Fill("online-to-lambda.json", place, ("FUNCTION", function), ("ROLE", role), ("QUEUE", errorQueue));

    /// <summary>The rule that hands what devices ask of updates to a function; its event has the members of <see cref="Lambda.IotFrameEvent"/>.</summary>
    /// <param name="place">Where all of it is.</param>
    /// <param name="function">Name of the function; IoT Core must be permitted to invoke it.</param>
    /// <param name="role">Name of the role that may send to the queue.</param>
    /// <param name="errorQueue">Name of the SQS queue for what could not be handed over.</param>
    /// <exception cref="FormatException">A name cannot be one.</exception>
    public static string OtaRequestsToLambda(AwsPlace place, string function, string role, string errorQueue) =>
        Fill("ota-requests-to-lambda.json", place, ("FUNCTION", function), ("ROLE", role), ("QUEUE", errorQueue));

    private static string Fill(string template, AwsPlace place, params ReadOnlySpan<(string Name, string Value)> names)
    {
        ArgumentNullException.ThrowIfNull(place);
        using var resource = typeof(IotDocuments).Assembly.GetManifestResourceStream("Iot/" + template)!;
        using var reader = new StreamReader(resource);
        var text = reader.ReadToEnd()
            .Replace("@PARTITION@", place.Partition, StringComparison.Ordinal)
            .Replace("@REGION@", place.Region, StringComparison.Ordinal)
            .Replace("@ACCOUNT@", place.Account, StringComparison.Ordinal)
            .Replace("@SUFFIX@", place.DnsSuffix, StringComparison.Ordinal);
        foreach (var (name, value) in names)
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Length is 0 or > 128 || value.AsSpan().ContainsAnyExcept(NameCharacters))
                throw new FormatException($"'{value}' is no name; expected are 1 to 128 characters of A-Z a-z 0-9 . _ -");
            text = text.Replace($"@{name}@", value, StringComparison.Ordinal);
        }

        return text;
    }
}
