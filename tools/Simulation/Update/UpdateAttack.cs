using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;

namespace DroneLink.Simulation.Update;

/// <summary>Manifests that a device must not take up once its update has ended, each with an image behind it that would be loaded.</summary>
/// <param name="story">The device's.</param>
/// <param name="bench">The device.</param>
internal sealed class UpdateAttack(UpdateStory story, OtaBench bench)
{
    /// <summary>How many there are.</summary>
    public const int Count = 6;

    private const int Foreign = 99;

    /// <summary>Sends one.</summary>
    /// <returns>What it is, and why it has to be refused.</returns>
    public (string What, int Refusal) Send(int number)
    {
        var ended = bench.Boot.State.EndedSerial;
        var highest = Math.Max(bench.Boot.State.HighestBuild, bench.Options.BuiltInBuild);
        var (what, refusal, manifest) = number switch
        {
            0 => ("a manifest of another key", OtaRefusal.Signature, Manifest(Foreign, ended + 1000, OtherKey())),
            1 => ("a manifest with a flipped bit", OtaRefusal.Signature, Flipped(Manifest(Foreign, ended + 1000, bench.Options.Key))),
            2 => ("the manifest whose offer ended", OtaRefusal.Replay, Manifest(Foreign, ended, bench.Options.Key)),
            3 => ("a manifest before it", OtaRefusal.Replay, Manifest(Foreign, ended - 1, bench.Options.Key)),
            4 => ("the build that the counter is at", OtaRefusal.Downgrade, Manifest(highest, ended + 1000, bench.Options.Key)),
            _ => ("a build below the counter", OtaRefusal.Downgrade, Manifest(highest - 1, ended + 1000, bench.Options.Key)),
        };
        bench.Updater.TakeManifest(manifest, 0, manifest.Length);
        return (what, refusal);
    }

    private byte[] Manifest(int build, uint serial, byte[] key)
    {
        var image = OtaBench.MakeImage(Foreign, 200 + story.Before);
        return OtaOffer.Of(build, serial, image).Sign(key);
    }

    private byte[] OtherKey()
    {
        var key = (byte[])bench.Options.Key.Clone();
        key[0] ^= 1;
        return key;
    }

    private static byte[] Flipped(byte[] manifest)
    {
        manifest[7] ^= 1;
        return manifest;
    }
}
