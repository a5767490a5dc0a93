using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>The stack's one key. What it encrypts is lost with it, so it outlives the stack.</summary>
internal sealed class Encryption : Construct
{
    // All that the account's administrators and, by their roles' policies, the functions can be allowed. Usually "kms:*"; this is the
    // same but for what a symmetric key of one region has no use for.
    private static readonly string[] AccountActions =
    [
        "kms:CancelKeyDeletion", "kms:CreateAlias", "kms:CreateGrant", "kms:Decrypt", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey",
        "kms:DisableKeyRotation", "kms:EnableKey", "kms:EnableKeyRotation", "kms:Encrypt", "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants", "kms:ListKeyPolicies",
        "kms:ListKeyRotations", "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:RetireGrant",
        "kms:RevokeGrant", "kms:RotateKeyOnDemand", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
    ];

    public Encryption(Construct scope, string id, string prefix)
        : base(scope, id)
    {
        var stack = Amazon.CDK.Stack.Of(this);
        var logs = new ArnComponents
        {
            Service = "logs",
            Resource = "log-group",
            ResourceName = $"/aws/*/{prefix}-*",
            ArnFormat = ArnFormat.COLON_RESOURCE_NAME,
        };
        Key = new Key(this, "Key", new KeyProps
        {
            Alias = "alias/" + prefix,
            Description = $"Encrypts what {prefix} stores and logs.",
            EnableKeyRotation = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
            Policy = new PolicyDocument(new PolicyDocumentProps
            {
                Statements =
                [
                    Statement("Account", new AccountRootPrincipal(), AccountActions),
                    Statement(
                        "Logs",
                        new ServicePrincipal($"logs.{stack.Region}.amazonaws.com"),
                        [
                            "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext",
                            "kms:ReEncryptFrom", "kms:ReEncryptTo",
                        ],
                        "ArnLike",
                        "kms:EncryptionContext:aws:logs:arn",
                        stack.FormatArn(logs)),
                    // An alarm can only publish to a topic whose key lets it.
                    Statement(
                        "Alarms", new ServicePrincipal("cloudwatch.amazonaws.com"), ["kms:Decrypt", "kms:GenerateDataKey"],
                        "StringEquals", "aws:SourceAccount", stack.Account),
                ],
            }),
        });
    }

    public Key Key { get; }

    // In a key's policy the resource "*" is this key; there is no other way to write it.
    private static PolicyStatement Statement(
        string sid, IPrincipal principal, string[] actions, string? test = null, string? name = null, string? value = null)
    {
        var condition = test is null ? null : new Dictionary<string, object> { [test] = new Dictionary<string, object> { [name!] = value! } };
        return new PolicyStatement(new PolicyStatementProps
        {
            Sid = sid,
            Principals = [principal],
            Actions = actions,
            Resources = ["*"],
            Conditions = condition,
        });
    }
}
