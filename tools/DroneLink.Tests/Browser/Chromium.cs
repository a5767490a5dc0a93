using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroneLink.Tool.Tests.Browser;

/// <summary>A Chromium without a window, with one page. Owns the process and its profile.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Listening = "DevTools listening on ";

    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
    ];

    private readonly TestFolder _profile = new();
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DevToolsConnection? _connection;
    private string _session = "";

    private Chromium(string program)
    {
        var start = new ProcessStartInfo(program, [.. Flags, $"--user-data-dir={_profile.Root}", "about:blank"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is null) _address.TrySetException(new IOException($"{program} ended before it listened"));
            else if (e.Data.StartsWith(Listening, StringComparison.Ordinal)) _address.TrySetResult(new Uri(e.Data[Listening.Length..]));
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Addresses that the page asked for, in order.</summary>
    public ConcurrentQueue<Uri> Requests { get; } = new();

    /// <summary>Exceptions that nobody caught, and errors on the console.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>Starts one with an empty page; skips the test where there is none.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var program = Programs.Find("chromium") ?? Programs.Find("chromium-browser") ?? Programs.Find("google-chrome");
        Assert.SkipWhen(program is null, "there is no chromium and no google-chrome on the PATH");
        var browser = new Chromium(program);
        try
        {
            await browser.OpenPageAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens an address in the page.</summary>
    public Task NavigateAsync(Uri address) => CallAsync("Page.navigate", new() { ["url"] = address.AbsoluteUri });

    /// <summary>The value of an expression in the page.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out var exception), exception.ToString());
        return answer.GetProperty("result").GetProperty("value").Deserialize<T>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Gives the page another size, px.</summary>
    public Task ResizeAsync(int width, int height) => CallAsync(
        "Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            if (!_process.HasExited) await _connection.CallAsync("Browser.close");
            await _connection.DisposeAsync();
        }
        else if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        using var timeout = new CancellationTokenSource(Eventually.Patience);
        await _process.WaitForExitAsync(timeout.Token);
        _process.Dispose();

        // Its helpers end a moment after it and write to the profile until then.
        await Eventually.IsTrueAsync(TryDeleteProfile, "the profile is deleted");
    }

    private async Task OpenPageAsync()
    {
        var address = await _address.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        _connection = await DevToolsConnection.OpenAsync(address, Note);
        var page = await _connection.CallAsync("Target.createTarget", new() { ["url"] = "about:blank" });
        var attached = await _connection.CallAsync(
            "Target.attachToTarget", new() { ["targetId"] = page.GetProperty("targetId").GetString(), ["flatten"] = true });
        _session = attached.GetProperty("sessionId").GetString()!;
        foreach (var domain in new[] { "Runtime", "Log", "Network", "Page" }) await CallAsync($"{domain}.enable");
        await ResizeAsync(1280, 800);
    }

    private Task<JsonElement> CallAsync(string method, JsonObject? parameters = null) => _connection!.CallAsync(method, parameters, _session);

    private void Note(string name, JsonElement parameters)
    {
        switch (name)
        {
            case "Network.requestWillBeSent":
                Requests.Enqueue(new Uri(parameters.GetProperty("request").GetProperty("url").GetString()!));
                break;
            case "Runtime.exceptionThrown":
            case "Runtime.consoleAPICalled" when parameters.GetProperty("type").GetString() is "error" or "warning" or "assert":
            case "Log.entryAdded" when parameters.GetProperty("entry").GetProperty("level").GetString() is "error" or "warning":
                Errors.Enqueue(parameters.GetRawText());
                break;
        }
    }

    private bool TryDeleteProfile()
    {
        try
        {
            _profile.Dispose();
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
