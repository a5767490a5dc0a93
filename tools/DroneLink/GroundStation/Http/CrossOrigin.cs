using Microsoft.AspNetCore.Http;

namespace DroneLink.Tool.GroundStation.Http;

/// <summary>
/// Tells apart what a page of somebody else's has a browser send. The station has no login, so that any page a person opens could otherwise
/// command devices in that person's place. Programs send neither of the headers and are not meant.
/// </summary>
internal static class CrossOrigin
{
    /// <summary>Whether a request would change something, and comes from another page than the station's own.</summary>
    public static bool IsForeign(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return false;

        // Browsers say so themselves where the connection is HTTPS or the machine's own; elsewhere the origin has to do.
        if (request.Headers["sec-fetch-site"].ToString() is { Length: > 0 } site) return site is not ("same-origin" or "none");
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
    }
}
