using System.Globalization;
using System.Text;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>Bad manifests by hand, each wrong in one way, given to a device that takes the same one when it is not: each is refused with its code.</summary>
public sealed class OtaBadManifestTests
{
    private const uint Serial = 1795521630;

    private static readonly string[] NoNumbers =
    [
        null, "null", "0", "-1", "-0", "true", "false", "\"7\"", "\"\"", "1.5", "7.0", "1e3", "4294967296", "99999999999999999999", "{}", "{\"a\":\"b\"}", "[7]", "0x7",
    ];

    private static readonly string[] NoVersions =
    [
        null, "null", "0", "7", "\"\"", "\"1\"", "\"1.2\"", "\"1.2.3.4\"", "\"1.2.\"", "\".1.2\"", "\"1..2\"", "\"01.2.3\"", "\"1.2.256\"", "\"1.2.-3\"", "\"1.2.3 \"", "\"a.b.c\"",
        "\"1,2,3\"", "{}",
    ];

    private static readonly string[] NoHashes =
    [
        null, "null", "7", "\"\"", "\"00\"", "\"" + new string('0', 63) + "\"", "\"" + new string('0', 62) + "\"", "\"" + new string('0', 65) + "\"", "\"" + new string('0', 66) + "\"",
        "\"" + new string('g', 64) + "\"", "\"0x" + new string('0', 62) + "\"", "\" " + new string('0', 63) + "\"", "{}",
    ];

    private static readonly string[] NoTexts = [null, "null", "0", "7", "true", "\"\"", "{}", "{\"a\":\"b\"}", "[\"kite\"]", "\"" + new string('a', 65) + "\""];

    private static readonly string[] NoLibraries =
    [
        "null", "1", "true", "\"a\"", "[]", "{\"a\":1}", "{\"a\":null}", "{\"a\":\"\"}", "{\"a\":{}}", "{\"a\":[]}", "{\"\":\"1.0\"}", "{\"a\":\"1.0\",\"a\":\"1.0\"}",
        "{\"" + new string('a', 65) + "\":\"1.0\"}", "{\"a\":\"" + new string('1', 65) + "\"}",
    ];

    private static readonly string[] OtherTexts = ["x", "{", "}", "{}", "[]", "null", "7", "\"a\"", " ", "{\"v\":1}", "{\"v\":1}{\"v\":1}"];

    private static readonly string[] Extras =
    [
        ",", ",\"build\":8", ",\"build\":7", ",\"v\":1", ",\"serial\":1795521630", ",\"sha256\":\"\"", ",\"x\":1,\"x\":1", ",\"x\":[]", ",\"x\":{}", ",\"x\":{\"a\":\"b\"}", ",\"x\"",
        ",\"x\":", ",x:1", ",\"x\":\"\n\"", ",\"x\":\"\u00E9\"", ",\"x\":\"\t\"", "}", "{", "]", "\n", "\0",
    ];

    [Fact]
    public void EachOfThem_IsRefused_WithItsCode()
    {
        var refused = 0;
        foreach (var (what, manifest, expected) in All())
        {
            var bench = new OtaBench(new RamStore()) { IsAnswered = false };
            bench.Options.HeapMarginBytes = 0;
            bench.FreeHeap = 16000;
            bench.Start();
            bench.Boot.State.HighestBuild = 5;
            bench.Boot.State.OfferSerial = Serial - 100;
            bench.Boot.State.EndOffer();
            bench.Step(1);
            bench.Updater.TakeManifest(manifest, 0, manifest.Length);
            Assert.True(bench.Updater.LastRefusal == expected, $"{what}: {bench.Updater.LastRefusal}, not {expected}");
            Assert.Equal(expected == OtaRefusal.None ? OtaPhase.Erasing : OtaPhase.Idle, bench.Updater.Phase);
            refused += expected == OtaRefusal.None ? 0 : 1;
        }

        Assert.True(refused >= 200, $"only {refused}");
    }

    private static IEnumerable<(string What, byte[] Manifest, int Refusal)> All()
    {
        var key = OtaBench.MakeOptions().Key;
        yield return ("good", new OtaOffer().Sign(key), OtaRefusal.None);
        foreach (var (what, offer) in Malformed()) yield return (what, offer.Sign(key), OtaRefusal.Malformed);
        foreach (var text in OtherTexts) yield return ($"'{text}'", OtaOffer.Sign(text, key), OtaRefusal.Malformed);
        foreach (var (what, offer, refusal) in Judged()) yield return (what, offer.Sign(key), refusal);
        foreach (var (what, manifest, refusal) in Signed(key)) yield return (what, manifest, refusal);
    }

