using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DroneLink.CloudSdk.Iot;
using DroneLink.Simulation.Campaigns;
using DroneLink.Tool.GroundStation.Mqtt;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A connection to the ground station's broker, as bytes: no packet above the bound is read, and every packet says what stands there.</summary>
internal sealed class MqttDoor : Door
{
    private const int MaxHeaderBytes = 5;

    private readonly List<MqttPacket> _packets = [];
    private bool _isBroken;

    /// <inheritdoc/>
    public override string Name => "mqtt";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [Session(MqttProtocolVersion.V311), Session(MqttProtocolVersion.V500), Session(MqttProtocolVersion.V310)];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [0x10], [0x32], [0x82, 0x80, 0x80, 0x80, 0x01], [0x30, 0xFF, 0xFF, 0xFF, 0x7F], [0x32, 0xFF, 0x13], [0x00, 0x04, .. "MQTT"u8, 0x05], [0xC0, 0x00], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x00, 0x00], [0xFF, 0xFF],
        .. Hostile.Words.Text,
    ];

    /// <inheritdoc/>
    public override int MaxBytes => 2 * DeviceBroker.MaxPacketBytes;

    // A packet's body is read into an array of its own, and its texts and properties are objects.
    /// <inheritdoc/>
    public override int BytesPerByte => 128;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _packets.Clear();
        _isBroken = false;
        using var channel = new BoundedChannel(new Received(input), DeviceBroker.MaxPacketBytes);
        using var adapter = new DeviceChannelAdapter(new MqttChannelAdapter(channel, new MqttPacketFormatterAdapter(new MqttBufferWriter(4096, 65535)), MqttNetNullLogger.Instance), () => { });
        try
        {
            while (Now(adapter.ReceivePacketAsync(default)) is { } packet) _packets.Add(packet);
        }
        catch (Exception e) when (e is MqttProtocolViolationException or MqttCommunicationException)
        {
            // The connection ends, and what was sent over it whole stays taken.
            _isBroken = true;
        }

        return new Outcome(_packets.Count > 0, (_packets.Count * 64) + (_isBroken ? 32 : 0) + (_packets.Count > 0 ? (int)Kind(_packets[^1]) : 0));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        ViolationException.Unless(_packets.Count <= CountBounded(input), () => $"{_packets.Count} packets, and {CountBounded(input)} that are whole and within the bound");
        foreach (var packet in _packets)
        {
            switch (packet)
            {
                case MqttConnectPacket connect:
                    CheckText(input, connect.ClientId);
                    CheckText(input, connect.Username);
                    CheckText(input, connect.WillTopic);
                    CheckBytes(input, connect.Password);
                    CheckBytes(input, connect.WillMessage);
                    break;
                case MqttPublishPacket publish:
                    CheckText(input, publish.Topic);
                    CheckBytes(input, publish.Payload.ToArray());
                    break;
                case MqttSubscribePacket subscribe:
                    foreach (var filter in subscribe.TopicFilters) CheckText(input, filter.Topic);
                    break;
            }
        }
    }

    // The packets that are there whole, up to the first that announces too much.
    private static int CountBounded(ReadOnlySpan<byte> input)
    {
        for (var count = 0; ; count++)
        {
            var (length, at) = (0, 1);
            for (; at < MaxHeaderBytes && at < input.Length; at++)
            {
                length |= (input[at] & 0x7F) << (7 * (at - 1));
                if (input[at] < 0x80) break;
            }

            if (at >= MaxHeaderBytes || at >= input.Length || length > DeviceBroker.MaxPacketBytes || input.Length - at - 1 < length) return count;
            input = input[(at + 1 + length)..];
        }
    }

    private static void CheckText(byte[] input, string? text)
    {
        // What is not UTF-8 becomes U+FFFD, which no name and no topic of ours has.
        if (text is null || text.Contains('\uFFFD', StringComparison.Ordinal)) return;
        CheckBytes(input, Encoding.UTF8.GetBytes(text));
    }

    private static void CheckBytes(byte[] input, byte[]? bytes) =>
        ViolationException.Unless(bytes is null || input.AsSpan().IndexOf(bytes) >= 0, () => $"{Convert.ToHexString(bytes!)} was never sent");

    private static T Now<T>(Task<T> task)
    {
        ViolationException.Unless(task.IsCompleted, "it waits, and there is nothing to wait for");
        return task.GetAwaiter().GetResult();
    }

    private static MqttControlPacketType Kind(MqttPacket packet) => packet switch
    {
        MqttConnectPacket => MqttControlPacketType.Connect,
        MqttPublishPacket => MqttControlPacketType.Publish,
        MqttSubscribePacket => MqttControlPacketType.Subscribe,
        MqttPubAckPacket => MqttControlPacketType.PubAck,
        MqttPingReqPacket => MqttControlPacketType.PingReq,
        MqttDisconnectPacket => MqttControlPacketType.Disconnect,
        _ => 0,
    };

    private static byte[] Session(MqttProtocolVersion version)
    {
        var formatter = new MqttPacketFormatterAdapter(version, new MqttBufferWriter(4096, 65535));
        var password = Encoding.ASCII.GetBytes(Tool.Provisioning.MqttPassword.Derive(Samples.Key));
        string Topic(string name) => IotTopics.Of(Samples.Fleet, Samples.Device, name);
        MqttPacket[] packets =
        [
            new MqttConnectPacket
            {
                ClientId = Samples.Device,
                Username = Samples.Device,
                Password = password,
                KeepAlivePeriod = 60,
                CleanSession = true,
                WillFlag = true,
                WillTopic = Topic("status"),
                WillMessage = "{\"state\":\"offline\"}"u8.ToArray(),
            },
            new MqttSubscribePacket { PacketIdentifier = 1, TopicFilters = [new MqttTopicFilter { Topic = Topic("command"), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }] },
            new MqttPublishPacket
            {
                PacketIdentifier = 2,
                Topic = Topic("frames"),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                Payload = new ReadOnlySequence<byte>(Samples.Frames()[0]),
            },
            new MqttPubAckPacket { PacketIdentifier = 7 },
            MqttPingReqPacket.Instance,
            new MqttDisconnectPacket(),
        ];
        return [.. packets.SelectMany(packet => formatter.Encode(packet).ToArray())];
    }

    /// <summary>What was received, and then the end.</summary>
    private sealed class Received(byte[] input) : IMqttChannel
    {
        private int _at;

        public X509Certificate2? ClientCertificate => null;

        public EndPoint? RemoteEndPoint => null;

        public EndPoint? LocalEndPoint => null;

        public bool IsSecureConnection => false;

        public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            var read = Math.Min(count, input.Length - _at);
            input.AsSpan(_at, read).CopyTo(buffer.AsSpan(offset));
            _at += read;
            return Task.FromResult(read);
        }

        public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
