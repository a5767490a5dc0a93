using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Simulation.Wear;

/// <summary>Runs the firmware's recorder and ring on a flash that counts its erases, with an uplink that is away now and then.</summary>
internal static class WearRun
{
    private const int StepMs = 250;

    // What the uplink gets rid of in a step, when there is more: it sends in windows, and each has its way to go.
    private const int FramesPerStep = 4;

    // Besides the ring: the configuration, roots and a certificate in blocks; the pairs of boot, ota, command, settings and peerkeys in the directory.
    private const int StillBlocks = 5;
    private const int StillEntryBytes = 700;

    /// <summary>Runs some days.</summary>
    /// <param name="options">What happens in them.</param>
    /// <param name="progress">Is told now and then what part is done, 0 to 1.</param>
    /// <exception cref="ArgumentException">The ring does not fit the partition.</exception>
    public static WearResult Run(WearOptions options, Action<double>? progress = null)
    {
        var blocks = options.PartitionKb * 1024 / LittlefsWear.BlockBytes;
        if (options.Segments + StillBlocks + 6 > blocks)
            throw new ArgumentException($"--segments: {options.Segments} segments and the other files do not fit {blocks} blocks; take fewer, or more --partition");

        var random = new Random(options.Seed);
        var flash = new LittlefsWear(blocks, StillBlocks, StillEntryBytes);
        var ring = new FlashRing(flash, options.Segments);
        ring.Open();
        var recorder = new Recorder(new FrameBuilder("dl-123456"u8.ToArray(), 1), ring, new DeviceClock(), new RecorderOptions());
        var mix = new DefaultMix(random, options.Rate);
        var outages = new Outages(random, options.Offline, options.OutageMinutes);
        var end = options.Days * 86_400_000L;
        long offline = 0;
        for (long now = 0; now < end; now += StepMs)
        {
            mix.Step(recorder, now);
            recorder.Step(now);
            if (outages.IsOffline(now)) offline += StepMs;
            else Acknowledge(ring);
            if (now % 3_600_000 == 0) progress?.Invoke((double)now / end);
        }

        return new WearResult(options.Days, (double)offline / end, flash, recorder.NextSequence, ring.OverwrittenRecords);
    }

    private static void Acknowledge(FlashRing ring)
    {
        var number = ring.Seek(ring.Head);
        for (var i = 0; i < FramesPerStep && number != ring.Next; i++) number = ring.Seek(number + 1);
        ring.AcknowledgeBelow(number);
    }

    // Turns of being away and being there, each of a random length.
    private sealed class Outages(Random random, double share, double minutes)
    {
        private double _until;
        private bool _isOffline = true;

        public bool IsOffline(long nowMs)
        {
            if (share is 0 or 1) return share > 0;
            while (nowMs >= _until)
            {
                _isOffline = !_isOffline;
                var mean = minutes * (_isOffline ? 1 : (1 - share) / share);
                _until += -Math.Log(1 - random.NextDouble()) * mean * 60_000;
            }

            return _isOffline;
        }
    }
}
