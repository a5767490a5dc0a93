using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DroneLink.Tool.Tests.Networks;

/// <summary>A web server that gets webhooks, and answers as a test says.</summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private HookServer(WebApplication web) => _web = web;

    public ConcurrentQueue<HookRequest> Requests { get; } = new();

    /// <summary>Answers, in their order; then 200.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Answers { get; } = new();

    public Uri Address => new(_web.Urls.First());

    public int Port => Address.Port;

    public IEnumerable<string> Ids => Requests.SelectMany(request => request.Records.Select(record => record.GetProperty("id").GetString()!));

    public static async Task<HookServer> StartAsync(TimeProvider time, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var server = new HookServer(builder.Build());
        server._web.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            server.Requests.Enqueue(new HookRequest(context.Request.Method, context.Request.Path, headers, body.ToArray(), time.GetUtcNow()));
            if (server.Answers.TryDequeue(out var answer)) await answer(context);
        });
        await server._web.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();
}

internal sealed record HookRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTimeOffset At)
{
    public IReadOnlyList<JsonElement> Records => [.. JsonSerializer.Deserialize<JsonElement>(Body).GetProperty("records").EnumerateArray()];
}
