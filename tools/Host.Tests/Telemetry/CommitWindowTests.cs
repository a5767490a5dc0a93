using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Simulation.Media;
using Xunit;

namespace DroneLink.Host.Tests.Telemetry;

public sealed class CommitWindowTests
{
    [Fact]
    public void NothingStaysVolatileLongerThanTheWindow_WhateverTheStepPattern()
    {
        for (var i = 0; i < 300; i++)
        {
            var seed = Random.Shared.Next();
            var random = new Random(seed);
            var options = new RecorderOptions
            {
                FrameMaxAgeMs = random.Next(1, 20000),
                FrameMaxBytes = random.Next(64, 2000),
                CommitWindowMs = random.Next(100, 30000),
            };
            var ring = new FlashRing(new CutStore(seed), 5);
            ring.Open();
            var recorder = new Recorder(new FrameBuilder("d"u8.ToArray(), 1), ring, new DeviceClock(), options);
            var record = new TelemetryRecord();
            var taken = new Queue<long>();
            long now = 0;
            var durable = 0u;
            for (var step = 0; step < 400; step++)
            {
                now += random.Next(1, (options.CommitWindowMs / 8) + 1);
                for (var n = random.Next(3); n > 0; n--)
                {
                    record.Start(RecordKind.System);
                    record.Set(SystemField.Uptime, now);
                    recorder.Record(record, now);
                    taken.Enqueue(now);
                }

                recorder.Step(now);
                durable = Math.Max(durable, EndOfDurable(ring));
                while (taken.Count > recorder.NextSequence - durable) taken.Dequeue();

                if (taken.TryPeek(out var oldest))
                {
                    Assert.True(now - oldest <= options.CommitWindowMs, $"seed {seed}: {now - oldest} of {options.CommitWindowMs} ms");
                }
            }
        }
    }

    // One past the last record that is on flash.
    private static uint EndOfDurable(FlashRing ring)
    {
        var end = ring.Next - (uint)ring.VolatileFrames;
        if (end == 0) return 0;

        var buffer = new byte[FrameFormat.MaxFrameBytes];
        var view = new Firmware.Tests.Telemetry.FrameView(buffer, 0, ring.Read(end - 1, buffer));
        return view.FirstSequence + (uint)view.Count;
    }
}
