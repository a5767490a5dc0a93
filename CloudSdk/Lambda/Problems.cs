using System.Globalization;
using System.Text.Json;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>Makes answers that say what is wrong, as <c>application/problem+json</c>.</summary>
public static class Problems
{
    /// <summary>Content type of such an answer.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Returns an answer.</summary>
    /// <param name="status">HTTP status, 400 to 599.</param>
    /// <param name="code">What is wrong, one word for programs.</param>
    /// <param name="detail">What is wrong and what to do about it, for people. It must give away no secret.</param>
    /// <param name="headers">Further headers, names in lower case.</param>
    public static HttpApiResponse Create(int status, string code, string detail, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var all = new Dictionary<string, string> { ["content-type"] = ContentType, ["cache-control"] = "no-store" };
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        var problem = new ProblemDetails { Title = Title(status), Status = status, Detail = detail, Code = code };
        return new HttpApiResponse
        {
            StatusCode = status,
            Headers = all,
            Body = JsonSerializer.Serialize(problem, CloudJsonContext.Default.ProblemDetails),
        };
    }

    private static string Title(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "HTTP " + status.ToString(CultureInfo.InvariantCulture),
    };
}
