using System.Globalization;
using DroneLink.Bench.Samples;

namespace DroneLink.Bench.Reporting;

/// <summary>What an operation of a benchmark gets done, so that its time can be told as a rate.</summary>
internal static class Throughput
{
    /// <summary>Returns the rate of one benchmark at a time for an operation.</summary>
    public static string Of(Type benchmark, double nanoseconds)
    {
        var (amount, unit) = Work(benchmark);
        return string.Create(CultureInfo.InvariantCulture, $"{amount * 1e9 / nanoseconds:#,0} {unit}");
    }

    private static (double Amount, string Unit) Work(Type benchmark)
    {
        if (benchmark == typeof(StreamCommits))
        {
            return (1, "frames/s");
        }

        if (benchmark == typeof(MavlinkParsing))
        {
            return (RecordedFlight.Bytes.Length / 1e6, "MB/s");
        }

        if (benchmark == typeof(DeviceHmac) || benchmark == typeof(DeviceCrc32))
        {
            return (SampleBody.Bytes.Length / 1e6, "MB/s");
        }

        return (SampleFrame.Records.Count / 1e3, "k records/s");
    }
}
