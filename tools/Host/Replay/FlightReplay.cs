using System.Buffers.Binary;
using System.Globalization;
using System.IO.Ports;
using System.Security.Cryptography;
using System.Text;
using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;

namespace DroneLink.Host.Replay;

/// <summary>
/// Feeds the firmware with a recorded flight, in the flight's own time: its packets come in over the serial port when they came in
/// then, and its clock is the log's. The boot id is made from the log and the device, so that the same replay is stored once.
/// </summary>
public sealed class FlightReplay
{
    // Between two packets the device is stepped this often, so that frames are sealed when they are due.
    private const int StepMs = 100;

    private readonly ApplicationConfiguration _configuration;
    private readonly IFrameSink _sink;
    private readonly TimeProvider _time;

    /// <summary>Creates a replay.</summary>
    /// <param name="configuration">The device: its id, key, and rates. Its ways to the network are not used.</param>
    /// <param name="sink">Takes the frames. Borrowed.</param>
    /// <param name="time">Paces a replay that is not as fast as it can be.</param>
    public FlightReplay(ApplicationConfiguration configuration, IFrameSink sink, TimeProvider time)
    {
        _configuration = configuration;
        _sink = sink;
        _time = time;
    }

    /// <summary>Replays a log from its start.</summary>
    /// <param name="log">A tlog: before each MAVLink packet its time, µs since 1970-01-01 UTC, 8 bytes, big-endian.</param>
    /// <param name="speed">Times as fast as life; positive infinity for as fast as it can be.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    /// <exception cref="InvalidDataException">There is no packet in it.</exception>
    /// <exception cref="IOException">The sink could not store.</exception>
    public ReplaySummary Run(byte[] log, double speed, CancellationToken cancellationToken = default)
    {
        var reader = new TlogReader(log);
        if (!reader.TryRead())
        {
            throw new InvalidDataException("there is no packet in it; expected a MAVLink telemetry log (.tlog)");
        }

        var start = reader.TimestampUs / 1000;
        if (start is < DeviceClock.EarliestUtcMs or > DeviceClock.LatestUtcMs)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"its first packet is dated {DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(start, 0, DeviceClock.LatestUtcMs)):yyyy-MM-dd}; the clock of whoever wrote it was not set"));
        }

        var portName = string.Create(CultureInfo.InvariantCulture, $"replay-{Guid.NewGuid():N}");
        using var wire = SerialWire.Attach(portName);
        using var autopilot = new MavlinkPort(new SerialPort(portName));
        autopilot.Open();

        Prepare();
        long now = 0;
        var events = new LinkEventQueue();
        var board = new ReplayLinkBoard(events, _sink, () => start + now, () => now);
        var bootId = BootIdOf(log);
        var flash = new MemorySegmentStore();
        BootRecord.Seed(flash, bootId >> 16);
        var device = new OpenedDevice(_configuration, flash, board, events, new DeviceParts { Autopilot = autopilot }, bootId).Device;
        device.Start(now);

        var began = _time.GetTimestamp();
        long packets = 0;
        do
        {
            // A log may have been merged from several: time never goes back on a device.
            var due = Math.Max(now, (reader.TimestampUs / 1000) - start);
            while (now + StepMs < due)
            {
                now += StepMs;
                device.Step(now);
            }

            now = due;
            Pace(began, now, speed, cancellationToken);
            wire.Send(reader.Frame.Span);
            device.Step(now);
            packets++;
        }
        while (reader.TryRead());

        device.Shutdown(ResetReason.Ordered, 0);
        while (device.Ring.WaitingFrames > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            device.Step(now);
        }

        return new ReplaySummary(packets, device.RecordedRecords, device.Uplink.AcknowledgedFrames, board.RejectedFrames, reader.TornBytes, device.BootId);
    }

    private void Prepare()
    {
        _configuration.Uplink.UseMqtt = false;
        _configuration.Uplink.UseHttps = true;
        _configuration.Uplink.FirstTryMs = 0;
        _configuration.Uplink.PostPeriodMs = 0;
        _configuration.UseAutopilotTime = false;
        _configuration.Autopilot.IsRecorded = true;
        _configuration.UseOta = false;
    }

    // Same log, same device, same rates: same boot, so that the records of a second replay are those of the first.
    private uint BootIdOf(byte[] log)
    {
        var options = _configuration.Autopilot;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(log);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{_configuration.Uplink.DeviceId}/{options.SystemId}/{options.PositionPeriodMs}/{options.AttitudePeriodMs}/{options.PowerPeriodMs}/{FirmwareVersion.Text}")));
        return BinaryPrimitives.ReadUInt32LittleEndian(hash.GetHashAndReset());
    }

    private void Pace(long began, long now, double speed, CancellationToken cancellationToken)
    {
        if (double.IsPositiveInfinity(speed))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        var early = TimeSpan.FromMilliseconds(now / speed) - _time.GetElapsedTime(began);
        if (early > TimeSpan.Zero && cancellationToken.WaitHandle.WaitOne(early))
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
