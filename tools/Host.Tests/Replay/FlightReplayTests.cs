using System.Buffers.Binary;
using DroneLink.Host.Replay;
using DroneLink.Host.Twins;
using Xunit;

namespace DroneLink.Host.Tests.Replay;

public sealed class FlightReplayTests
{
    private const string Configuration = """
        {"deviceId":"bench","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","https":{"url":"http://none"},"autopilot":{}}
        """;

    private static readonly byte[] Heartbeat = Convert.FromHexString("fd090000072a960000004400000005032d0d03a6e4");

    [Theory]
    [InlineData(0)]
    [InlineData(900_000_000_000_000)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void LogOfAClockThatWasNotSet_IsRefused(long timestampUs)
    {
        var log = new byte[8 + Heartbeat.Length];
        BinaryPrimitives.WriteInt64BigEndian(log, timestampUs);
        Heartbeat.CopyTo(log, 8);
        var replay = new FlightReplay(Twin.ParseConfiguration(Configuration, "test"), new NoSink(), TimeProvider.System);

        var error = Assert.Throws<InvalidDataException>(() => replay.Run(log, double.PositiveInfinity, TestContext.Current.CancellationToken));

        Assert.Contains("clock", error.Message, StringComparison.Ordinal);
    }

    private sealed class NoSink : IFrameSink
    {
        public int Accept(ReadOnlySpan<byte> body, int frames) => throw new InvalidOperationException("nothing may be sent");
    }
}
