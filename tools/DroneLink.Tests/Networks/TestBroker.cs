using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace DroneLink.Tool.Tests.Networks;

/// <summary>A broker of somebody else, that fails as a test says.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly MqttServer _server;

    private TestBroker(MqttServer server, int port) => (_server, Port) = (server, port);

    public int Port { get; }

    public ConcurrentQueue<MqttApplicationMessage> Messages { get; } = new();

    public bool IsMute { get; set; }

    public string? Denied { get; set; }

    public IEnumerable<JsonElement> Json() =>
        Messages.Select(message => JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(message.Payload)));

    public static async Task<TestBroker> StartAsync(int port = 0, string? password = null, X509Certificate2? certificate = null)
    {
        if (port == 0) port = FreePort();
        var builder = new MqttServerOptionsBuilder();
        if (certificate is null)
        {
            builder.WithDefaultEndpoint().WithDefaultEndpointPort(port).WithDefaultEndpointBoundIPAddress(IPAddress.Loopback);
        }
        else
        {
            builder.WithoutDefaultEndpoint().WithEncryptedEndpoint().WithEncryptedEndpointPort(port).WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
                .WithEncryptionCertificate(certificate);
        }

        var broker = new TestBroker(new MqttServerFactory().CreateMqttServer(builder.Build()), port);
        broker._server.ValidatingConnectionAsync += e =>
        {
            if (password is not null && (e.UserName, e.Password) != ("farm", password)) e.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        broker._server.InterceptingPublishAsync += e =>
        {
            if (e.ApplicationMessage.Topic == broker.Denied)
            {
                e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
                e.ProcessPublish = false;
                return Task.CompletedTask;
            }

            broker.Messages.Enqueue(e.ApplicationMessage);
            return broker.IsMute ? Task.Delay(Timeout.Infinite, e.CancellationToken) : Task.CompletedTask;
        };
        await broker._server.StartAsync();
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsStarted) await _server.StopAsync(new MqttServerStopOptionsBuilder().Build());
        _server.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
