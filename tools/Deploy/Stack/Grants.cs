using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace DroneLink.Deploy.Stack;

/// <summary>
/// What functions are allowed: named actions on named resources. CDK's own grants are not used, since they bring actions like
/// <c>kms:ReEncrypt*</c> and <c>dynamodb:Scan</c>. What may be said to the search domain is in its own policy.
/// </summary>
internal sealed class Grants(DataStores stores, Encryption encryption)
{
    // Partition keys that are no business of those who project and query telemetry.
    private static readonly string[] NotTelemetry = ["TOKEN#*", "CMD#*"];

    public void PutToStream(IRole role)
    {
        Allow(role, [stores.Stream.StreamArn], "kinesis:PutRecords");
        Allow(role, [encryption.Key.KeyArn], "kms:GenerateDataKey");
    }

    public void PutOneToStream(IRole role)
    {
        Allow(role, [stores.Stream.StreamArn], "kinesis:PutRecord");
        Allow(role, [encryption.Key.KeyArn], "kms:GenerateDataKey");
    }

    public void ReadStream(IRole role)
    {
        Allow(
            role,
            [stores.Stream.StreamArn],
            "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards");
        Allow(role, [encryption.Key.KeyArn], "kms:Decrypt");
    }

    /// <summary>Reads items whose partition key starts with one of <paramref name="prefixes"/>, such as <c>DEVICE#</c>.</summary>
    public void ReadTable(IRole role, params string[] prefixes) => Read(role, "StringLike", Patterns(prefixes));

    /// <summary>Puts items whose partition key starts with one of <paramref name="prefixes"/>.</summary>
    public void WriteTable(IRole role, params string[] prefixes) => Write(role, "StringLike", Patterns(prefixes));

    /// <summary>Changes commands in place, besides <see cref="WriteTable"/>.</summary>
    public void AdvanceCommands(IRole role) => Table(role, "StringLike", ["CMD#*"], "dynamodb:UpdateItem");

    /// <summary>Reads everything but API tokens and commands.</summary>
    public void ReadTelemetry(IRole role) => Read(role, "StringNotLike", NotTelemetry);

    /// <summary>Puts everything but API tokens and commands.</summary>
    public void WriteTelemetry(IRole role) => Write(role, "StringNotLike", NotTelemetry);

    /// <summary>
    /// Messages to devices. A topic is a resource of its own and devices come and go, so fleet and device are wildcards here; the last
    /// part is not: no message can pass for telemetry, nor for another topic of a device.
    /// </summary>
    public static void Publish(IRole role, string topic)
    {
        var topics = new ArnComponents { Service = "iot", Resource = "topic", ResourceName = "dl/v1/*/*/" + topic };
        Allow(role, [Amazon.CDK.Stack.Of(role).FormatArn(topics)], "iot:Publish");
    }

    public static void Allow(IRole role, string[] resources, params string[] actions) =>
        role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps { Actions = actions, Resources = resources }));

    // DynamoDB opens the table's key in the caller's name.
    private void Read(IRole role, string test, string[] patterns)
    {
        Table(role, test, patterns, "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query");
        Allow(role, [encryption.Key.KeyArn], "kms:Decrypt", "kms:DescribeKey");
    }

    // Functions delete nothing: that is for time, and for people.
    private void Write(IRole role, string test, string[] patterns)
    {
        Table(role, test, patterns, "dynamodb:BatchWriteItem", "dynamodb:PutItem");
        Allow(role, [encryption.Key.KeyArn], "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey");
    }

    // ForAllValues, since a batch has many keys. It is also true of a request without keys, such as Scan: that must not be allowed with it.
    private void Table(IRole role, string test, string[] patterns, params string[] actions) =>
        role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = actions,
            Resources = [stores.Table.TableArn],
            Conditions = new Dictionary<string, object>
            {
                ["ForAllValues:" + test] = new Dictionary<string, object> { ["dynamodb:LeadingKeys"] = patterns },
            },
        }));

    private static string[] Patterns(string[] prefixes) => [.. prefixes.Select(prefix => prefix + "*")];
}
