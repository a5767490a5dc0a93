using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace DroneLink.Tool.GroundStation.Mqtt;

/// <summary>
/// Remembers the CONNECT packet that passes through: MQTTnet's validation shows neither the last will nor the version's quirks of it,
/// and a will is a message that is published in the device's name. Owns the adapter and disposes it.
/// </summary>
/// <param name="adapter">What it passes through.</param>
/// <param name="onConnect">Is called once, when the CONNECT packet came.</param>
internal sealed class DeviceChannelAdapter(IMqttChannelAdapter adapter, Action onConnect) : IMqttChannelAdapter
{
    /// <summary>The CONNECT packet; null before it came.</summary>
    public MqttConnectPacket? Connect { get; private set; }

    public long BytesReceived => adapter.BytesReceived;

    public long BytesSent => adapter.BytesSent;

    public X509Certificate2? ClientCertificate => adapter.ClientCertificate;

    public EndPoint? RemoteEndPoint => adapter.RemoteEndPoint;

    public EndPoint? LocalEndPoint => adapter.LocalEndPoint;

    public bool IsSecureConnection => adapter.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => adapter.PacketFormatterAdapter;

    public Task ConnectAsync(CancellationToken cancellationToken) => adapter.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => adapter.DisconnectAsync(cancellationToken);

    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        var packet = await adapter.ReceivePacketAsync(cancellationToken).ConfigureAwait(false);
        if (Connect is null && packet is MqttConnectPacket connect)
        {
            Connect = connect;
            onConnect();
        }

        return packet;
    }

    public void ResetStatistics() => adapter.ResetStatistics();

    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        return adapter.SendPacketAsync(packet, cancellationToken);
    }

    public void Dispose() => adapter.Dispose();
}
