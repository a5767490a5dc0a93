using System.Security.Cryptography;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Ota;
using DroneLink.Firmware.Ota;
using DroneLink.Simulation.Hostile;
using OtaManifest = DroneLink.CloudSdk.Ota.OtaManifest;

namespace DroneLink.Simulation.Forged;

/// <summary>Offers updates to the device: of others, by others, of yesterday, or such that it had before.</summary>
internal sealed class ManifestForger : Forger
{
    private const long Serial = 1_795_521_630;

    private static readonly OtaReleaseFile File = Images.Releases[0];
    private static readonly byte[] Genuine = OtaManifest.Write(File.Release, Samples.Kite, Serial, Samples.Now.AddDays(1));

    private WaitingDevice _device = null!;

    /// <inheritdoc/>
    public override string Name => "manifests";

    /// <inheritdoc/>
    public override bool TakesGenuine()
    {
        _device = new WaitingDevice();
        return Takes(Genuine);
    }

    /// <inheritdoc/>
    public override bool Takes(Random random, out string forgery)
    {
        _device = new WaitingDevice();
        switch (random.Next(9))
        {
            case 0 or 1:
                forgery = "another manifest";
                return Takes(Change.Bytes(random, Genuine));
            case 2:
                forgery = "of another device, by its key";
                return Takes(OtaManifest.Write(File.Release, Samples.Kestrel, Serial, Samples.Now.AddDays(1)));
            case 3:
                forgery = "of another device, by this one's key";
                return Takes(OtaManifest.Write(File.Release, Samples.Kestrel with { Key = Samples.Key }, Serial, Samples.Now.AddDays(1)));
            case 4:
                forgery = "of this device, by another key";
                return Takes(OtaManifest.Write(File.Release, Samples.Kite with { Key = random.Next(2) == 0 ? Samples.OtherKey : new byte[32] }, Serial, Samples.Now.AddDays(1)));
            case 5:
                forgery = "expired";
                return Takes(OtaManifest.Write(File.Release, Samples.Kite, Serial, Samples.Now.AddSeconds(-random.Next(2_000_000))));
            case 6:
                forgery = "an older build, or the one that runs";
                return Takes(OtaManifest.Write(File.Release with { Build = 1 + random.Next(3) }, Samples.Kite, Serial, Samples.Now.AddDays(1)));
            case 7:
                forgery = "by a signature that stands for something else";
                byte[][] others = [HMACSHA256.HashData(Samples.Key, Genuine.AsSpan(32)), HMACSHA256.HashData(Samples.Key, "dronelink-manifest-1\n"u8), SHA256.HashData(Genuine.AsSpan(32))];
                return Takes([.. others[random.Next(others.Length)], .. Genuine[32..]]);
            default:
                forgery = "an offer from before the one that it has";
                _device.Updater.TakeManifest(Genuine, 0, Genuine.Length);
                _device.Step(121_000);
                var phase = _device.Updater.Phase;
                var older = OtaManifest.Write(File.Release with { Build = 9 }, Samples.Kite, Serial - 1 - random.Next(1_000_000), Samples.Now.AddDays(1));
                _device.Updater.TakeManifest(older, 0, older.Length);
                return _device.Updater.Phase != phase || _device.Updater.LastRefusal != OtaRefusal.Replay;
        }
    }

    private bool Takes(byte[] manifest)
    {
        _device.Updater.TakeManifest(manifest, 0, manifest.Length);
        return _device.IsDownloading;
    }
}
