using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace DroneLink.Tool.GroundStation.Mqtt;

/// <summary>
/// A channel that ends when a packet announces more bytes than a device ever sends. MQTTnet allocates what the header says,
/// up to 256 MB, before it knows who is calling; this looks at the header first. Owns the channel and disposes it.
/// </summary>
internal sealed class BoundedChannel(IMqttChannel channel, int maxPacketBytes) : IMqttChannel
{
    //  fixed header  type and flags u8 · remaining length: 1 to 4 bytes of 7 bits, low ones first, bit 7 = another follows
    private const int LengthBits = 7;
    private const int MaxLengthBytes = 4;

    private int _headerBytes;
    private int _remaining;

    public X509Certificate2? ClientCertificate => channel.ClientCertificate;

    public EndPoint? RemoteEndPoint => channel.RemoteEndPoint;

    public EndPoint? LocalEndPoint => channel.LocalEndPoint;

    public bool IsSecureConnection => channel.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => channel.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => channel.DisconnectAsync(cancellationToken);

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var read = await channel.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        Follow(buffer.AsSpan(offset, read));
        return read;
    }

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        return channel.WriteAsync(buffer, isEndOfPacket, cancellationToken);
    }

    public void Dispose() => channel.Dispose();

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_remaining > 0 && _headerBytes == 0)
            {
                var body = Math.Min(_remaining, bytes.Length);
                _remaining -= body;
                bytes = bytes[body..];
                continue;
            }

            FollowHeader(bytes[0]);
            bytes = bytes[1..];
        }
    }

    private void FollowHeader(byte next)
    {
        if (_headerBytes > 0) _remaining |= (next & 0x7F) << (LengthBits * (_headerBytes - 1));
        var isLast = _headerBytes > 0 && (next & 0x80) == 0;
        _headerBytes++;
        if (_remaining > maxPacketBytes || (!isLast && _headerBytes > MaxLengthBytes))
        {
            throw new MqttProtocolViolationException($"A packet of more than {maxPacketBytes} bytes was announced.");
        }

        if (isLast) _headerBytes = 0;
    }
}
