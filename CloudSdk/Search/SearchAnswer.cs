using System.Text.Json;

namespace DroneLink.CloudSdk.Search;

/// <summary>What came of one HTTP call.</summary>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Body">The JSON of the answer; undefined when it had none.</param>
/// <param name="Failure">Why there was no answer, or none that can be read; null when there was.</param>
internal sealed record SearchAnswer(int Status, JsonElement Body, SearchException? Failure = null)
{
    /// <summary>Whether it did what it was asked.</summary>
    public bool IsSuccess => Status is >= 200 and < 300 && Failure is null;

    /// <summary>Whether the same call may succeed later.</summary>
    public bool MayPass => Status is 0 or 408 or 429 or 500 or 502 or 503 or 504 || (Failure is not null && Status < 300);

    /// <summary>Returns the answer as an exception; call it only when it is no success.</summary>
    public SearchException ToException()
    {
        if (Failure is not null)
            return Failure;
        var (code, message) = ErrorOf(Body, Status);
        return new SearchException(code, $"{Advice(Status)}{message}", Status);
    }

    /// <summary>Reads <c>error</c> of an answer or of one of its items.</summary>
    public static (string Code, string Message) ErrorOf(JsonElement body, int status)
    {
        var code = $"http-{status}";
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("error", out var error))
            return (code, $"It answered {status}.");
        if (error.ValueKind != JsonValueKind.Object)
            return (code, $"It answered {status}: {error}");
        var reason = TextOf(error, "reason");
        var cause = error.TryGetProperty("caused_by", out var inner) && inner.ValueKind == JsonValueKind.Object ? TextOf(inner, "reason") : null;
        return (TextOf(error, "type") ?? code, cause is null ? reason ?? $"It answered {status}." : $"{reason}: {cause}");
    }

    /// <summary>Returns what to do about a status, where that is known; else nothing.</summary>
    public static string Advice(int status) => status switch
    {
        401 => "The login was refused (DRONELINK_SEARCH_AUTH, DRONELINK_SEARCH_SECRET). ",
        403 => "The login is not allowed to do this, or the index is blocked. ",
        404 => "The index is missing and was not made, or the address is not a cluster's. ",
        _ => "",
    };

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
