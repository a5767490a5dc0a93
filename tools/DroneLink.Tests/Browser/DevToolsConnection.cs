using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroneLink.Tool.Tests.Browser;

/// <summary>A connection over Chromium's DevTools protocol: calls with their answers, and events. Calls come one at a time.</summary>
internal sealed class DevToolsConnection : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly Action<string, JsonElement> _onEvent;
    private Task _reading = Task.CompletedTask;
    private int _lastId;

    private DevToolsConnection(Action<string, JsonElement> onEvent)
    {
        _onEvent = onEvent;
        _socket.Options.Proxy = null;
    }

    /// <summary>Connects.</summary>
    /// <param name="address">The browser's WebSocket address.</param>
    /// <param name="onEvent">Is given the name and the parameters of each event, on the reading thread.</param>
    public static async Task<DevToolsConnection> OpenAsync(Uri address, Action<string, JsonElement> onEvent)
    {
        var connection = new DevToolsConnection(onEvent);
        using var timeout = new CancellationTokenSource(Eventually.Patience);
        await connection._socket.ConnectAsync(address, timeout.Token);
        connection._reading = connection.ReadAsync();
        return connection;
    }

    /// <summary>Calls a method of the browser, or of one page when its session is given.</summary>
    public async Task<JsonElement> CallAsync(string method, JsonObject? parameters = null, string? session = null)
    {
        var id = ++_lastId;
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null) call["sessionId"] = session;
        using var timeout = new CancellationTokenSource(Eventually.Patience);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
        return await answer.Task.WaitAsync(Eventually.Patience, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[16384];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) break;
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
                Handle(message.GetBuffer().AsMemory(0, (int)message.Length));
                message.SetLength(0);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The browser ended, or the test did.
        }

        foreach (var call in _calls.Values) call.TrySetException(new IOException("the browser closed the connection"));
    }

    private void Handle(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        if (!root.TryGetProperty("id", out var id))
        {
            _onEvent(root.GetProperty("method").GetString()!, root.GetProperty("params").Clone());
        }
        else if (_calls.TryRemove(id.GetInt32(), out var call))
        {
            if (root.TryGetProperty("error", out var error)) call.TrySetException(new InvalidOperationException(error.GetRawText()));
            else call.TrySetResult(root.GetProperty("result").Clone());
        }
    }
}
