using System.Security.Cryptography;
using System.Text;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaManifestTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void A_manifest_is_the_hmac_of_purpose_and_json_then_the_json()
    {
        var release = TestImage.Release(7, "0.2.0", "2026-11-a", "drone", "0.1.0").Release;

        var manifest = OtaManifest.Write(release, Device("kite"), 1795521630, DateTimeOffset.FromUnixTimeSeconds(1795600000));

        var json = manifest[32..];
        Assert.Equal(
            $$$"""{"v":1,"device":"kite","serial":1795521630,"release":"2026-11-a","version":"0.2.0","build":7,"size":{{{release.Size}}},"sha256":"{{{release.Sha256}}}","role":"drone","runtime":"nano1","libraries":{"DroneLink.Firmware":"0.1","mscorlib":"1.17"},"minVersion":"0.1.0","expires":1795600000}""",
            Encoding.ASCII.GetString(json));
        Assert.Equal(HMACSHA256.HashData(Key, (byte[])[.. "dronelink-manifest-1\n"u8, .. json]), manifest[..32]);
    }

    [Fact]
    public void What_could_be_packed_fits_whatever_the_device_and_the_date()
    {
        OtaReleaseFile? longest = null;
        for (var libraries = 1; libraries < 33; libraries++)
        {
            var image = TestImage.Nano(references: [.. Enumerable.Range(0, libraries).Select(i => ($"Some.Library.{i}", 1, 0))]);
            if (Record.Exception(() => longest = TestImage.Release(int.MaxValue, "255.255.255", new string('r', 32), "groundReceiver", "255.255.255", image)) is not null)
                break;
        }

        var manifest = OtaManifest.Write(longest!.Release, Device(new string('d', 32)), uint.MaxValue, DateTimeOffset.FromUnixTimeSeconds(uint.MaxValue));

        // The next library would have been one too many.
        Assert.InRange(manifest.Length, OtaManifest.MaxBytes - 24, OtaManifest.MaxBytes);
    }

    private static DeviceIdentity Device(string id) => new(id, "fleet-1", Key, "drone", null);
}
