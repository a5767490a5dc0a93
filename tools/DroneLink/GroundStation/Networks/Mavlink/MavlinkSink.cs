using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>
/// Sends the fleet as MAVLink 2 over UDP, one message a datagram, all from one port. What comes back to that port, heartbeats and requests of
/// ground control stations, is read and dropped, and its sender not remembered: nobody gets the fleet by asking.
/// </summary>
internal sealed class MavlinkSink : INetworkSink
{
    /// <summary>Records that wait for the next look at the most.</summary>
    public const int InboxCapacity = 4096;

    /// <summary>Time between two looks at what is due.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    // At each look; whoever floods the port must not hold up what is sent.
    private const int MaxReceived = 64;

    private static readonly TimeSpan UnknownWait = 2 * DeviceBook.UnknownAge;
    private static readonly TimeSpan LookUpInterval = TimeSpan.FromSeconds(30);

    private readonly MavlinkOptions _options;
    private readonly DeviceBook _devices;
    private readonly NetworkLog _log;
    private readonly TimeProvider _time;
    private readonly MavlinkFleet _fleet;
    private readonly Channel<ProjectedRecord> _inbox;
    private readonly Queue<(ProjectedRecord Record, long At)> _ofUnknown = new();
    private readonly byte[] _received = new byte[2048];
    private Socket? _socket;
    private IPEndPoint? _target;
    private Task _lookUp = Task.CompletedTask;
    private long? _lookedUpAt;
    private int _failures;
    private long _sent;
    private long _lost;

    /// <param name="options">How it is run.</param>
    /// <param name="devices">Who the devices are.</param>
    /// <param name="ids">The drones' system ids.</param>
    /// <param name="log">Its log lines.</param>
    /// <param name="time">The clock.</param>
    public MavlinkSink(MavlinkOptions options, DeviceBook devices, SystemIds ids, NetworkLog log, TimeProvider time)
    {
        _options = options;
        _devices = devices;
        _log = log;
        _time = time;
        _fleet = new MavlinkFleet(options, ids, Send, log, time);
        var inbox = new BoundedChannelOptions(InboxCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _inbox = Channel.CreateBounded<ProjectedRecord>(inbox, _ => Interlocked.Increment(ref _lost));
    }

    /// <inheritdoc/>
    public NetworkStatus Status => new(
        _options.Name, _options.Describe(), Interlocked.Read(ref _sent), _inbox.Reader.Count + _ofUnknown.Count + _fleet.WaitingTexts, _fleet.Thinned,
        _fleet.Dropped + Interlocked.Read(ref _lost), Failures: Volatile.Read(ref _failures));

    /// <inheritdoc/>
    public void Offer(ProjectedRecord record)
    {
        if (_options.Filter.Passes(record.Record.DeviceId)) _inbox.Writer.TryWrite(record);
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        do
        {
            TakeOffered();
            LookUp(cancellationToken);
            if (Volatile.Read(ref _target) is not null) _fleet.Step();
            DropReceived();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lookUp.ConfigureAwait(false);
        _socket?.Dispose();
    }

    // A device may be provisioned while the station runs: its first records, its start among them, wait for the registry's answer.
    private void TakeOffered()
    {
        for (var i = _ofUnknown.Count; i > 0; i--)
        {
            var (record, at) = _ofUnknown.Dequeue();
            if (!TryTake(record) && _time.GetElapsedTime(at) < UnknownWait) _ofUnknown.Enqueue((record, at));
        }

        while (_inbox.Reader.TryRead(out var record))
        {
            if (!TryTake(record) && _ofUnknown.Count < InboxCapacity) _ofUnknown.Enqueue((record, _time.GetTimestamp()));
        }
    }

    private bool TryTake(ProjectedRecord record)
    {
        if (_devices.DronesOf(record.Record.DeviceId) is not { } drones) return false;
        _fleet.Take(record.Record, drones);
        return true;
    }

    // A name may come to stand for another address, and may not be known before the network is up. Where nobody answers, the system asks on
    // for many seconds, whatever the token says.
    private void LookUp(CancellationToken cancellationToken)
    {
        if (!_lookUp.IsCompleted || (_lookedUpAt is { } at && _time.GetElapsedTime(at) < LookUpInterval)) return;
        if (_target is not null && IPAddress.TryParse(_options.Host, out _)) return;
        _lookedUpAt = _time.GetTimestamp();
        _lookUp = LookUpAsync(cancellationToken);
    }

    private async Task LookUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            var address = IPAddress.TryParse(_options.Host, out var literal)
                ? literal
                : (await Dns.GetHostAddressesAsync(_options.Host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false))
                    .OrderBy(found => found.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
            if (_target is not { } known || !known.Address.Equals(address)) Volatile.Write(ref _target, new IPEndPoint(address, _options.Port));
            Volatile.Write(ref _failures, 0);
        }
        catch (OperationCanceledException)
        {
            // The station stops.
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException or ArgumentException)
        {
            // What was found before is still sent to.
            if (_target is null) Interlocked.Increment(ref _failures);
            _log.Note("name", $"cannot find {_options.Host}: {e.Message}");
        }
    }

    private void Send(ReadOnlySpan<byte> frame)
    {
        try
        {
            SocketTo(_target!).SendTo(frame, SocketFlags.None, _target!);
            Interlocked.Increment(ref _sent);
        }
        catch (SocketException e)
        {
            // As on any network, a datagram is lost; the next one may not be.
            _log.Note("send", $"cannot send to {_target}: {e.SocketErrorCode}");
        }
    }

    private Socket SocketTo(IPEndPoint target)
    {
        if (_socket is { } open && open.AddressFamily == target.AddressFamily) return open;
        _socket?.Dispose();
        _socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        if (target.AddressFamily == AddressFamily.InterNetwork) _socket.EnableBroadcast = true;
        return _socket;
    }

    private void DropReceived()
    {
        try
        {
            for (var i = 0; i < MaxReceived && _socket is { Available: > 0 }; i++) _socket.Receive(_received);
        }
        catch (SocketException)
        {
            // Nobody listens there yet, or the datagram is larger than any of MAVLink.
        }
    }
}
