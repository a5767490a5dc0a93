using System.Device.Adc;
using DroneLink.Drivers.Rx5808;
using Xunit;

namespace DroneLink.Host.Tests.Rx5808;

public class RssiPinTests
{
    private int _count;
    private int _reads;

    [Theory]
    [InlineData(0, 0, -9000, false)]
    [InlineData(620, 500, -9000, false)]
    [InlineData(993, 800, -5998, false)] // 800.22 mV
    [InlineData(1365, 1100, -3000, true)]
    [InlineData(4095, 3300, -3000, true)]
    public void Count_BecomesVoltageAndPower(int count, int millivolts, int centiDbm, bool isSaturated)
    {
        using var pin = Create(new RssiPinOptions());
        _count = count;

        Assert.True(pin.TrySample());
        Assert.Equal(millivolts, pin.VoltageMv);
        Assert.Equal(centiDbm, pin.CentiDbm);
        Assert.Equal(isSaturated, pin.IsSaturated);
        Assert.False(pin.Calibrated);
        Assert.Equal(16, _reads);
    }

    [Fact]
    public void Sample_IsTheMeanOfItsReads()
    {
        var controller = new AdcController(_ => _reads++ % 2 == 0 ? 900 : 1000);
        using var pin = new RssiPin(controller.OpenChannel(6), new RssiPinOptions());

        Assert.True(pin.TrySample());
        Assert.Equal(766, pin.VoltageMv); // 950 of 4095
        Assert.Equal(-6344, pin.CentiDbm); // 765.57 mV
    }

    [Fact]
    public void LongestMean_DoesNotOverflow()
    {
        using var pin = Create(new RssiPinOptions { Oversampling = 1024 });
        _count = 4095;

        Assert.True(pin.TrySample());
        Assert.Equal(3300, pin.VoltageMv);
        Assert.Equal(1024, _reads);
    }

    [Fact]
    public void FailedRead_KeepsTheLastSample()
    {
        using var pin = Create(new RssiPinOptions());
        _count = 993;
        pin.TrySample();
        _count = -1;

        Assert.False(pin.TrySample());
        Assert.Equal(800, pin.VoltageMv);
        Assert.Equal(1u, pin.ReadErrors);
        _count = RssiPin.MaxCount + 1;
        Assert.False(pin.TrySample());
        Assert.Equal((800, 2u), (pin.VoltageMv, pin.ReadErrors));
    }

    [Fact]
    public void Calibrate_TakesOverEverything()
    {
        using var pin = Create(new RssiPinOptions { Calibrated = true });
        pin.Calibrate(new RssiPinOptions { MinMv = 700, MaxMv = 900, MinCentiDbm = -8000, MaxCentiDbm = -4000, Oversampling = 5 });
        _count = 993; // 800.22 mV

        Assert.True(pin.TrySample());
        Assert.Equal((5, 5, false, -5996), (_reads, pin.Oversampling, pin.Calibrated, pin.CentiDbm));
    }

    [Theory]
    [InlineData(500, 500, -9000, -3000, 16)]
    [InlineData(-1, 500, -9000, -3000, 16)]
    [InlineData(500, 3301, -9000, -3000, 16)]
    [InlineData(500, 1100, -3000, -3000, 16)]
    [InlineData(500, 1100, -9000, -3000, 0)]
    [InlineData(500, 1100, -9000, -3000, 1025)]
    public void OptionsOutOfRange_AreRefused(int minMv, int maxMv, int minCentiDbm, int maxCentiDbm, int oversampling)
    {
        var options = new RssiPinOptions
        {
            MinMv = minMv,
            MaxMv = maxMv,
            MinCentiDbm = minCentiDbm,
            MaxCentiDbm = maxCentiDbm,
            Oversampling = oversampling,
        };

        Assert.Throws<ArgumentException>(() => Create(options));
    }

    private RssiPin Create(RssiPinOptions options)
    {
        var controller = new AdcController(channel =>
        {
            Assert.Equal(6, channel);
            _reads++;
            return _count;
        });
        return new RssiPin(controller.OpenChannel(6), options);
    }
}
