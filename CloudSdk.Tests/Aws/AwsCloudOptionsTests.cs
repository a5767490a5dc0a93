using DroneLink.CloudSdk.Aws;

namespace DroneLink.CloudSdk.Tests.Aws;

public sealed class AwsCloudOptionsTests
{
    [Fact]
    public void Without_an_environment_the_defaults_hold()
    {
        Assert.Equal(new AwsCloudOptions(), AwsCloudOptions.FromEnvironment(_ => null));
        Assert.Equal(new AwsCloudOptions(), AwsCloudOptions.FromEnvironment(_ => ""));
    }

    [Fact]
    public void Every_variable_is_read()
    {
        var environment = new Dictionary<string, string>
        {
            ["DRONELINK_STREAM"] = "frames",
            ["DRONELINK_TABLE"] = "records",
            ["DRONELINK_SEARCH_URL"] = "https://search.example.org:9200",
            ["DRONELINK_SEARCH_AUTH"] = "basic",
            ["DRONELINK_SEARCH_SECRET"] = "user:password",
            ["DRONELINK_SEARCH_PREFIX"] = "club",
            ["DRONELINK_RETENTION_DAYS"] = "7",
            ["DRONELINK_IOT_ENDPOINT"] = "abc-ats.iot.eu-central-1.amazonaws.com",
            ["DRONELINK_PROJECTION"] = "self",
        };

        Assert.Equal(
            new AwsCloudOptions
            {
                StreamName = "frames",
                TableName = "records",
                SearchUrl = new Uri("https://search.example.org:9200"),
                SearchAuth = "basic",
                SearchSecret = "user:password",
                SearchPrefix = "club",
                RetentionDays = 7,
                IotEndpoint = "abc-ats.iot.eu-central-1.amazonaws.com",
                ProjectsItself = true,
            },
            AwsCloudOptions.FromEnvironment(environment.GetValueOrDefault));
    }

    [Theory]
    [InlineData("DRONELINK_SEARCH_URL", "search.example.org")]
    [InlineData("DRONELINK_SEARCH_URL", "ftp://search.example.org")]
    [InlineData("DRONELINK_RETENTION_DAYS", "0")]
    [InlineData("DRONELINK_RETENTION_DAYS", "3651")]
    [InlineData("DRONELINK_RETENTION_DAYS", "a week")]
    [InlineData("DRONELINK_PROJECTION", "lambda")]
    public void A_malformed_value_is_refused_by_name(string name, string value)
    {
        var exception = Assert.Throws<FormatException>(() => AwsCloudOptions.FromEnvironment(variable => variable == name ? value : null));

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(value, exception.Message, StringComparison.Ordinal);
    }
}
