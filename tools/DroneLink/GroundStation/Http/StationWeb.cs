using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.GroundStation.Http;

/// <summary>The web server of the ground station.</summary>
internal static class StationWeb
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Makes a server that listens once it is started.</summary>
    public static WebApplication Build(GroundStationOptions options, Action<ILoggingBuilder> configureLogging, StationApiParts parts)
    {
        // Nothing of the folder that the command was started in belongs to it: no settings, no files to serve.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        configureLogging(builder.Logging);

        // A start that fails is said in plain words by whoever asked for it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = StationApi.MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = StationApi.MaxConnections;
            kestrel.Listen(options.Bind, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddHostFiltering(o => o.AllowedHosts = AllowedHosts(options.Bind));
        var app = builder.Build();
        app.UseHostFiltering();
        app.UseRouting();
        StationApi.AddRoutes(app, parts);
        return app;
    }

    /// <summary>Where a started server is reached from this computer.</summary>
    public static Uri AddressOf(WebApplication app, GroundStationOptions options)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var port = new Uri(addresses.First()).Port;
        return new UriBuilder(Uri.UriSchemeHttp, options.ReachableAddress.ToString(), port).Uri;
    }

    /// <summary>
    /// A station that only this computer reaches answers to this computer's names alone: else a web page elsewhere could have its own
    /// name point here and read the fleet through somebody's browser.
    /// </summary>
    private static List<string> AllowedHosts(IPAddress bind)
    {
        if (!IPAddress.IsLoopback(bind)) return ["*"];
        var own = bind.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{bind}]" : bind.ToString();
        return ["localhost", "127.0.0.1", "[::1]", own];
    }

    /// <summary>The command decides when the station stops, Ctrl-C included; the host leaves the signals alone.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
