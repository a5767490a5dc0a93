using System.Text;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>Manifests that are not what the cloud sent, and nonsense under a right code.</summary>
public sealed class OtaManifestFuzzTests
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

    [Fact]
    public void SignedNonsense_IsRefusedOrInItsBounds_AndNeverThrows()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var reader = new OtaManifestReader(Key);
        string[] pieces =
        [
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "1e9", "-", "0", "null", "true", "\"build\":", "\"v\":1", "\u00E9", "\n", " ",
        ];
        var taken = 0;
        for (var round = 0; round < 50000; round++)
        {
            var json = new StringBuilder(new OtaOffer().ToJson());
            for (var change = random.Next(4); change >= 0; change--)
            {
                var at = random.Next(json.Length);
                switch (random.Next(4))
                {
                    case 0:
                        json.Insert(at, pieces[random.Next(pieces.Length)]);
                        break;
                    case 1:
                        json.Remove(at, Math.Min(random.Next(6), json.Length - at));
                        break;
                    case 2:
                        json[at] = (char)random.Next(1, 256);
                        break;
                    default:
                        json.Insert(at, json.ToString(at, Math.Min(random.Next(40), json.Length - at)));
                        break;
                }
            }

            var manifest = new OtaManifest();
            var refusal = reader.Read(OtaOffer.Sign(json.ToString(), Key), 0, 32 + Encoding.UTF8.GetByteCount(json.ToString()), manifest);
            Assert.True(refusal is OtaRefusal.None or OtaRefusal.Malformed, $"seed {seed}: {refusal} of {json}");
            if (refusal != OtaRefusal.None) continue;

            taken++;
            Assert.True(manifest is { Build: > 0, Size: > 0, Serial: > 0, Expires: > 0 }, $"seed {seed}: {json}");
            Assert.True(manifest is { Version: >= 0 and <= 0xFFFFFF, MinVersion: >= 0 and <= 0xFFFFFF }, $"seed {seed}: {json}");
            Assert.True(manifest.Sha256.Length == 32 && manifest.Device.Length is > 0 and <= 64, $"seed {seed}: {json}");
        }

        Assert.True(taken is > 1000 and < 40000, $"seed {seed}: {taken} taken");
    }
}
