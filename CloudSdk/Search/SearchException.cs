namespace DroneLink.CloudSdk.Search;

/// <summary>Elasticsearch or OpenSearch did not do what it was asked. The message says what it answered, and never a secret.</summary>
/// <param name="code">Its own word for it, such as <c>security_exception</c>; else <c>http-503</c>, <c>timeout</c>, <c>connection</c>, <c>bad-answer</c>.</param>
/// <param name="message">The same for people.</param>
/// <param name="status">The HTTP status; 0 when there was no answer.</param>
/// <param name="inner">What it came from, if anything.</param>
public sealed class SearchException(string code, string message, int status = 0, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Its own word for it, or ours.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status; 0 when there was no answer.</summary>
    public int Status { get; } = status;
}
