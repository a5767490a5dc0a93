namespace DroneLink.Deploy.Checks;

/// <summary>Something that must not be deployed.</summary>
/// <param name="Resource">Logical id in the template.</param>
/// <param name="Rule">Short name of the rule, such as <c>wildcard-action</c>.</param>
/// <param name="Message">What is wrong, for people.</param>
public sealed record Violation(string Resource, string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Resource}: {Rule}: {Message}";
}
