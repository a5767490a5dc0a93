using System.ComponentModel;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using DroneLink.Bench.Samples;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Bench;

[QuickJob]
[Description("read a frame of many records, in the cloud")]
public class FrameReading
{
    private byte[] _frame = [];
    private byte[] _json = [];

    [GlobalSetup]
    public void Setup()
    {
        _frame = SampleFrame.Bytes;
        _json = LeanJson.ToBytes(SampleFrame.Records);
        Same.Records(SampleFrame.Records, Reader());
        Same.Records(SampleFrame.Records, ByHand());
        Same.Bytes(_json, JsonSerializer.SerializeToUtf8Bytes(Serializer()!, JsonFrameContext.Default.JsonFrame));
    }

    [Benchmark(Description = "FrameReader, CRC checked")]
    public IReadOnlyList<TelemetryRecord> Reader() => FrameReader.TryRead(_frame, out var frame, out _) ? frame.Records : [];

    [Benchmark(Baseline = true, Description = "peer: JsonSerializer, source-generated, lean JSON")]
    public object? SourceGenerated() => Serializer();

    [Benchmark(Description = "Utf8JsonReader by hand, lean JSON")]
    public IReadOnlyList<TelemetryRecord> ByHand() => LeanJsonReader.Read(_json);

    private JsonFrame? Serializer() => JsonSerializer.Deserialize(_json, JsonFrameContext.Default.JsonFrame);
}
