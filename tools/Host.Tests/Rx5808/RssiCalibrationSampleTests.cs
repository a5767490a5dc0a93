using System.Device.Adc;
using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Rx5808;

/// <summary>Points whose every sample is known: mean, deviation, pace, errors, and what a new point forgets.</summary>
public sealed class RssiCalibrationSampleTests : IDisposable
{
    private readonly RssiPin _pin;
    private readonly RssiCalibration _calibration;
    private Func<int, int> _millivolts = _ => 430;
    private int _reads;
    private long _nowMs;

    public RssiCalibrationSampleTests()
    {
        var adc = new AdcController(_ =>
        {
            var millivolts = _millivolts(_reads++);
            return millivolts < 0 ? -1 : (int)Math.Round(Esp32Adc.Nominal.ToCount(millivolts));
        });
        _pin = new RssiPin(adc.OpenChannel(6), new RssiPinOptions { Oversampling = 1 });
        _calibration = new RssiCalibration(_pin, new RssiCalibrationOptions());
    }

    public void Dispose() => _pin.Dispose();

    [Theory]
    [InlineData(500, 501, 40, 501)]
    [InlineData(500, 501, 60, 500)]
    [InlineData(501, 500, 40, 500)]
    [InlineData(501, 500, 60, 501)]
    public void Mean_IsRounded(int first, int second, int firsts, int mean)
    {
        _millivolts = read => read < firsts ? first : second;

        Assert.Equal(RssiCalibrationFault.None, Low());
        Assert.Equal(mean, _calibration.MeasuredMv);
    }

    [Theory]
    [InlineData(24, RssiCalibrationFault.None)]
    [InlineData(26, RssiCalibrationFault.Unstable)]
    public void Deviation_IsThatFromTheMean(int deviation, RssiCalibrationFault expected)
    {
        _millivolts = read => 600 + (read % 2 == 0 ? deviation : -deviation);

        Assert.Equal(expected, Low());
    }

    [Fact]
    public void FirstSampleBesideTheOthers_DoesNotMatter()
    {
        _millivolts = read => read == 0 ? 490 : 430;

        Assert.Equal(RssiCalibrationFault.None, Low());
        Assert.Equal(431, _calibration.MeasuredMv);
    }

    [Fact]
    public void Point_TakesItsSamplesAtTheirPace()
    {
        Low();

        Assert.Equal(100, _reads);
        Assert.InRange(_nowMs, 99 * 20, 100 * 20);
    }

    [Theory]
    [InlineData(9, RssiCalibrationFault.None)]
    [InlineData(10, RssiCalibrationFault.NoReading)]
    public void TenReadsThatFail_AreNoReading(int failed, RssiCalibrationFault expected)
    {
        _millivolts = read => read % 2 == 1 && read < failed * 2 ? -1 : 430;
        Assert.Equal(expected, Low());
        _reads = 0;

        Assert.Equal(expected, Low());
    }

    [Fact]
    public void NewPoint_ForgetsFaultAndResult()
    {
        _millivolts = _ => 0;
        Assert.Equal(RssiCalibrationFault.Dead, Low());
        _millivolts = _ => 430;
        _calibration.MeasureLow(-9000);
        Assert.Equal(RssiCalibrationFault.None, _calibration.Fault);
        Finish();
        _millivolts = _ => 1000;
        Assert.Equal(RssiCalibrationFault.None, High());
        Assert.NotNull(_calibration.Result);

        _calibration.MeasureHigh(-3590);
        Assert.Null(_calibration.Result);
        Assert.Equal(RssiCalibrationFault.None, Finish());
        Assert.NotNull(_calibration.Result);
        _calibration.MeasureLow(-9000);
        Assert.Null(_calibration.Result);
        Assert.Throws<InvalidOperationException>(() => _calibration.MeasureHigh(-3590));
    }

    private RssiCalibrationFault Low()
    {
        _calibration.MeasureLow(-9000);
        return Finish();
    }

    private RssiCalibrationFault High()
    {
        _calibration.MeasureHigh(-3590);
        return Finish();
    }

    private RssiCalibrationFault Finish()
    {
        for (var step = 0; step < 1000 && _calibration.State is RssiCalibrationState.MeasuringLow or RssiCalibrationState.MeasuringHigh; step++)
        {
            _nowMs += 5;
            _calibration.Step(_nowMs);
        }

        return _calibration.Fault;
    }
}
