using System.ComponentModel;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using DroneLink.Bench.Samples;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Bench;

[QuickJob]
[Description("build a frame of many records, the device's code")]
public class DeviceFrameBuilding
{
    private readonly FixedBuffer _buffer = new(64 * 1024);
    private readonly List<Taken> _taken = [];
    private FrameBuilder _builder = null!;
    private Utf8JsonWriter _writer = null!;
    private string _deviceId = "";
    private uint _bootId;
    private uint _sequence;
    private long _timeMs;

    [GlobalSetup]
    public void Setup()
    {
        var first = SampleFrame.Records[0];
        (_deviceId, _bootId, _sequence, _timeMs) = (first.DeviceId, first.BootId, first.Sequence, first.TimeMs);
        _builder = new FrameBuilder(Encoding.ASCII.GetBytes(_deviceId), _bootId);
        _writer = new Utf8JsonWriter(_buffer);
        _taken.AddRange(SampleFrame.Records.Select(record => new Taken(ToDevice(record), record.TimeMs, record.Severity, record.Text)));
        Builder();
        Json();
        Same.Bytes(SampleFrame.Bytes, _builder.Buffer.AsSpan(_builder.SealedOffset, _builder.SealedLength));
        Same.Bytes(LeanJson.ToBytes(SampleFrame.Records), _buffer.Written);
    }

    [GlobalCleanup]
    public void Cleanup() => _writer.Dispose();

    [Benchmark(Description = "FrameBuilder, with CRC")]
    public int Builder()
    {
        _builder.Start(_sequence);
        foreach (var taken in _taken)
        {
            _ = taken.Utf8 is { } text
                ? _builder.TryAddText(taken.Severity, text, 0, text.Length, taken.TimeMs)
                : _builder.TryAdd(taken.Record, taken.TimeMs);
        }

        _builder.Seal(clockSynced: true, _timeMs);
        return _builder.SealedLength;
    }

    [Benchmark(Baseline = true, Description = "peer: Utf8JsonWriter into a buffer, lean JSON")]
    public int Json()
    {
        _buffer.Clear();
        _writer.Reset();
        LeanJson.WriteHead(_writer, _deviceId, _bootId, _sequence, _timeMs, clockSynced: true);
        var previousTime = _timeMs;
        foreach (var taken in _taken)
        {
            LeanJson.WriteStart(_writer, taken.Utf8 is null ? taken.Record.Kind : RecordKind.Text, taken.TimeMs - previousTime);
            previousTime = taken.TimeMs;
            if (taken.Utf8 is { } text)
            {
                _writer.WriteNumber("severity"u8, taken.Severity);
                _writer.WriteString("text"u8, text);
            }
            else
            {
                WriteValues(taken.Record);
            }

            _writer.WriteEndObject();
        }

        LeanJson.WriteEnd(_writer);
        _writer.Flush();
        return _buffer.Length;
    }

    private static TelemetryRecord ToDevice(CloudSdk.Wire.TelemetryRecord record)
    {
        var copy = new TelemetryRecord().Start(record.Kind);
        for (var field = 0; field < TelemetryRecord.MaxFields; field++)
        {
            if (record.TryGet(field, out var value))
            {
                copy.Set(field, value);
            }
        }

        return copy;
    }

    private void WriteValues(TelemetryRecord record)
    {
        _writer.WriteNumber("mask"u8, record.Mask);
        _writer.WriteStartArray("values"u8);
        for (var field = 0; field < TelemetryRecord.MaxFields; field++)
        {
            if ((record.Mask >> field & 1) != 0)
            {
                _writer.WriteNumberValue(record.Get(field));
            }
        }

        _writer.WriteEndArray();
    }

    private sealed class Taken(TelemetryRecord record, long timeMs, byte severity, string? text)
    {
        public TelemetryRecord Record { get; } = record;

        public long TimeMs { get; } = timeMs;

        public byte Severity { get; } = severity;

        public byte[]? Utf8 { get; } = text is null ? null : Encoding.UTF8.GetBytes(text);
    }
}
