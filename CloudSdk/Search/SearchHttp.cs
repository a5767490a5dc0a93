using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using DroneLink.CloudSdk.Aws;

namespace DroneLink.CloudSdk.Search;

/// <summary>Makes HTTP clients that log in at Elasticsearch or OpenSearch.</summary>
public static class SearchHttp
{
    private const string AmazonHosts = ".amazonaws.com";
    private const string Expected = "expected is sigv4, sigv4-aoss, basic, apiKey or none.";

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Makes a client; the caller disposes it. It has no timeout of its own, and follows no redirection with a login.</summary>
    /// <param name="address">Where the cluster is, <c>http</c> or <c>https</c>, without a login in it.</param>
    /// <param name="auth">
    /// How to log in: <c>sigv4</c> (Amazon OpenSearch Service), <c>sigv4-aoss</c> (its serverless one), <c>basic</c>, <c>apiKey</c> or
    /// <c>none</c>; null for <c>sigv4</c> at Amazon's hosts and <c>none</c> elsewhere.
    /// </param>
    /// <param name="secret"><c>user:password</c> for <c>basic</c>, the encoded key for <c>apiKey</c>; it never shows up in a message.</param>
    /// <param name="region">What is signed for; null for the one in the host's name, else the SDK's own chain.</param>
    /// <param name="credentials">Who signs; null for the SDK's own chain.</param>
    /// <param name="handler">What sends; null for one of its own. The client owns it.</param>
    /// <exception cref="FormatException">Address, login and secret do not fit; the message says which and what is expected.</exception>
    public static HttpClient Create(
        Uri address, string? auth = null, string? secret = null, string? region = null, AWSCredentials? credentials = null, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            throw new FormatException($"DRONELINK_SEARCH_URL is '{address}'; expected is an address such as https://search.example.org:9200.");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0)
            throw new FormatException("DRONELINK_SEARCH_URL has a login or a query in it; a login goes into DRONELINK_SEARCH_SECRET.");

        var isAmazon = address.Host.EndsWith(AmazonHosts, StringComparison.OrdinalIgnoreCase);
        var way = auth ?? (isAmazon ? "sigv4" : "none");
        var login = way switch
        {
            "none" or "sigv4" or "sigv4-aoss" when secret is null => null,
            "none" or "sigv4" or "sigv4-aoss" => throw new FormatException($"DRONELINK_SEARCH_SECRET is set, but {way} needs none."),
            "basic" => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(UserAndPassword(secret)))),
            "apiKey" => new AuthenticationHeaderValue("ApiKey", ApiKey(secret)),
            _ => throw new FormatException($"DRONELINK_SEARCH_AUTH is '{way}'; {Expected}"),
        };
        var inner = handler ?? new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime, AllowAutoRedirect = false };
        if (way is "sigv4" or "sigv4-aoss")
            inner = new SigV4Handler(region ?? RegionOf(address), way == "sigv4" ? "es" : "aoss", credentials) { InnerHandler = inner };

        var client = new HttpClient(inner)
        {
            // What is called is relative to it, so without the slash its last segment would be lost.
            BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Authorization = login;
        return client;
    }

    private static string UserAndPassword(string? secret) => secret?.IndexOf(':', StringComparison.Ordinal) > 0
        ? secret
        : throw new FormatException("DRONELINK_SEARCH_SECRET is not of the form user:password, which basic needs.");

    private static string ApiKey(string? secret) => !string.IsNullOrEmpty(secret) && !secret.Any(c => c is <= ' ' or > '~')
        ? secret
        : throw new FormatException("DRONELINK_SEARCH_SECRET is not an encoded API key, which apiKey needs.");

    // Such as search-name-id.eu-central-1.es.amazonaws.com.
    private static string RegionOf(Uri address)
    {
        var parts = address.Host.Split('.');
        var service = Array.FindLastIndex(parts, part => part is "es" or "aoss");
        return service > 1
            ? parts[service - 1]
            : FallbackRegionFactory.GetRegionEndpoint()?.SystemName
                ?? throw new FormatException("DRONELINK_SEARCH_URL does not tell its region; AWS_REGION must.");
    }
}
