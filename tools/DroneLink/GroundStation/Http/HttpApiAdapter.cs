using System.Buffers;
using System.Text;
using DroneLink.CloudSdk.Lambda;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace DroneLink.Tool.GroundStation.Http;

/// <summary>
/// Hands a request of ASP.NET Core to a handler as API Gateway would (HTTP API, payload format 2.0), and its answer back, so that
/// the handlers that serve here are the very ones that serve in Lambda.
/// </summary>
public static class HttpApiAdapter
{
    /// <summary>Reads a request. The body has the bound that the server sets.</summary>
    /// <exception cref="BadHttpRequestException">The body is too large, or ended early.</exception>
    public static async Task<HttpApiRequest> ReadAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(time);
        var request = context.Request;
        var body = await ReadBodyAsync(request, cancellationToken).ConfigureAwait(false);
        var isText = IsText(request.ContentType);
        return new HttpApiRequest
        {
            RawPath = request.Path.Value,
            RawQueryString = request.QueryString.HasValue ? request.QueryString.Value![1..] : "",
            Headers = request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => Join(h.Value), StringComparer.Ordinal),
            QueryStringParameters = request.Query.Count == 0
                ? null
                : request.Query.ToDictionary(q => q.Key, q => Join(q.Value), StringComparer.Ordinal),
            PathParameters = PathParameters(request.RouteValues),
            Body = body.Length == 0 ? null : isText ? Encoding.UTF8.GetString(body) : Convert.ToBase64String(body),
            IsBase64Encoded = body.Length > 0 && !isText,
            RequestContext = new HttpApiRequestContext
            {
                Http = new HttpApiRequestDescription
                {
                    Method = request.Method,
                    Path = request.Path.Value,
                    SourceIp = context.Connection.RemoteIpAddress?.ToString(),
                },
                RequestId = context.TraceIdentifier,
                TimeEpoch = time.GetUtcNow().ToUnixTimeMilliseconds(),
            },
        };
    }

    /// <summary>Writes an answer.</summary>
    public static async Task WriteAsync(HttpContext context, HttpApiResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(response);
        context.Response.StatusCode = response.StatusCode;
        foreach (var (name, value) in response.Headers ?? new Dictionary<string, string>())
        {
            // The length is ours to state: the handler's, if any, is of the text before it became bytes.
            if (!name.Equals("content-length", StringComparison.OrdinalIgnoreCase)) context.Response.Headers[name] = value;
        }

        if (response.Body is null) return;
        var body = response.IsBase64Encoded ? Convert.FromBase64String(response.Body) : Encoding.UTF8.GetBytes(response.Body);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            // Nothing is taken before all of it is here: the pipe keeps it, and the server ends the request at its bound.
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Dictionary<string, string>? PathParameters(RouteValueDictionary values)
    {
        return values.Count == 0 ? null : values.ToDictionary(v => v.Key, v => v.Value?.ToString() ?? "", StringComparer.Ordinal);
    }

    private static string Join(StringValues values) => values.Count == 1 ? values[0] ?? "" : string.Join(',', values.AsEnumerable());

    /// <summary>The content types that API Gateway passes on as text.</summary>
    private static bool IsText(string? contentType)
    {
        if (contentType is null) return false;
        var type = contentType.Split(';')[0].Trim();
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/xml", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/javascript", StringComparison.OrdinalIgnoreCase);
    }
}
