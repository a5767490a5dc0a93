using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>A download goes on only with an offer of the very same image.</summary>
public sealed class OtaSlotRecordTests
{
    private readonly OtaManifest _manifest = new();
    private readonly OtaSlotRecord _record;

    public OtaSlotRecordTests()
    {
        var options = OtaBench.MakeOptions();
        var signed = OtaOffer.Of(7, 1795521630, OtaBench.MakeImage(7, 5000)).Sign(options.Key);
        Assert.Equal(OtaRefusal.None, new OtaManifestReader(options.Key).Read(signed, 0, signed.Length, _manifest));
        _record = new OtaState(new RamStore()).Slot(OtaSlotId.A);
    }

    [Fact]
    public void Matches_TheSameImage()
    {
        _record.Set(7, 0x000700, 5000, _manifest.Sha256);
        Assert.True(_record.Matches(_manifest));
    }

    [Theory]
    [InlineData(8, 0x000700, 5000)]
    [InlineData(7, 0x000701, 5000)]
    [InlineData(7, 0x000700, 5001)]
    [InlineData(8, 0x000701, 5000)]
    [InlineData(8, 0x000700, 5001)]
    [InlineData(7, 0x000701, 5001)]
    public void Matches_NoOther(int build, int version, int size)
    {
        _record.Set(build, version, size, _manifest.Sha256);
        Assert.False(_record.Matches(_manifest));
    }

    [Fact]
    public void Matches_NoImageOfAnotherHash()
    {
        for (var i = 0; i < 32; i++)
        {
            var hash = (byte[])_manifest.Sha256.Clone();
            hash[i] ^= 1;
            _record.Set(7, 0x000700, 5000, hash);
            Assert.False(_record.Matches(_manifest), $"byte {i}");
        }
    }
}
