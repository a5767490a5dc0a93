using System.Text.RegularExpressions;

namespace DroneLink.CloudSdk.Iot;

/// <summary>Where in AWS something is: what every ARN begins with.</summary>
public sealed partial record AwsPlace
{
    /// <summary>Makes one.</summary>
    /// <param name="region">Such as <c>eu-central-1</c>.</param>
    /// <param name="account">The account's 12 digits.</param>
    /// <exception cref="FormatException">One of them cannot be; the message says how it should look.</exception>
    public AwsPlace(string region, string account)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(account);
        if (!RegionPattern().IsMatch(region))
            throw new FormatException($"'{region}' is no region of AWS; expected is one such as eu-central-1.");
        if (!AccountPattern().IsMatch(account))
            throw new FormatException($"'{account}' is no account of AWS; expected are 12 digits.");
        (Region, Account) = (region, account);
    }

    /// <summary>Such as <c>eu-central-1</c>.</summary>
    public string Region { get; }

    /// <summary>The account's 12 digits.</summary>
    public string Account { get; }

    /// <summary>The partition that the region is in: <c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c> or <c>aws-eusc</c>.</summary>
    public string Partition =>
        Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : Region.StartsWith("eusc-", StringComparison.Ordinal) ? "aws-eusc" : "aws";

    /// <summary>What the names of the region's services end in.</summary>
    public string DnsSuffix => Partition switch { "aws-cn" => "amazonaws.com.cn", "aws-eusc" => "amazonaws.eu", _ => "amazonaws.com" };

    [GeneratedRegex(@"\A[a-z]{2,4}(-[a-z]{2,12}){1,2}-[0-9]{1,2}\z")]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"\A[0-9]{12}\z")]
    private static partial Regex AccountPattern();
}
