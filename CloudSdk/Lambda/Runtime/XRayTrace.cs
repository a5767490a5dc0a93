using System.Diagnostics;

namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>Reads the X-Ray header, <c>Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1</c>.</summary>
internal static class XRayTrace
{
    /// <summary>Returns the parent that it names; default when it names none.</summary>
    public static ActivityContext ParentOf(string? header)
    {
        string? root = null, parent = null;
        var isSampled = false;
        foreach (var part in (header ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("Root=1-", StringComparison.Ordinal))
                root = part["Root=1-".Length..].Replace("-", "", StringComparison.Ordinal);
            else if (part.StartsWith("Parent=", StringComparison.Ordinal))
                parent = part["Parent=".Length..];
            else if (part == "Sampled=1")
                isSampled = true;
        }

        return ActivityContext.TryParse($"00-{root}-{parent}-{(isSampled ? "01" : "00")}", null, isRemote: true, out var context) ? context : default;
    }
}
