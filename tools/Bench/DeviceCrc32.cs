using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using DroneLink.Bench.Samples;
using Managed = DroneLink.Firmware.Telemetry.Crc32;
using Peer = System.IO.Hashing.Crc32;

namespace DroneLink.Bench;

[QuickJob]
[Description("CRC-32 of 1 KB, the device's code")]
public class DeviceCrc32
{
    private byte[] _body = [];

    [GlobalSetup]
    public void Setup()
    {
        _body = SampleBody.Bytes;
        Same.That(Table() == Hashing());
    }

    [Benchmark(Description = "Crc32, managed, a table of 1 KB")]
    public uint Table() => Managed.Compute(_body, 0, _body.Length);

    [Benchmark(Baseline = true, Description = "peer: System.IO.Hashing.Crc32")]
    public uint Hashing() => Peer.HashToUInt32(_body);
}
