using System.Net;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.GroundStation.Networks;
using Spectre.Console;

namespace DroneLink.Tool.Commands;

/// <summary>What the ground station says on the console: where to look, one line while it runs, and what was done.</summary>
internal sealed class StationDisplay(CommandConsole console, Station station, GroundStationOptions options)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);

    public void ShowBanner()
    {
        var pretty = console.Pretty;
        pretty.MarkupLine("[bold]DroneLink ground station[/]");
        Row("page", station.Address.ToString());
        Row("API", new Uri(station.Address, "/openapi.json").ToString());
        Row("broker", $"mqtt://{station.Address.Host}:{station.MqttPort}");
        if (options.Bind.Equals(IPAddress.Any) || options.Bind.Equals(IPAddress.IPv6Any))
        {
            var own = NetworkAddress.Own();
            Row("network", $"http://{own}:{station.Port}/ and mqtt://{own}:{station.MqttPort}");
        }

        Row(options.Cloud == CloudKind.Embedded ? "data" : "devices", Path.GetFullPath(options.DataDirectory));
        if (options.Cloud == CloudKind.Emulators) Row("cloud", "kinesalite, dynalite and a search, in memory: gone at the end");
        if (options.Cloud == CloudKind.Aws) Row("cloud", "AWS, as this environment names it");
        foreach (var network in station.Networks.Status) Row("sends to", $"{network.Target} ({network.Name})");
        if (!IPAddress.IsLoopback(options.Bind))
        {
            pretty.MarkupLineInterpolated(
                $"[yellow]Warning:[/] listening on {options.Bind}: the page and the API have no login, whoever reaches this computer can read the fleet; and the devices' broker passwords travel unencrypted.");
        }

        pretty.WriteLine("Ctrl-C stops.");
    }

    /// <summary>Shows one line, written over each second, until the end; nothing when nobody watches.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!console.IsInteractive)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
                return;
            }

            await console.Pretty.Status().StartAsync("starting", async status =>
            {
                while (true)
                {
                    var online = station.Presence.Snapshot().Count(d => d.Online);
                    var pipeline = station.Cloud.Pipeline.Status;
                    var trouble = pipeline.FailedAttempts > 0 ? $" [yellow]storing is stuck, attempt {pipeline.FailedAttempts}[/]" : "";
                    status.Status($"{online} devices online, {station.StoredRecords} records stored{trouble}");
                    await Task.Delay(Refresh, cancellationToken).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The end that was waited for.
        }
    }

    public async Task ShowSummaryAsync()
    {
        using var timeout = new CancellationTokenSource(DrainTimeout);
        var isDrained = await DrainAsync(timeout.Token).ConfigureAwait(false);
        console.Pretty.WriteLine();
        var rest = isDrained ? "" : "; more is in the stream, the next start goes on with it";
        Row("stored", $"{station.StoredRecords} records{rest}");
        foreach (var network in station.Networks.Status) Row(network.Name, Account(network));
        if (station.DeadLetterCount > 0) Row("refused", $"{station.DeadLetterCount}{RefusedCall()}");
    }

    private static string Account(NetworkStatus network) => string.Join(", ", new[]
    {
        $"{network.Sent} sent",
        network.Thinned > 0 ? $"{network.Thinned} thinned out" : null,
        network.Dropped > 0 ? $"{network.Dropped} given up" : null,
        network.Refused > 0 ? $"{network.Refused} refused" : null,
        network.Waiting > 0 ? $"{network.Waiting} not sent" : null,
    }.OfType<string>());

    private string RefusedCall() => options.Cloud switch
    {
        CloudKind.Emulators => "",
        CloudKind.Aws => ", each with its reason: dronelink refused --cloud aws",
        _ => options.DataDirectory == GroundStationOptions.DefaultDataDirectory
            ? ", each with its reason: dronelink refused"
            : $", each with its reason: dronelink refused --data \"{options.DataDirectory}\"",
    };

    private async Task<bool> DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await station.Cloud.Pipeline.DrainAsync(cancellationToken).ConfigureAwait(false)) return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        try
        {
            await station.Networks.DrainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The summary counts what was not sent.
        }

        return true;
    }

    private void Row(string name, string value) => console.Pretty.MarkupLineInterpolated($"  [grey]{name,-8}[/] {value}");
}
