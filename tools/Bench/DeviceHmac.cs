using System.ComponentModel;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using DroneLink.Bench.Samples;
using DroneLink.Firmware.Cryptography;

namespace DroneLink.Bench;

[QuickJob]
[Description("HMAC-SHA256 of 1 KB, the device's code")]
public class DeviceHmac
{
    private readonly byte[] _key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly byte[] _code = new byte[HMACSHA256.HashSizeInBytes];
    private byte[] _body = [];
    private HmacSha256 _managed = null!;

    [GlobalSetup]
    public void Setup()
    {
        _body = SampleBody.Bytes;
        _managed = new HmacSha256(_key);
        var expected = HMACSHA256.HashData(_key, _body);
        Same.Bytes(expected, Managed());
        Same.Bytes(expected, Native());
    }

    [Benchmark(Description = "HmacSha256, managed")]
    public byte[] Managed()
    {
        _managed.Start();
        _managed.Update(_body, 0, _body.Length);
        _managed.Finish(_code, 0);
        return _code;
    }

    [Benchmark(Baseline = true, Description = "peer: System.Security.Cryptography.HMACSHA256")]
    public byte[] Native()
    {
        HMACSHA256.HashData(_key, _body, _code);
        return _code;
    }
}
