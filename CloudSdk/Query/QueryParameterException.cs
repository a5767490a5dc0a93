namespace DroneLink.CloudSdk.Query;

/// <summary>A parameter of a query is bad; the message names it, what was given and what is expected.</summary>
internal sealed class QueryParameterException(string message) : Exception(message);
