using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>The Runtime API by HTTP. What cannot be mended raises <see cref="RuntimeApiException"/>.</summary>
internal sealed class RuntimeClient(string authority) : IDisposable
{
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";

    private static readonly MediaTypeHeaderValue ErrorContentType = new("application/vnd.aws.lambda.error+json");

    // Between two invocations Lambda stops the process: no wait here may have an end, and no proxy is between the two.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    })
    {
        BaseAddress = new Uri($"http://{authority}/2018-06-01/runtime/"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Waits for the next invocation.</summary>
    public async Task<(LambdaInvocation Invocation, byte[] Payload)> NextAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "invocation/next");
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw Refused(response);

        byte[] payload;
        try
        {
            payload = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Unreachable(exception);
        }

        var requestId = Header("Lambda-Runtime-Aws-Request-Id")
            ?? throw new RuntimeApiException("The Runtime API handed over an invocation without an id.");
        var deadline = long.TryParse(Header("Lambda-Runtime-Deadline-Ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
                : DateTimeOffset.MaxValue;
        return (new LambdaInvocation(requestId, deadline, Header("Lambda-Runtime-Invoked-Function-Arn"), Header("Lambda-Runtime-Trace-Id")), payload);

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
    }

    /// <summary>Posts an answer.</summary>
    /// <returns>The API's status: success, or 4xx when it does not take the answer.</returns>
    public async Task<HttpStatusCode> RespondAsync(string requestId, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(payload);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await PostAsync($"invocation/{requestId}/response", content, errorType: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Posts the error of an invocation.</summary>
    /// <returns>The API's status: success, or 4xx when it does not take the error.</returns>
    public Task<HttpStatusCode> FailAsync(string requestId, RuntimeError error, CancellationToken cancellationToken) =>
        PostErrorAsync($"invocation/{requestId}/error", error, cancellationToken);

    /// <summary>Posts the error that keeps the process from starting.</summary>
    /// <returns>The API's status: success, or 4xx when it does not take the error.</returns>
    public Task<HttpStatusCode> FailInitAsync(RuntimeError error, CancellationToken cancellationToken) =>
        PostErrorAsync("init/error", error, cancellationToken);

    private async Task<HttpStatusCode> PostErrorAsync(string path, RuntimeError error, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(error, RuntimeJsonContext.Default.RuntimeError));
        content.Headers.ContentType = ErrorContentType;
        return await PostAsync(path, content, error.ErrorType, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpStatusCode> PostAsync(string path, HttpContent content, string? errorType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (errorType is not null)
            request.Headers.TryAddWithoutValidation(ErrorTypeHeader, errorType);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode || (int)response.StatusCode is >= 400 and < 500 ? response.StatusCode : throw Refused(response);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Unreachable(exception);
        }
    }

    private static RuntimeApiException Unreachable(Exception exception) => new($"The Runtime API cannot be reached: {exception.Message}", exception);

    private static RuntimeApiException Refused(HttpResponseMessage response) =>
        new($"The Runtime API answered {(int)response.StatusCode} to {response.RequestMessage?.RequestUri?.AbsolutePath}.");
}
