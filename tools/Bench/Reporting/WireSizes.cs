using System.Globalization;
using System.IO.Compression;
using DroneLink.Bench.Samples;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Bench.Reporting;

/// <summary>What the same records take on the wire, counted and not timed.</summary>
internal static class WireSizes
{
    /// <summary>Writes the table, in Markdown.</summary>
    public static void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| the same records on the wire | records | frame | lean JSON | named JSON | lean, gzip | named, gzip |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        Row(output, "many in a frame", SampleFrame.Records);
        Row(output, "at the default rates", SampleFrame.FewRecords);
    }

    private static void Row(TextWriter output, string name, IReadOnlyList<TelemetryRecord> records)
    {
        var frame = FrameWriter.Write(records).Length;
        var lean = LeanJson.ToBytes(records);
        var named = NamedJson.ToBytes(records);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {records.Count} | {frame:#,0} B | {Size(lean.Length)} | {Size(named.Length)} | {Size(Gzip(lean))} | {Size(Gzip(named))} |"));

        string Size(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes:#,0} B = {(double)bytes / frame:0.0}x");
    }

    private static int Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return (int)packed.Length;
    }
}
