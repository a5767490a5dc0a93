namespace DroneLink.Emulators;

/// <summary>A call to <see cref="ElasticsearchDouble"/>.</summary>
/// <param name="Number">Counts the calls, from 0.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, as it came.</param>
/// <param name="Query">The query, without its question mark.</param>
/// <param name="Body">The body.</param>
public sealed record ElasticsearchCall(int Number, string Method, string Path, string Query, string Body);

/// <summary>One operation of a bulk call.</summary>
/// <param name="Call">The number of the call.</param>
/// <param name="Place">Its place in the call, from 0.</param>
/// <param name="Action"><c>create</c>, <c>index</c> or <c>delete</c>.</param>
/// <param name="Index">The index.</param>
/// <param name="Id">The document.</param>
public sealed record ElasticsearchItem(int Call, int Place, string Action, string Index, string Id);

/// <summary>What an operation is answered with in place of doing it.</summary>
/// <param name="Status">Its own status.</param>
/// <param name="Type">The type of the error, such as <c>es_rejected_execution_exception</c>.</param>
/// <param name="Reason">The same for people.</param>
public sealed record ElasticsearchRefusal(int Status, string Type, string Reason);

/// <summary>What happens to a call in place of a plain answer.</summary>
/// <param name="IsDone">Whether the call is carried out first.</param>
/// <param name="Status">What it is answered with; 0 to break the connection, -1 for nothing at all.</param>
/// <param name="Body">The body of that answer.</param>
public sealed record ElasticsearchFault(bool IsDone, int Status, string Body = "")
{
    /// <summary>The connection breaks, and nothing was done.</summary>
    public static readonly ElasticsearchFault Broken = new(IsDone: false, 0);

    /// <summary>The connection breaks, and it was done.</summary>
    public static readonly ElasticsearchFault AnswerLost = new(IsDone: true, 0);

    /// <summary>There is no answer, ever, and nothing was done.</summary>
    public static readonly ElasticsearchFault Silent = new(IsDone: false, -1);

    /// <summary>There is no answer, ever, and it was done.</summary>
    public static readonly ElasticsearchFault SilentlyDone = new(IsDone: true, -1);

    /// <summary>It is answered with a status, and nothing was done.</summary>
    /// <param name="status">The status, such as 503.</param>
    /// <param name="body">The body, such as a proxy's page.</param>
    public static ElasticsearchFault Answer(int status, string body = "") => new(IsDone: false, status, body);
}

/// <summary>What <see cref="ElasticsearchDouble"/> says that it is.</summary>
public enum ElasticsearchProduct
{
    /// <summary>Elasticsearch 8, with index lifecycle management.</summary>
    Elasticsearch,

    /// <summary>OpenSearch 2, with index state management.</summary>
    OpenSearch,
}
