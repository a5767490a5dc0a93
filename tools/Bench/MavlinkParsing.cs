using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using DroneLink.Bench.Samples;
using DroneLink.Drivers.Mavlink;

namespace DroneLink.Bench;

/// <summary>No parser can do with less than the check of every frame, so that check alone is the floor.</summary>
[QuickJob]
[Description("MAVLink of a five-minute flight, the device's code")]
public class MavlinkParsing
{
    private const int ChunkBytes = 256;
    private const int HeaderBytes = 10;
    private const int CrcBytes = 2;

    private readonly List<Checked> _frames = [];
    private readonly MavlinkParser _parser = new();
    private readonly MavlinkMessage _message = new();
    private byte[] _bytes = [];

    [GlobalSetup]
    public void Setup()
    {
        _bytes = RecordedFlight.Bytes;
        for (var at = 0; at < _bytes.Length; at += HeaderBytes + _bytes[at + 1] + CrcBytes)
        {
            _frames.Add(new Checked(at + 1, HeaderBytes - 1 + _bytes[at + 1], MavlinkCrc.GetExtra(_bytes[at + 7])));
        }

        Same.That(Parser() == RecordedFlight.Frames && _parser.SkippedBytes == 0);
        Same.That(CrcAlone() == RecordedFlight.Frames);
    }

    [Benchmark(Description = "MavlinkParser, 256 bytes at a time")]
    public int Parser()
    {
        var messages = 0;
        for (var at = 0; at < _bytes.Length;)
        {
            at += _parser.Feed(_bytes, at, Math.Min(ChunkBytes, _bytes.Length - at));
            while (_parser.TryRead(_message))
            {
                messages++;
            }
        }

        return messages;
    }

    [Benchmark(Baseline = true, Description = "peer: the same CRC-16 alone, frames known beforehand")]
    public int CrcAlone()
    {
        var good = 0;
        foreach (var frame in _frames)
        {
            var crc = MavlinkCrc.Compute(_bytes, frame.Offset, frame.Count, frame.Extra);
            var end = frame.Offset + frame.Count;
            good += crc == (_bytes[end] | (_bytes[end + 1] << 8)) ? 1 : 0;
        }

        return good;
    }

    private readonly record struct Checked(int Offset, int Count, int Extra);
}
