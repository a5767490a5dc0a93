using System.Text.RegularExpressions;
using DroneLink.CloudSdk.Iot;

namespace DroneLink.Tool.Provisioning;

/// <summary>The AWS side that a device is to belong to.</summary>
/// <param name="Endpoint">Host of IoT Core's data plane.</param>
/// <param name="Place">Region and account.</param>
/// <param name="Table">Name of the DynamoDB table.</param>
public sealed partial record AwsTarget(string Endpoint, AwsPlace Place, string Table)
{
    /// <summary>The table, unless told otherwise.</summary>
    public const string DefaultTable = "dronelink";

    /// <summary>Puts together what a person wrote, and where that says nothing what the environment says.</summary>
    /// <param name="endpoint">Host; else <c>DRONELINK_IOT_ENDPOINT</c>.</param>
    /// <param name="region">Region; else the endpoint's, <c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>.</param>
    /// <param name="account">The account's 12 digits.</param>
    /// <param name="table">Table; else <c>DRONELINK_TABLE</c> or <see cref="DefaultTable"/>.</param>
    /// <param name="environment">Returns an environment variable, or null.</param>
    /// <exception cref="FormatException">Something is missing or malformed; the message says what to do.</exception>
    public static AwsTarget Parse(string? endpoint, string? region, string? account, string? table, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var host = OrNull(endpoint) ?? OrNull(environment("DRONELINK_IOT_ENDPOINT")) ?? throw new FormatException(
            "--aws needs --iot-endpoint HOST: 'aws iot describe-endpoint --endpoint-type iot:Data-ATS' tells it.");
        if (Uri.CheckHostName(host) != UriHostNameType.Dns || !host.Contains('.'))
            throw new FormatException($"'{host}' is no endpoint; expected is a host alone, such as a1b2c3-ats.iot.eu-central-1.amazonaws.com.");

        var place = new AwsPlace(
            OrNull(region) ?? RegionOf(host) ?? OrNull(environment("AWS_REGION")) ?? OrNull(environment("AWS_DEFAULT_REGION"))
                ?? throw new FormatException($"'{host}' does not say its region: give it as --region."),
            OrNull(account) ?? throw new FormatException(
                "--aws needs --account DIGITS: 'aws sts get-caller-identity --query Account --output text' tells it."));
        var name = OrNull(table) ?? OrNull(environment("DRONELINK_TABLE")) ?? DefaultTable;
        return TableName().IsMatch(name)
            ? new AwsTarget(host, place, name)
            : throw new FormatException($"'{name}' is no table; expected are 3 to 255 characters of A-Z a-z 0-9 . _ -");
    }

    private static string? RegionOf(string host) => EndpointName().Match(host) is { Success: true } match ? match.Groups[1].Value : null;

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    [GeneratedRegex(@"\.iot\.([a-z0-9-]+)\.amazonaws\.(com|com\.cn|eu)\z")]
    private static partial Regex EndpointName();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{3,255}\z")]
    private static partial Regex TableName();
}
