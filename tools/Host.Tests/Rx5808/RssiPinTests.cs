using System.Device.Adc;
using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Rx5808;

public class RssiPinTests
{
    private int _count;
    private int _reads;

    [Theory]
    [InlineData(0, 142, -9000, false)]
    [InlineData(444, 500, -9000, false)] // 499.70 mV
    [InlineData(817, 800, -5998, false)] // 800.19 mV
    [InlineData(1189, 1100, -3001, false)] // 1099.88 mV
    [InlineData(1190, 1101, -3000, true)]
    [InlineData(4095, 3441, -3000, true)]
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
        Assert.Equal(907, pin.VoltageMv); // 142 mV and 950 of 4095
        Assert.Equal(-4927, pin.CentiDbm); // 907.34 mV
    }

    [Fact]
    public void LongestMean_DoesNotOverflow()
    {
        using var pin = Create(new RssiPinOptions { Oversampling = 1024 });
        _count = 4095;

        Assert.True(pin.TrySample());
        Assert.Equal(3441, pin.VoltageMv);
        Assert.Equal(1024, _reads);
    }

    /// <summary>Voltages of an RX5808, from noise to its top, at the ADC of a nominal chip: what is read is what is there.</summary>
    [Fact]
    public void VoltageAtThePin_IsWhatIsRead()
    {
        using var pin = Create(new RssiPinOptions());
        for (var millivolts = 150; millivolts <= 2450; millivolts += 10)
        {
            _count = (int)Math.Round(Esp32Adc.Nominal.ToCount(millivolts));

            Assert.True(pin.TrySample());
            Assert.InRange(pin.VoltageMv, millivolts - 2, millivolts + 2);
        }
    }

    /// <summary>Every chip, uncalibrated: 9 % of what is above the offset, and ground is never a module.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(1200)]
    public void OtherReference_IsOffByItsShare(int referenceMv)
    {
        using var pin = Create(new RssiPinOptions());
        _count = (int)Math.Round(new Esp32Adc(referenceMv).ToCount(1100));
        Assert.True(pin.TrySample());
        Assert.InRange(pin.VoltageMv, 142 + (958 / 1.095), 142 + (958 * 1.105));

        _count = (int)Math.Round(new Esp32Adc(referenceMv).ToCount(0));
        Assert.True(pin.TrySample());
        Assert.InRange(pin.VoltageMv, 0, RssiPin.DeadMv - 50);
    }

    [Fact]
    public void OffsetOfTheBoard_StaysWithTheCalibration()
    {
        using var pin = Create(new RssiPinOptions { OffsetMv = 0 });
        pin.Calibrate(new RssiPinOptions { MinMv = 400, MaxMv = 3400 });
        _count = 993;

        Assert.True(pin.TrySample());
        Assert.Equal(800, pin.VoltageMv);
        Assert.Equal(0, pin.OffsetMv);
        Assert.False(pin.IsSaturated);
        _count = 4095; // 3299 mV, and nobody knows how much more
        Assert.True(pin.TrySample());
        Assert.True(pin.IsSaturated);
    }

    [Fact]
    public void HighestReading_IsWithinFullScale()
    {
        using var pin = Create(new RssiPinOptions { OffsetMv = 200 });
        _count = 4095;

        Assert.True(pin.TrySample());
        Assert.InRange(pin.VoltageMv, RssiPin.FullScaleMv - 1, RssiPin.FullScaleMv);
    }

    [Fact]
    public void FailedRead_KeepsTheLastSample()
    {
        using var pin = Create(new RssiPinOptions());
        _count = 817;
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
        _count = 817; // 800.19 mV

        Assert.True(pin.TrySample());
        Assert.Equal((5, 5, false, -5996), (_reads, pin.Oversampling, pin.Calibrated, pin.CentiDbm));
    }

    /// <summary>The board's ADC throws for a channel that it has not, and where a read fails.</summary>
    [Fact]
    public void AdcThatThrows_IsAFailedRead()
    {
        var isBroken = false;
        using var pin = new RssiPin(
            new AdcController(_ => ++_reads % 5 == 0 && isBroken ? throw new InvalidOperationException("no reading") : 817).OpenChannel(6),
            new RssiPinOptions());
        Assert.True(pin.TrySample());
        isBroken = true;

        Assert.False(pin.TrySample());
        Assert.False(pin.TrySample());
        Assert.Equal(2u, pin.ReadErrors);
        Assert.Equal(800, pin.VoltageMv);

        isBroken = false;
        Assert.True(pin.TrySample());
        Assert.Equal(2u, pin.ReadErrors);
    }

    [Theory]
    [InlineData(500, 500, -9000, -3000, 16, 142)]
    [InlineData(-1, 500, -9000, -3000, 16, 142)]
    [InlineData(500, 3501, -9000, -3000, 16, 142)]
    [InlineData(500, 1100, -3000, -3000, 16, 142)]
    [InlineData(500, 1100, -9000, -3000, 0, 142)]
    [InlineData(500, 1100, -9000, -3000, 1025, 142)]
    [InlineData(500, 1100, -9000, -3000, 16, -1)]
    [InlineData(500, 1100, -9000, -3000, 16, 201)]
    public void OptionsOutOfRange_AreRefused(int minMv, int maxMv, int minCentiDbm, int maxCentiDbm, int oversampling, int offsetMv)
    {
        var options = new RssiPinOptions
        {
            MinMv = minMv,
            MaxMv = maxMv,
            MinCentiDbm = minCentiDbm,
            MaxCentiDbm = maxCentiDbm,
            Oversampling = oversampling,
            OffsetMv = offsetMv,
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