    private static IEnumerable<(string What, OtaOffer Offer)> Malformed()
    {
        foreach (var no in NoNumbers)
        {
            yield return ($"serial {no}", new OtaOffer { Serial = no });
            yield return ($"build {no}", new OtaOffer { Build = no });
            yield return ($"size {no}", new OtaOffer { Size = no });
            yield return ($"expires {no}", new OtaOffer { Expires = no });
            yield return ($"v {no}", new OtaOffer { V = no });
        }

        yield return ("v 2", new OtaOffer { V = "2" });
        yield return ("build 2^31", new OtaOffer { Build = "2147483648" });
        yield return ("size 2^31", new OtaOffer { Size = "2147483648" });
        foreach (var no in NoVersions)
        {
            yield return ($"version {no}", new OtaOffer { Version = no });
            if (no is not null) yield return ($"minVersion {no}", new OtaOffer { MinVersion = no });
        }

        foreach (var no in NoHashes) yield return ($"sha256 {no}", new OtaOffer { Sha256 = no });
        foreach (var no in NoTexts)
        {
            yield return ($"device {no}", new OtaOffer { Device = no });
            yield return ($"role {no}", new OtaOffer { Role = no });
            yield return ($"runtime {no}", new OtaOffer { Runtime = no });
        }

        foreach (var no in NoLibraries) yield return ($"libraries {no}", new OtaOffer { Libraries = no });
        foreach (var extra in Extras) yield return ($"extra {extra}", new OtaOffer { Extra = extra });
        yield return ("1025 bytes", new OtaOffer { Extra = ",\"x\":\"" + new string('a', 1025 - 32 - new OtaOffer().ToJson().Length - 7) + "\"" });
    }

    private static IEnumerable<(string What, OtaOffer Offer, int Refusal)> Judged()
    {
        foreach (var device in (string[])["kite2", "kit", "Kite", "KITE", " kite", "kite ", "any", "*", "kite/../kite2"])
            yield return ($"device {device}", new OtaOffer { Device = $"\"{device}\"" }, OtaRefusal.WrongDevice);
        foreach (var role in (string[])["groundReceiver", "Drone", "drones", "Any", "*", "drone "])
            yield return ($"role {role}", new OtaOffer { Role = $"\"{role}\"" }, OtaRefusal.WrongRole);
        foreach (var runtime in (string[])["net10", "nano", "nano2", "Nano1", "any", "nano1 "])
            yield return ($"runtime {runtime}", new OtaOffer { Runtime = $"\"{runtime}\"" }, OtaRefusal.WrongRuntime);
        foreach (var expires in (long[])[1, OtaBench.Utc - 86400, OtaBench.Utc - 1, OtaBench.Utc])
            yield return ($"expires {expires}", new OtaOffer { Expires = Text(expires) }, OtaRefusal.Expired);
        foreach (var serial in (long[])[1, Serial - 10000, Serial - 101, Serial - 100])
            yield return ($"serial {serial}", new OtaOffer { Serial = Text(serial) }, OtaRefusal.Replay);
        foreach (var build in (long[])[1, 2, 3, 4, 5]) yield return ($"build {build}", new OtaOffer { Build = Text(build) }, OtaRefusal.Downgrade);
        foreach (var version in (string[])["0.1.1", "0.2.0", "1.0.0", "255.255.255"])
            yield return ($"minVersion {version}", new OtaOffer { MinVersion = $"\"{version}\"" }, OtaRefusal.MinVersion);
        foreach (var libraries in (string[])["{\"mscorlib\":\"1.18\"}", "{\"mscorlib\":\"1.1\"}", "{\"mscorlib\":\"1.17.0\"}", "{\"Mscorlib\":\"1.17\"}", "{\"other\":\"1.0\"}", "{\"mscorlib\":\"1.17\",\"other\":\"1.0\"}"])
            yield return ($"libraries {libraries}", new OtaOffer { Libraries = libraries }, OtaRefusal.Library);
        foreach (var size in (long[])[(4 * 4092) + 1, 100000, int.MaxValue]) yield return ($"size {size}", new OtaOffer { Size = Text(size) }, OtaRefusal.TooLarge);
        foreach (var size in (long[])[16001, 4 * 4092]) yield return ($"size {size}", new OtaOffer { Size = Text(size) }, OtaRefusal.NoMemory);
    }

    private static IEnumerable<(string What, byte[] Manifest, int Refusal)> Signed(byte[] key)
    {
        var good = new OtaOffer().Sign(key);
        for (var at = 0; at < good.Length; at += 37)
        {
            var changed = (byte[])good.Clone();
            changed[at] ^= 0x20;
            yield return ($"byte {at} changed", changed, OtaRefusal.Signature);
        }

        for (var at = 0; at < key.Length; at += 8)
        {
            var other = (byte[])key.Clone();
            other[at] ^= 0x80;
            yield return ($"key with byte {at} changed", new OtaOffer().Sign(other), OtaRefusal.Signature);
        }

        yield return ("no key", new OtaOffer().Sign(new byte[32]), OtaRefusal.Signature);
        yield return ("no code", [.. new byte[32], .. good.AsSpan(32)], OtaRefusal.Signature);
        yield return ("a byte more", [.. good, (byte)' '], OtaRefusal.Signature);
        yield return ("a byte less", good[..^1], OtaRefusal.Signature);
        yield return ("33 bytes", good[..33], OtaRefusal.Signature);
        yield return ("JSON alone", Encoding.UTF8.GetBytes(new OtaOffer().ToJson()), OtaRefusal.Signature);
        yield return ("code alone", good[..32], OtaRefusal.Malformed);
        yield return ("nothing", [], OtaRefusal.Malformed);
        yield return ("1025 bytes of nonsense", new byte[1025], OtaRefusal.Malformed);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
