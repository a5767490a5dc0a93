using System.Text;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>The last values that are still right.</summary>
public sealed class OtaBoundsTests
{
    [Fact]
    public void Options_AtTheirBounds_AreTaken()
    {
        var options = OtaBench.MakeOptions();
        (options.BuiltInBuild, options.BuiltInVersion, options.HeapMarginBytes) = (0, 0, 0);
        (options.SlotBlocks, options.CheckMs, options.TrialMs) = (1, 60_000, 60_000);
        Assert.Null(new OtaBoot(new RamStore(), options).Start());
        (options.SlotBlocks, options.CheckMs, options.TrialMs) = (OtaSlot.MaxBlocks, 86_400_000, 86_400_000);
        Assert.Null(new OtaBoot(new RamStore(), options).Start());
        options.DeviceId = "";
        Assert.Throws<ArgumentException>(() => new OtaBoot(new RamStore(), options));
    }

    [Fact]
    public void Updater_WithoutOneOfItsParts_Throws()
    {
        var bench = new OtaBench(new RamStore());
        bench.Start();
        OtaReport report = (_, _, _, _, _) => { };
        Assert.Throws<ArgumentNullException>(() => new OtaUpdater(null, bench.Options, bench, report, 1));
        Assert.Throws<ArgumentNullException>(() => new OtaUpdater(bench.Boot, null, bench, report, 1));
        Assert.Throws<ArgumentNullException>(() => new OtaUpdater(bench.Boot, bench.Options, null, report, 1));
        Assert.Throws<ArgumentNullException>(() => new OtaUpdater(bench.Boot, bench.Options, bench, null, 1));
    }

    [Fact]
    public void NoUpdate_OverMqtt_IsAnAnswer()
    {
        var bench = new OtaBench(new RamStore()) { IsAnswered = false };
        bench.Start();
        bench.Run(6000);
        Assert.Equal(1, bench.ManifestRequests);
        Assert.True(OtaMessages.Take("N"u8.ToArray(), 0, 1, bench.Updater));
        bench.Run(bench.Options.CheckMs * 3 / 4);
        Assert.Equal(1, bench.ManifestRequests);
    }

    [Theory]
    [InlineData(10, 100, 9, 0x010203)]
    [InlineData(2147483647, 1000000000, 2046, 0xFFFFFF)]
    [InlineData(99, 0, 1, 0x0A0A0A)]
    public void Requests_HaveTheirNumbers(int build, int offset, int count, int version)
    {
        var messages = new OtaMessages(OtaBench.MakeOptions());
        var bytes = messages.WriteBlockRequest(build, offset, count);
        Assert.Equal($$"""{"want":"block","build":{{build}},"offset":{{offset}},"count":{{count}}}""", Encoding.UTF8.GetString(messages.Request, 0, bytes));
        bytes = messages.WriteManifestRequest(build, version);
        Assert.StartsWith(
            $$"""{"want":"manifest","build":{{build}},"version":"{{version >> 16}}.{{(version >> 8) & 255}}.{{version & 255}}",""",
            Encoding.UTF8.GetString(messages.Request, 0, bytes),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Request_LongerThanItsBuffer_IsCut()
    {
        var options = OtaBench.MakeOptions();
        for (var length = 100; length < OtaMessages.MaxRequestBytes; length++)
        {
            options.CoreVersion = new string('1', length);
            Assert.InRange(new OtaMessages(options).WriteManifestRequest(3, 1), 1, OtaMessages.MaxRequestBytes);
        }
    }

    [Theory]
    [InlineData("~")]
    [InlineData(" ")]
    [InlineData("\\\"")]
    [InlineData("\\\\")]
    [InlineData("{:}[]")]
    public void Manifest_MayHaveAnyTextInWhatIsNotRead(string text)
    {
        var offer = new OtaOffer { Extra = $",\"note\":\"{text}\"" };
        Assert.Equal(OtaRefusal.None, Read(offer));
    }

    [Fact]
    public void Manifest_AtTheBoundsOfItsMembers_IsTaken()
    {
        Assert.Equal(OtaRefusal.None, Read(new OtaOffer { Version = "\"0.0.0\"", Role = $"\"{new string('r', 64)}\"", Build = "2147483647", Serial = "4294967295" }));
        Assert.Equal(OtaRefusal.Malformed, Read(new OtaOffer { Role = $"\"{new string('r', 65)}\"" }));
        Assert.Equal(OtaRefusal.Malformed, Read(new OtaOffer { Build = "0" }));
        Assert.Equal(OtaRefusal.Malformed, Read(new OtaOffer { Build = "2147483648" }));
        Assert.Equal(OtaRefusal.Malformed, Read(new OtaOffer { Serial = "4294967296" }));
    }

    private static int Read(OtaOffer offer)
    {
        var key = OtaBench.MakeOptions().Key;
        var manifest = offer.Sign(key);
        return new OtaManifestReader(key).Read(manifest, 0, manifest.Length, new OtaManifest());
    }
}
