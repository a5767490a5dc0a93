using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace DroneLink.LambdaHost.Tests.Runtime;

/// <summary>Lambda's Runtime API on a port of its own: hands out invocations and keeps what is posted.</summary>
internal sealed class RuntimeApi : IAsyncDisposable
{
    public const string Prefix = "/2018-06-01/runtime/";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Channel<(string Head, byte[] Payload)> _invocations = Channel.CreateUnbounded<(string, byte[])>();
    private readonly Channel<RuntimePost> _posts = Channel.CreateUnbounded<RuntimePost>();
    private readonly TaskCompletionSource<long> _firstNext = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    public RuntimeApi()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Authority => _listener.LocalEndpoint.ToString()!;

    /// <summary>Status of the answer to a call of this path behind <see cref="Prefix"/>; 0 drops the connection.</summary>
    public Func<string, int> StatusOf { get; set; } = path => path == "invocation/next" ? 200 : 202;

    /// <summary><see cref="Stopwatch"/> time at which the first invocation was asked for.</summary>
    public Task<long> FirstNext => _firstNext.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Hands out an invocation.</summary>
    public void Invoke(string requestId, byte[] payload, DateTimeOffset? deadline = null, string? traceId = null)
    {
        var deadlineMs = (deadline ?? DateTimeOffset.UtcNow.AddSeconds(60)).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var head = $"Lambda-Runtime-Aws-Request-Id: {requestId}\r\nLambda-Runtime-Deadline-Ms: {deadlineMs}\r\n"
            + $"Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:f\r\n";
        Assert.True(_invocations.Writer.TryWrite((traceId is null ? head : head + $"Lambda-Runtime-Trace-Id: {traceId}\r\n", payload)));
    }

    public void Invoke(string requestId, string payload, DateTimeOffset? deadline = null, string? traceId = null) =>
        Invoke(requestId, Encoding.UTF8.GetBytes(payload), deadline, traceId);

    /// <summary>Waits for the next post.</summary>
    public async Task<RuntimePost> PostedAsync() =>
        await _posts.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Ended by the test.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                while (await ReadAsync(stream) is { } call && await AnswerAsync(stream, call))
                {
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The runtime went away, or the test ended.
            }
        }
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, RuntimePost call)
    {
        var status = StatusOf(call.Path);
        if (status == 0)
            return false;

        var (head, body) = ("", Array.Empty<byte>());
        if (call.Path != "invocation/next")
        {
            await _posts.Writer.WriteAsync(call, _stop.Token);
        }
        else
        {
            _firstNext.TrySetResult(Stopwatch.GetTimestamp());
            if (status == 200)
                (head, body) = await _invocations.Reader.ReadAsync(_stop.Token);
        }

        byte[] answer = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\n{head}Content-Length: {body.Length}\r\n\r\n"), .. body];
        await stream.WriteAsync(answer, _stop.Token);
        return true;
    }

    private async Task<RuntimePost?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        var target = lines[0].Split(' ')[1];
        Assert.StartsWith(Prefix, target, StringComparison.Ordinal);
        return new RuntimePost(target[Prefix.Length..], headers, body);
    }
}

/// <summary>A call that came, its path behind <see cref="RuntimeApi.Prefix"/>.</summary>
internal sealed record RuntimePost(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;
}
