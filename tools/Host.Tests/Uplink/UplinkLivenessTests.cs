using System.Globalization;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Simulation.Media;
using Xunit;

namespace DroneLink.Host.Tests.Uplink;

/// <summary>However bad the link was, nothing leaves the device that the cloud has not, and once it is good everything drains.</summary>
public sealed class UplinkLivenessTests
{
    private const int StepMs = 100;

    // The longest back-off, an operation that never ends at that moment, and the time that the backlog takes.
    private const long DrainMs = 180_000 + CloudUplink.OperationTimeoutMs + 240_000;

    [Fact]
    public void AnyBadLink_ThenAGoodOne_DrainsInTime_AndNothingIsLost()
    {
        for (var i = 0; i < 60; i++) Run(Random.Shared.Next());
    }

    private static void Run(int seed)
    {
        var random = new Random(seed);
        var events = new LinkEventQueue();
        var board = new RandomBoard(seed, events);
        var ring = new FlashRing(new CutStore(seed), 30);
        ring.Open();
        var clock = new DeviceClock();
        var (mqtt, https) = (seed % 3) switch { 0 => (true, true), 1 => (true, false), _ => (false, true) };
        var uplink = new CloudUplink(board, events, ring, clock, (uint)seed, new UplinkOptions
        {
            DeviceId = "d",
            FleetId = "f",
            Key = new byte[32],
            UseMqtt = mqtt,
            MqttTls = true,
            UseHttps = https,
            SignFrames = true,
        });
        var builder = new FrameBuilder("d"u8.ToArray(), (uint)seed);
        var recorded = 0u;
        long now = 0;

        void Step()
        {
            now += StepMs;
            board.Advance(now);
            uplink.Step(now);
        }

        void Record()
        {
            builder.Start(recorded);
            builder.TryAddText(6, new byte[100], 0, random.Next(100), now);
            builder.Seal(false, now);
            ring.Append(builder.Buffer, builder.SealedOffset, builder.SealedLength, 1, now);
            recorded++;
        }

        string At() => string.Create(CultureInfo.InvariantCulture, $"seed {seed}, at {now} ms, {uplink.State}");

        var bad = random.Next(1, 40) * 60_000;
        while (now < bad)
        {
            Step();
            if (random.Next(100) == 0) Record();
            if (random.Next(20000) == 0) uplink.Restart(now);
            if (random.Next(100) == 0) CheckNothingIsMissing();
        }

        board.Healthy = true;
        var until = now + DrainMs;
        Record();
        while (ring.WaitingFrames > 0 && now < until) Step();

        Assert.True(ring.WaitingFrames == 0, $"{At()}: {ring.WaitingFrames} frames wait still");
        CheckNothingIsMissing();
        if (mqtt)
        {
            // And it is back on MQTT in the end, whatever carried the backlog.
            while (uplink.State != UplinkState.Online && now < until + DrainMs) Step();

            Assert.True(uplink.State == UplinkState.Online, At());
        }

        void CheckNothingIsMissing()
        {
            Assert.Equal(0u, ring.OverwrittenRecords);
            var kept = new HashSet<uint>();
            var buffer = new byte[FrameFormat.MaxFrameBytes];
            var head = new FrameHead();
            for (var number = ring.Seek(ring.Head); number != ring.Next; number = ring.Seek(number + 1))
            {
                Assert.True(head.TryRead(buffer, 0, ring.Read(number, buffer)));
                kept.Add(head.FirstSequence);
            }

            for (var sequence = 0u; sequence < recorded; sequence++)
            {
                Assert.True(kept.Contains(sequence) || board.Accepted.Contains(sequence), $"{At()}: frame {sequence} is nowhere");
            }
        }
    }
}
