namespace DroneLink.Deploy.Checks;

/// <summary>What holds data is encrypted, and what cannot be made anew is kept.</summary>
internal static class DataRules
{
    public static IEnumerable<Violation> Check(TemplateResource resource)
    {
        if (resource.Type == "AWS::DynamoDB::Table")
        {
            if (!resource.IsTrue("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"))
                yield return new(resource.Id, "recovery", "The table has no point-in-time recovery.");
            if ((string?)resource.Body["DeletionPolicy"] != "Retain" || (string?)resource.Body["UpdateReplacePolicy"] != "Retain")
                yield return new(resource.Id, "recovery", "The table would go with the stack.");
            if (!resource.IsTrue("TimeToLiveSpecification", "Enabled")
                || TemplateResource.Text(resource.Get("TimeToLiveSpecification", "AttributeName")) != "expires")
            {
                yield return new(resource.Id, "retention", "Items are never deleted: the table's time to live is not the attribute 'expires'.");
            }
        }

        if (resource.Type == "AWS::KMS::Key" && (string?)resource.Body["DeletionPolicy"] != "Retain")
            yield return new(resource.Id, "recovery", "The key would go with the stack, and what it encrypts with it.");
        if (resource.Type == "AWS::Logs::LogGroup" && resource.Number("RetentionInDays") is null)
            yield return new(resource.Id, "retention", "The log is kept, and paid for, for ever.");
        if (resource.Type == "AWS::OpenSearchService::Domain" && resource.Get("AccessPolicies") is null)
            yield return new(resource.Id, "access-policy", "The domain has no access policy of its own.");
        if (WhyNotEncrypted(resource) is { } why)
            yield return new(resource.Id, "encryption", why);
    }

    private static string? WhyNotEncrypted(TemplateResource resource) => resource.Type switch
    {
        "AWS::SQS::Queue" when !resource.IsTrue("SqsManagedSseEnabled") && resource.Get("KmsMasterKeyId") is null =>
            "The queue is not encrypted.",
        "AWS::DynamoDB::Table" when !resource.IsTrue("SSESpecification", "SSEEnabled") || resource.Get("SSESpecification", "KMSMasterKeyId") is null =>
            "The table is not encrypted with the stack's key.",
        "AWS::Kinesis::Stream" when TemplateResource.Text(resource.Get("StreamEncryption", "EncryptionType")) != "KMS" =>
            "The stream is not encrypted.",
        "AWS::SNS::Topic" when resource.Get("KmsMasterKeyId") is null => "The topic is not encrypted.",
        "AWS::Logs::LogGroup" when resource.Get("KmsKeyId") is null => "The log is not encrypted with the stack's key.",
        "AWS::KMS::Key" when !resource.IsTrue("EnableKeyRotation") => "The key is never rotated.",
        "AWS::OpenSearchService::Domain" => WhyNotEncryptedDomain(resource),
        _ => null,
    };

    private static string? WhyNotEncryptedDomain(TemplateResource domain)
    {
        if (!domain.IsTrue("EncryptionAtRestOptions", "Enabled"))
            return "The domain's disks are not encrypted.";
        if (!domain.IsTrue("NodeToNodeEncryptionOptions", "Enabled"))
            return "The domain's nodes talk in the clear.";
        if (!domain.IsTrue("DomainEndpointOptions", "EnforceHTTPS"))
            return "The domain takes HTTP.";
        var tls = TemplateResource.Text(domain.Get("DomainEndpointOptions", "TLSSecurityPolicy"));
        return tls.StartsWith("Policy-Min-TLS-1-2", StringComparison.Ordinal) ? null : "The domain takes TLS older than 1.2.";
    }
}
