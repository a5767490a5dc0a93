using DroneLink.Tool.GroundStation;

namespace DroneLink.Tool.Tests;

public sealed class LogLimitTests
{
    [Fact]
    public void FailureLog_WritesSoManyLinesAndThenCounts()
    {
        using var log = new RecordingLogger();
        var clock = new Clock();
        var failures = new FailureLog(log, clock);

        for (var i = 0; i < LogLimit.LinesPerWindow + 5; i++) failures.Failed("ingest", new IOException("disk full"));
        Assert.Equal(LogLimit.LinesPerWindow, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.Contains("failed ingest code=IOException disk full", line, StringComparison.Ordinal));

        clock.Now += LogLimit.Window.Ticks;
        failures.Failed("ingest", new IOException("disk full"));
        Assert.Contains(log.Lines, line => line.Contains("failed 5 times more", StringComparison.Ordinal));
        Assert.Equal(LogLimit.LinesPerWindow + 2, log.Lines.Count);
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
