using System.Device.Adc;
using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Rx5808;

public sealed class RssiCalibrationTests : IDisposable
{
    private readonly RssiPin _pin;
    private readonly RssiCalibration _calibration;
    private readonly Random _random = new(1);
    private double _millivolts = 430;
    private double _noiseMv = 3;
    private bool _fails;
    private long _nowMs;

    public RssiCalibrationTests()
    {
        _pin = new RssiPin(new AdcController(_ => Read()).OpenChannel(6), new RssiPinOptions { Oversampling = 4 });
        _calibration = new RssiCalibration(_pin, new RssiCalibrationOptions());
    }

    public void Dispose() => _pin.Dispose();

    [Fact]
    public void BothPoints_MakeACalibrationThatThePinTakes()
    {
        Assert.Equal(RssiCalibrationFault.None, Low(430));
        Assert.Equal(RssiCalibrationState.HasLow, _calibration.State);
        Assert.Null(_calibration.Result);
        Assert.Equal(RssiCalibrationFault.None, High(1030));
        Assert.Equal(RssiCalibrationState.Done, _calibration.State);

        var result = _calibration.Result;
        Assert.InRange(result.MinMv, 429, 431);
        Assert.InRange(result.MaxMv, 1029, 1031);
        Assert.Equal((-9000, -3590, 4, true), (result.MinCentiDbm, result.MaxCentiDbm, result.Oversampling, result.Calibrated));
        Assert.False(_pin.Calibrated);
        _pin.Calibrate(result);
        Assert.True(_pin.Calibrated);
        _noiseMv = 0;
        _millivolts = 730;
        Assert.True(_pin.TrySample());
        Assert.InRange(_pin.CentiDbm, -6320, -6270);
    }

    [Theory]
    [InlineData(0, 0, RssiCalibrationFault.Dead)]
    [InlineData(10, 1, RssiCalibrationFault.Dead)]
    [InlineData(245, 1, RssiCalibrationFault.Dead)]
    [InlineData(2980, 1, RssiCalibrationFault.Saturated)]
    [InlineData(3290, 1, RssiCalibrationFault.Saturated)]
    [InlineData(430, 60, RssiCalibrationFault.Unstable)]
    public void BadLowPoint_IsRejected_AndMayBeTriedAgain(double millivolts, double noiseMv, RssiCalibrationFault expected)
    {
        _noiseMv = noiseMv;
        Assert.Equal(expected, Low(millivolts));
        Assert.Equal(RssiCalibrationState.Idle, _calibration.State);
        Assert.Throws<InvalidOperationException>(() => _calibration.MeasureHigh(-3590));

        _noiseMv = 3;
        Assert.Equal(RssiCalibrationFault.None, Low(430));
    }

    [Theory]
    [InlineData(430, RssiCalibrationFault.Stuck)]
    [InlineData(437, RssiCalibrationFault.Stuck)]
    [InlineData(422, RssiCalibrationFault.Stuck)]
    [InlineData(418, RssiCalibrationFault.Reversed)]
    [InlineData(442, RssiCalibrationFault.SpanTooSmall)]
    [InlineData(520, RssiCalibrationFault.SpanTooSmall)]
    [InlineData(527, RssiCalibrationFault.SpanTooSmall)]
    [InlineData(300, RssiCalibrationFault.Reversed)]
    [InlineData(3290, RssiCalibrationFault.Saturated)]
    public void BadHighPoint_IsRejected_AndTheLowPointStays(double millivolts, RssiCalibrationFault expected)
    {
        Low(430);
        Assert.Equal(expected, High(millivolts));
        Assert.Equal(RssiCalibrationState.HasLow, _calibration.State);
        Assert.Null(_calibration.Result);

        Assert.Equal(RssiCalibrationFault.None, High(532));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public void OffsetOfTheBoard_IsInTheResult_AndGroundIsDead(int offsetMv)
    {
        var count = 0;
        using var pin = new RssiPin(new AdcController(_ => count).OpenChannel(6), new RssiPinOptions { OffsetMv = offsetMv });
        var calibration = new RssiCalibration(pin, new RssiCalibrationOptions());
        calibration.MeasureLow(-9000);
        Run(calibration);
        Assert.Equal(RssiCalibrationFault.Dead, calibration.Fault);

        count = 500;
        calibration.MeasureLow(-9000);
        Run(calibration);
        count = 1200;
        calibration.MeasureHigh(-3590);
        Run(calibration);
        Assert.Equal((offsetMv, offsetMv + 403, offsetMv + 967), (calibration.Result.OffsetMv, calibration.Result.MinMv, calibration.Result.MaxMv));

        count = 4095;
        calibration.MeasureHigh(-3590);
        Run(calibration);
        Assert.Equal(RssiCalibrationFault.Saturated, calibration.Fault);
    }

    [Fact]
    public void AdcThatFails_IsNoReading()
    {
        _fails = true;
        Assert.Equal(RssiCalibrationFault.NoReading, Low(430));
    }

    [Theory]
    [InlineData(-12001)]
    [InlineData(-5999)]
    public void LowPowerOutOfRange_IsRefused(int centiDbm) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _calibration.MeasureLow(centiDbm));

    [Theory]
    [InlineData(-8001)]
    [InlineData(-2999)]
    public void HighPowerOutOfRange_IsRefused(int centiDbm)
    {
        Low(430);
        Assert.Throws<ArgumentOutOfRangeException>(() => _calibration.MeasureHigh(centiDbm));
        Assert.Equal(RssiCalibrationState.HasLow, _calibration.State);
    }

    [Fact]
    public void BadCalibration_IsRefusedByThePin_WhichKeepsItsOwn()
    {
        _pin.Calibrate(new RssiPinOptions { MinMv = 400, MaxMv = 1000, Calibrated = true });
        Assert.Throws<ArgumentException>(() => _pin.Calibrate(new RssiPinOptions { MinMv = 900, MaxMv = 800 }));
        Assert.Throws<ArgumentNullException>(() => _pin.Calibrate(null));
        _noiseMv = 0;
        _millivolts = 1001;

        Assert.True(_pin.Calibrated);
        Assert.True(_pin.TrySample());
        Assert.True(_pin.IsSaturated);
    }

    private RssiCalibrationFault Low(double millivolts)
    {
        _millivolts = millivolts;
        _calibration.MeasureLow(-9000);
        return Finish();
    }

    private RssiCalibrationFault High(double millivolts)
    {
        _millivolts = millivolts;
        _calibration.MeasureHigh(-3590);
        return Finish();
    }

    private RssiCalibrationFault Finish()
    {
        Run(_calibration);
        return _calibration.Fault;
    }

    private void Run(RssiCalibration calibration)
    {
        var startMs = _nowMs;
        while (calibration.State is RssiCalibrationState.MeasuringLow or RssiCalibrationState.MeasuringHigh)
        {
            _nowMs += 5;
            calibration.Step(_nowMs);
            Assert.InRange(_nowMs - startMs, 0, 5000);
        }
    }

    private int Read()
    {
        var noise = (_random.NextDouble() - 0.5) * 2 * Math.Sqrt(3 * 4) * _noiseMv; // uniform; of four reads the mean has half
        return _fails ? -1 : (int)Math.Round(Esp32Adc.Nominal.ToCount(_millivolts + noise));
    }
}
