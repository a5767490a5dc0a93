using System.Net;
using System.Net.Sockets;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace DroneLink.Tool.GroundStation.Mqtt;

/// <summary>
/// Listens for devices on one address. Ours and not MQTTnet's own, so that packets and connections are bounded before anybody is
/// known, and a port that is in use is an exception and not a warning in a log.
/// </summary>
internal sealed class BrokerListener(IPAddress address, int port, int maxPacketBytes, int maxConnections) : IMqttServerAdapter
{
    private const int MaxSilent = 256;
    private const int MaxSilentPerAddress = 64;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Lobby _lobby = new(MaxSilent, MaxSilentPerAddress);
    private readonly TcpListener _listener = Listener(address, port);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _places = new(maxConnections);
    private Task _accepting = Task.CompletedTask;
    private MqttServerOptions? _options;
    private IMqttNetLogger? _logger;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>The port listened on; the one that the system chose if 0 was asked for.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        _options = options;
        _logger = logger;
        _listener.Start();
        _accepting = AcceptAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private static TcpListener Listener(IPAddress address, int port)
    {
        var listener = new TcpListener(address, port);

        // Every address is every address: the web server takes :: so too.
        if (address.Equals(IPAddress.IPv6Any)) listener.Server.DualMode = true;
        return listener;
    }

    private async Task AcceptAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(stopping).ConfigureAwait(false);
                var client = await AcceptOneAsync(stopping).ConfigureAwait(false);
                if (client is null || !TryEnter(client))
                {
                    _places.Release();
                    continue;
                }

                // On its own: nobody waits for another's login.
                _ = Task.Run(() => ServeAsync(client), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Returns null when a caller was gone before it was accepted, or the process is out of sockets for now.</summary>
    private async Task<Socket?> AcceptOneAsync(CancellationToken stopping)
    {
        try
        {
            return await _listener.AcceptSocketAsync(stopping).ConfigureAwait(false);
        }
        catch (SocketException) when (!stopping.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), stopping).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new OperationCanceledException(stopping);
        }
    }

    // In the order of their coming, which tasks of their own would mix up: the lobby closes the one that has waited longest.
    private bool TryEnter(Socket client)
    {
        try
        {
            _lobby.Enter(client);
            return true;
        }
        catch (SocketException)
        {
            // The caller left before anybody asked who it is.
            client.Dispose();
            return false;
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            client.NoDelay = true;
            using var patience = new CancellationTokenSource(ConnectTimeout);
            await using var closing = patience.Token.Register(client.Dispose);
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var channel = new BoundedChannel(new MqttTcpChannel(stream, client.LocalEndPoint, client.RemoteEndPoint, null), maxPacketBytes);
            var formatter = new MqttPacketFormatterAdapter(new MqttBufferWriter(_options!.WriterBufferSize, _options.WriterBufferSizeMax));
            using var adapter = new DeviceChannelAdapter(new MqttChannelAdapter(channel, formatter, _logger!), OnConnect);
            if (ClientHandler is { } handler) await handler(adapter).ConfigureAwait(false);

            void OnConnect()
            {
                patience.CancelAfter(Timeout.InfiniteTimeSpan);
                _lobby.Leave(client);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The caller left. What it had sent whole was handled, and what was not acknowledged it sends again.
        }
        finally
        {
            _lobby.Leave(client);
            client.Dispose();
            _places.Release();
        }
    }
}
