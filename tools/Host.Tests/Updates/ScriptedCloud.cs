using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Wire;
using Xunit;

namespace DroneLink.Host.Tests.Updates;

/// <summary>A cloud that offers one release to whoever asks, and keeps what it is told.</summary>
internal sealed class ScriptedCloud(byte[] key, byte[] image, Func<long> utcSeconds) : IVirtualCloud
{
    private uint _serial;

    /// <summary>Whether there is anything to offer.</summary>
    public bool Offers { get; set; } = true;

    /// <summary>Every record, by its name.</summary>
    public Dictionary<(string Device, uint Boot, uint Sequence), TelemetryRecord> Records { get; } = [];

    /// <summary>Events of updates in the order of their records, each code:value:value2.</summary>
    public IEnumerable<string> OtaEvents => Records.Values
        .Where(record => record.Kind == RecordKind.Event && Field(record, 0) is >= 11 and <= 14)
        .OrderBy(record => (record.BootId >> 16, record.Sequence))
        .Select(record => string.Create(CultureInfo.InvariantCulture, $"{Field(record, 0)}:{Field(record, 2)}:{Field(record, 3)}"))
        .Distinct();

    public bool TakeFrame(string deviceId, byte[] frame)
    {
        Assert.True(FrameReader.TryRead(frame, out var read, out var error), error.ToString());
        foreach (var record in read.Records) Records[(record.DeviceId, record.BootId, record.Sequence)] = record;
        return true;
    }

    public byte[] AnswerOta(string deviceId, byte[] request)
    {
        using var json = JsonDocument.Parse(request);
        var root = json.RootElement;
        if (root.GetProperty("want").GetString() == "manifest")
        {
            return Offers && root.GetProperty("build").GetInt32() < 7 ? [(byte)'M', .. Manifest(deviceId)] : [(byte)'N'];
        }

        var offset = root.GetProperty("offset").GetInt32();
        var count = Math.Min(root.GetProperty("count").GetInt32(), image.Length - offset);
        var answer = new byte[9 + count];
        answer[0] = (byte)'B';
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(1), (uint)root.GetProperty("build").GetInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(5), (uint)offset);
        image.AsSpan(offset, count).CopyTo(answer.AsSpan(9));
        return answer;
    }

    private byte[] Manifest(string deviceId)
    {
        _serial = Math.Max(_serial + 1, (uint)utcSeconds());
        var json = Encoding.ASCII.GetBytes(JsonSerializer.Serialize(new
        {
            v = 1,
            device = deviceId,
            serial = _serial,
            release = "next",
            version = "0.2.0",
            build = 7,
            size = image.Length,
            sha256 = Convert.ToHexStringLower(SHA256.HashData(image)),
            role = "any",
            runtime = "net10",
            libraries = new Dictionary<string, string> { ["DroneLink.Device"] = "0.1" },
            minVersion = "0.1.0",
            expires = utcSeconds() + 3600,
        }));
        byte[] signed = [.. "dronelink-manifest-1\n"u8, .. json];
        return [.. HMACSHA256.HashData(key, signed), .. json];
    }

    private static long Field(TelemetryRecord record, int field) => record.TryGet(field, out var value) ? value : 0;
}
