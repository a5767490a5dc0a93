using System.ComponentModel;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using DroneLink.Bench.Samples;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Bench;

[QuickJob]
[Description("write a frame of many records, in the cloud")]
public class FrameWriting
{
    private readonly byte[] _frame = new byte[FrameFormat.MaxFrameBytes];
    private readonly FixedBuffer _buffer = new(64 * 1024);
    private Utf8JsonWriter _writer = null!;
    private JsonFrame _jsonFrame = null!;
    private IReadOnlyList<TelemetryRecord> _records = [];

    [GlobalSetup]
    public void Setup()
    {
        _records = SampleFrame.Records;
        _jsonFrame = JsonFrame.From(_records);
        _writer = new Utf8JsonWriter(_buffer);
        Same.Bytes(SampleFrame.Bytes, _frame.AsSpan(0, Writer()));
        Serializer();
        var json = _buffer.Written.ToArray();
        ByHand();
        Same.Bytes(json, _buffer.Written);
    }

    [GlobalCleanup]
    public void Cleanup() => _writer.Dispose();

    [Benchmark(Description = "FrameWriter, with CRC")]
    public int Writer() => FrameWriter.TryWrite(_records, _frame, out var written) ? written : 0;

    // Its objects are made beforehand: who sends JSON may have no others.
    [Benchmark(Baseline = true, Description = "peer: JsonSerializer, source-generated, lean JSON")]
    public int Serializer()
    {
        Restart();
        JsonSerializer.Serialize(_writer, _jsonFrame, JsonFrameContext.Default.JsonFrame);
        return _buffer.Length;
    }

    [Benchmark(Description = "Utf8JsonWriter by hand, lean JSON")]
    public int ByHand()
    {
        Restart();
        LeanJson.Write(_writer, _records);
        _writer.Flush();
        return _buffer.Length;
    }

    private void Restart()
    {
        _buffer.Clear();
        _writer.Reset();
    }
}
