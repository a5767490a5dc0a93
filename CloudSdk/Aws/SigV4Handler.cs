using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace DroneLink.CloudSdk.Aws;

/// <summary>
/// Signs every request with AWS Signature Version 4, for services that are called without their SDK: IoT Core's data plane, OpenSearch.
/// A request may go through it again: it is then signed anew. Reads the body into memory. Thread safe. Borrows the credentials.
/// </summary>
public sealed class SigV4Handler : DelegatingHandler
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string DateHeader = "x-amz-date";
    private const string HashHeader = "x-amz-content-sha256";
    private const string TokenHeader = "x-amz-security-token";

    private readonly string _region;
    private readonly string _service;
    private readonly TimeProvider _clock;
    private AWSCredentials? _credentials;

    /// <summary>Makes a handler; give it the next one as <see cref="DelegatingHandler.InnerHandler"/>.</summary>
    /// <param name="region">Such as <c>eu-central-1</c>.</param>
    /// <param name="service">The name that the service is signed for, such as <c>iotdata</c>, <c>es</c> or <c>aoss</c>.</param>
    /// <param name="credentials">Who signs; null for the SDK's own chain, asked at the first request.</param>
    /// <param name="timeProvider">Dates the signatures; null for the system's.</param>
    public SigV4Handler(string region, string service, AWSCredentials? credentials = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(region);
        ArgumentException.ThrowIfNullOrEmpty(service);
        _region = region;
        _service = service;
        _credentials = credentials;
        _clock = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false) : [];
        _credentials ??= await Task.Run(() => DefaultAWSCredentialsIdentityResolver.GetCredentials(), cancellationToken).ConfigureAwait(false);
        var keys = await _credentials.GetCredentialsAsync().ConfigureAwait(false);
        Sign(request, body, keys);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private void Sign(HttpRequestMessage request, byte[] body, ImmutableCredentials keys)
    {
        var uri = request.RequestUri!;
        var now = _clock.GetUtcNow();
        var time = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        var headers = new List<(string Name, string Value)> { ("host", uri.Authority), (HashHeader, hash), (DateHeader, time) };
        if (keys.UseToken)
            headers.Add((TokenHeader, keys.Token));

        var names = string.Join(';', headers.Select(header => header.Name));
        var canonical = string.Join(
            '\n',
            [request.Method.Method, PathOf(uri), QueryOf(uri), .. headers.Select(header => $"{header.Name}:{header.Value}"), "", names, hash]);
        var scope = $"{time[..8]}/{_region}/{_service}/aws4_request";
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + keys.SecretKey);
        foreach (var part in scope.Split('/').Append(toSign))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));

        request.Headers.Host = uri.Authority;
        foreach (var name in (ReadOnlySpan<string>)[HashHeader, DateHeader, TokenHeader, "Authorization"])
            request.Headers.Remove(name);
        foreach (var (name, value) in headers.Skip(1))
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={keys.AccessKey}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(key)}");
    }

    // Each segment is encoded once more than it is sent: every service but S3 does so.
    private static string PathOf(Uri uri) => string.Join('/', uri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string QueryOf(Uri uri) => string.Join('&', uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(parameter => parameter.Split('=', 2))
        .Select(pair => (Name: Encode(pair[0]), Value: pair.Length > 1 ? Encode(pair[1]) : ""))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));
}
