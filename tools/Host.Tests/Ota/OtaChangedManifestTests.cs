using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>Manifests that are not what the cloud sent. Nonsense under a right code is for the simulation's door ota-manifest.</summary>
public sealed class OtaChangedManifestTests
{
    private static readonly byte[] Key = OtaBench.MakeOptions().Key;

    [Fact]
    public void EveryBitFlip_IsRefused_AndNothingIsLoaded()
    {
        var bench = new OtaBench(new RamStore()) { IsAnswered = false };
        bench.Start();
        bench.Step(1);
        bench.Offer(7, 5000);
        var manifest = bench.MakeManifest();
        for (var bit = 0; bit < manifest.Length * 8; bit++)
        {
            manifest[bit / 8] ^= (byte)(1 << (bit % 8));
            bench.Updater.TakeManifest(manifest, 0, manifest.Length);
            Assert.Equal(OtaRefusal.Signature, bench.Updater.LastRefusal);
            Assert.Equal(OtaPhase.Idle, bench.Updater.Phase);
            manifest[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(manifest.Length * 8, bench.Updater.WrongSignatures);
        bench.Updater.TakeManifest(manifest, 0, manifest.Length);
        Assert.Equal(OtaPhase.Erasing, bench.Updater.Phase);
    }

    [Fact]
    public void EveryLength_ButTheRightOne_IsRefused()
    {
        var manifest = new OtaOffer().Sign(Key);
        var longer = new byte[1500];
        manifest.CopyTo(longer, 0);
        var reader = new OtaManifestReader(Key);
        for (var count = 0; count < longer.Length; count++)
        {
            Assert.Equal(count == manifest.Length, reader.Read(longer, 0, count, new OtaManifest()) == OtaRefusal.None);
        }
    }
}
