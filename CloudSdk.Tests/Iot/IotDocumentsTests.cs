using System.Text.Json;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Tests.Iot;

public sealed class IotDocumentsTests
{
    private const string Arn = "arn:aws:iot:eu-central-1:123456789012:";

    private static readonly AwsPlace Place = new("eu-central-1", "123456789012");
    private static readonly PolicyModel Policy = new(IotDocuments.DevicePolicy(Place));

    [Theory]
    [InlineData("iot:Connect", "client/kite")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/kite/frames")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/kite/status")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/kite/command-result")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/kite/ota-request")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/peers/kite")]
    [InlineData("iot:RetainPublish", "topic/dl/v1/fleet-1/kite/status")]
    [InlineData("iot:Subscribe", "topicfilter/dl/v1/fleet-1/kite/command")]
    [InlineData("iot:Subscribe", "topicfilter/dl/v1/fleet-1/peers/+")]
    [InlineData("iot:Subscribe", "topicfilter/dl/v1/fleet-1/kite/ota")]
    [InlineData("iot:Receive", "topic/dl/v1/fleet-1/kite/ota")]
    [InlineData("iot:Receive", "topic/dl/v1/fleet-1/kite/command")]
    [InlineData("iot:Receive", "topic/dl/v1/fleet-1/peers/other")]
    public void A_device_may_do_its_work(string action, string resource) => Assert.True(Policy.Allows(action, Arn + resource));

    [Theory]
    [InlineData("iot:Connect", "client/other")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/other/frames")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-2/kite/frames")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/kite/command")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/kite/ota")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/other/ota-request")]
    [InlineData("iot:RetainPublish", "topic/dl/v1/fleet-1/kite/ota-request")]
    [InlineData("iot:Receive", "topic/dl/v1/fleet-1/other/ota")]
    [InlineData("iot:Receive", "topic/dl/v1/fleet-1/kite/ota-request")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/kite/frames/x")]
    [InlineData("iot:Publish", "topic/dl/v1/fleet-1/peers/other")]
    [InlineData("iot:Publish", "topic/$aws/things/kite/shadow/update")]
    [InlineData("iot:RetainPublish", "topic/dl/v1/fleet-1/kite/frames")]
    [InlineData("iot:RetainPublish", "topic/dl/v1/fleet-1/peers/kite")]
    [InlineData("iot:Subscribe", "topicfilter/#")]
    [InlineData("iot:Subscribe", "topicfilter/dl/v1/fleet-1/+/command")]
    [InlineData("iot:Subscribe", "topicfilter/dl/v1/fleet-1/other/command")]
    [InlineData("iot:Subscribe", "topicfilter/dl/v1/fleet-2/peers/+")]
    [InlineData("iot:Subscribe", "topicfilter/dl/v1/fleet-1/peers/#")]
    [InlineData("iot:Receive", "topic/dl/v1/fleet-2/peers/other")]
    [InlineData("iot:Receive", "topic/dl/v1/fleet-1/other/command")]
    [InlineData("iot:Receive", "topic/dl/v1/fleet-1/kite/frames")]
    public void A_device_may_do_nothing_else(string action, string resource) => Assert.False(Policy.Allows(action, Arn + resource));

    [Fact]
    public void A_certificate_without_its_thing_may_not_connect() =>
        Assert.False(Policy.Allows("iot:Connect", Arn + "client/kite", isAttached: false));

    [Fact]
    public void The_policy_has_nothing_in_excess() => Assert.Empty(Policy.Excesses());

    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("us-gov-west-1")]
    [InlineData("cn-northwest-1")]
    [InlineData("eusc-de-east-1")]
    public void The_policy_is_no_longer_than_IoT_Core_takes(string region)
    {
        const int MaxCharacters = 2048;
        Assert.InRange(IotDocuments.DevicePolicy(new AwsPlace(region, "123456789012")).Count(c => !char.IsWhiteSpace(c)), 1, MaxCharacters);
    }

    [Theory]
    [InlineData("\"iot:Connect\"", "\"iot:*\"")]
    [InlineData("/command-result\"", "/*\"")]
    [InlineData("peers/${iot:Connection.Thing.ThingName}\"", "peers/*\"")]
    [InlineData("/${iot:Connection.Thing.Attributes[fleetId]}/peers/*", "/*/peers/*")]
    [InlineData("peers/+", "peers/#")]
    [InlineData("client/${iot:Connection.Thing.ThingName}", "client/kite")]
    [InlineData("\"Condition\"", "\"Comment\"")]
    [InlineData("\"Resource\": [", "\"NotResource\": [], \"Resource\": [")]
    public void A_policy_that_gains_a_wildcard_is_found_out(string from, string to)
    {
        var wider = IotDocuments.DevicePolicy(Place).Replace(from, to, StringComparison.Ordinal);

        Assert.NotEqual(IotDocuments.DevicePolicy(Place), wider);
        Assert.NotEmpty(new PolicyModel(wider).Excesses());
    }

    [Fact]
    public void Frames_go_to_the_stream_as_they_are_one_device_one_key()
    {
        var rule = Parse(IotDocuments.FramesToKinesis(Place, "dronelink", "dronelink-iot", "dronelink-iot-errors"));

        Assert.Equal("SELECT * FROM 'dl/v1/+/+/frames'", rule.GetProperty("sql").GetString());
        Assert.False(rule.GetProperty("ruleDisabled").GetBoolean());
        var kinesis = Assert.Single(rule.GetProperty("actions").EnumerateArray()).GetProperty("kinesis");
        Assert.Equal(
            ("dronelink", "${topic(4)}", "arn:aws:iam::123456789012:role/dronelink-iot"),
            (kinesis.GetProperty("streamName").GetString(), kinesis.GetProperty("partitionKey").GetString(), kinesis.GetProperty("roleArn").GetString()));
        AssertErrorsAreKept(rule);
    }

    [Theory]
    [InlineData("frames")]
    [InlineData("command-result")]
    [InlineData("ota-request")]
    public void A_function_gets_every_member_of_its_event(string topic)
    {
        var filter = "dl/v1/+/+/" + topic;
        var rule = Parse(topic switch
        {
            "frames" => IotDocuments.FramesToLambda(Place, "dronelink-iot", "dronelink-iot", "dronelink-iot-errors"),
            "ota-request" => IotDocuments.OtaRequestsToLambda(Place, "dronelink-iot", "dronelink-iot", "dronelink-iot-errors"),
            _ => IotDocuments.CommandResultsToLambda(Place, "dronelink-iot", "dronelink-iot", "dronelink-iot-errors"),
        });

        var sql = rule.GetProperty("sql").GetString()!;
        Assert.EndsWith($" FROM '{filter}'", sql);
        Assert.All(
            IotJsonContext.Default.IotFrameEvent.Properties, property => Assert.Matches($@"(encode\(\*, 'base64'\)|\w+\(\d?\)) AS {property.Name}\b", sql));
        Assert.Equal(
            "arn:aws:lambda:eu-central-1:123456789012:function:dronelink-iot",
            Assert.Single(rule.GetProperty("actions").EnumerateArray()).GetProperty("lambda").GetProperty("functionArn").GetString());
        AssertErrorsAreKept(rule);
    }

    [Fact]
    public void A_function_hears_of_devices_that_are_there_again_and_of_no_other_status()
    {
        var rule = Parse(IotDocuments.OnlineToLambda(Place, "dronelink-command", "dronelink-iot", "dronelink-iot-errors"));

        var sql = rule.GetProperty("sql").GetString()!;
        Assert.EndsWith(" FROM 'dl/v1/+/+/status' WHERE state = 'online'", sql);
        Assert.All(IotJsonContext.Default.IotStatusEvent.Properties, property => Assert.Matches($@"( AS {property.Name}|SELECT {property.Name})\b", sql));
        Assert.Equal(
            "arn:aws:lambda:eu-central-1:123456789012:function:dronelink-command",
            Assert.Single(rule.GetProperty("actions").EnumerateArray()).GetProperty("lambda").GetProperty("functionArn").GetString());
        AssertErrorsAreKept(rule);
    }

    [Theory]
    [InlineData("us-east-1", "aws", "amazonaws.com")]
    [InlineData("us-gov-west-1", "aws-us-gov", "amazonaws.com")]
    [InlineData("cn-north-1", "aws-cn", "amazonaws.com.cn")]
    [InlineData("eusc-de-east-1", "aws-eusc", "amazonaws.eu")]
    [InlineData("ap-southeast-2", "aws", "amazonaws.com")]
    public void A_place_knows_its_partition(string region, string partition, string suffix)
    {
        var place = new AwsPlace(region, "123456789012");

        Assert.Equal((partition, suffix), (place.Partition, place.DnsSuffix));
        Assert.Contains($"arn:{partition}:iot:{region}:123456789012:client/", IotDocuments.DevicePolicy(place));
        Assert.DoesNotContain("@", IotDocuments.DevicePolicy(place));
    }

    [Theory]
    [InlineData("Frankfurt", "123456789012")]
    [InlineData("eu-central-1\n", "123456789012")]
    [InlineData("eu-central-1", "12345678901")]
    [InlineData("eu-central-1", "*")]
    public void A_place_that_cannot_be_is_refused(string region, string account) =>
        Assert.Throws<FormatException>(() => new AwsPlace(region, account));

    [Theory]
    [InlineData("")]
    [InlineData("a*")]
    [InlineData("a\"b")]
    [InlineData("a/b")]
    public void A_name_that_cannot_be_is_refused(string name) =>
        Assert.Throws<FormatException>(() => IotDocuments.FramesToKinesis(Place, name, "role", "queue"));

    [Theory]
    [InlineData("kite", true)]
    [InlineData("Kite_7-b", true)]
    [InlineData("kite.7", false)]
    [InlineData("peers", false)]
    [InlineData("frames", false)]
    [InlineData("command-result", false)]
    [InlineData("ota", false)]
    [InlineData("ota-request", false)]
    public void A_thing_is_not_called_as_a_part_of_a_topic(string id, bool expected) => Assert.Equal(expected, IotTopics.IsThingName(id));

    private static void AssertErrorsAreKept(JsonElement rule)
    {
        var sqs = rule.GetProperty("errorAction").GetProperty("sqs");
        Assert.Equal("https://sqs.eu-central-1.amazonaws.com/123456789012/dronelink-iot-errors", sqs.GetProperty("queueUrl").GetString());
        Assert.Equal("arn:aws:iam::123456789012:role/dronelink-iot", sqs.GetProperty("roleArn").GetString());
    }

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
