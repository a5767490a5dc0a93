using System.Device.I2c;
using DroneLink.Drivers;
using DroneLink.Drivers.Bmp280;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Sensors;

public sealed class Bmp280Tests
{
    private const int StepMs = 100;
    private const int RestMs = 2100;

    private readonly I2cBus _bus = new();
    private Bmp280Model _model = new();
    private long _nowMs;

    public Bmp280Tests() => _bus.Attach(Bmp280.DefaultAddress, _model);

    public static TheoryData<I2cBusFault> Faults => [.. Enum.GetValues<I2cBusFault>().Where(fault => fault != I2cBusFault.None)];

    [Fact]
    public void Bmp280_ReadsTheDataSheetsExample()
    {
        using var sensor = Create();

        Assert.False(Step(sensor));
        Assert.Equal(SensorFault.None, sensor.Fault);
        Assert.True(Step(sensor));
        AssertReading(sensor);
        Assert.False(sensor.HasHumidity);
    }

    [Fact]
    public void Bme280_ReadsHumidityToo()
    {
        UseBme280();
        using var sensor = Create();
        Step(sensor);

        Assert.True(Step(sensor));
        AssertReading(sensor);
        Assert.True(sensor.HasHumidity);
        Assert.Equal(543, sensor.HumidityPerMille);
    }

    /// <summary>Whole numbers against the data sheet's formulas in double, over the whole range.</summary>
    [Fact]
    public void Formulas_AgreeWithTheDoubleOnes()
    {
        UseBme280();
        var random = new Random(8);
        using var sensor = Create();
        Step(sensor);
        var (readings, coldest, warmest) = (0, 0, 0);
        for (var round = 0; round < 20000; round++)
        {
            _model.RawTemperature = random.Next(300000, 750000);
            _model.RawPressure = random.Next(200000, 800000);
            _model.RawHumidity = random.Next(15000, 45000);
            if (_model.RawHumidity == 0x8000 || !Step(sensor))
            {
                continue;
            }

            readings++;
            coldest = Math.Min(coldest, sensor.CentiCelsius);
            warmest = Math.Max(warmest, sensor.CentiCelsius);
            var (celsius, fine) = Bosch.Temperature(_model.RawTemperature);
            Assert.InRange(sensor.CentiCelsius, (celsius * 100) - 1, (celsius * 100) + 1);
            var pascal = Bosch.Pressure(_model.RawPressure, fine);
            Assert.InRange(sensor.PressurePa, pascal - 2, pascal + 2);
            var percent = Bosch.Humidity(_model.RawHumidity, fine);
            Assert.InRange(sensor.HumidityPerMille, (percent * 10) - 1, (percent * 10) + 1);
        }

        Assert.True(readings > 5000 && coldest < -3500 && warmest > 8000, $"{readings} readings, {coldest} to {warmest}");
    }

    [Fact]
    public void NegativeTwelveBitTrim_KeepsItsSign()
    {
        UseBme280();
        _model.SetHumidityTrim(75, 362, 0, -200, -50, -30);
        using var sensor = Create();
        Step(sensor);
        _model.RawHumidity = 100;

        Assert.True(Step(sensor));
        var (_, fine) = Bosch.Temperature(_model.RawTemperature);
        var percent = Bosch.Humidity(100, fine, -200, -50, -30);
        Assert.InRange(percent, 5, 99);
        Assert.InRange(sensor.HumidityPerMille, (percent * 10) - 1, (percent * 10) + 1);
    }

    [Theory]
    [InlineData(0x55, SensorFault.WrongChip)] // BMP180
    [InlineData(0x61, SensorFault.WrongChip)] // BME680
    [InlineData(0x00, SensorFault.BusError)]
    [InlineData(0xFF, SensorFault.BusError)]
    public void AnotherIdentity_IsRefused(int id, SensorFault fault)
    {
        using var sensor = Create();
        _model.Id = id;

        Assert.False(sensor.Open());
        Assert.Equal(fault, sensor.Fault);
    }

    [Theory]
    [InlineData(0x00, false)]
    [InlineData(0xFF, false)]
    [InlineData(0x00, true)]
    [InlineData(0xFF, true)]
    public void BlankTrimmingValues_AreRefused(byte blank, bool hasHumidity)
    {
        if (hasHumidity)
        {
            UseBme280();
        }

        using var sensor = Create();
        _model.Blank = blank;

        Assert.False(sensor.Open());
        Assert.Equal(SensorFault.WrongChip, sensor.Fault);
    }

    [Fact]
    public void CopyOfTheMemoryInProgress_IsWaitedFor()
    {
        using var sensor = Create();
        _model.IsCopying = true;
        Assert.False(Step(sensor, 1));
        Assert.Equal(SensorFault.None, sensor.Fault);
        _model.IsCopying = false;
        Assert.False(Step(sensor, 1));
        Assert.True(Step(sensor));
        AssertReading(sensor);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PartThatNeverGetsReady_IsReported(bool copies)
    {
        using var sensor = Create();
        _model.IsCopying = copies;
        _model.IsStopped = !copies;
        for (var step = 0; step < 40; step++)
        {
            Assert.False(Step(sensor));
            Assert.Equal(step < 3 ? SensorFault.None : SensorFault.NotConverted, sensor.Fault);
        }

        Assert.Equal(0, sensor.PressurePa);
        _model.IsCopying = false;
        _model.IsStopped = false;
        Step(sensor, RestMs);
        Assert.True(Step(sensor) || Step(sensor));
    }

    [Fact]
    public void BrownOut_GivesNoReading_AndIsSetUpAgain()
    {
        using var sensor = Create();
        Step(sensor);
        Assert.True(Step(sensor));
        _model.BrownOut();

        Assert.False(Step(sensor));
        Assert.Equal(SensorFault.None, sensor.Fault);
        Assert.Equal(1u, sensor.Restarts);
        Assert.True(Step(sensor));
        AssertReading(sensor);
    }

    [Fact]
    public void DeviceThatBootsAnew_SetsUpAPartThatMeasures()
    {
        using (var before = Create())
        {
            Step(before);
            Assert.True(Step(before));
        }

        using var sensor = Create();
        Assert.True(sensor.Open());
        Assert.True(Step(sensor));
    }

    [Fact]
    public void PartThatMeasuresWithOtherSettings_IsSetUp()
    {
        _model.TryWrite([0xF5, 0x10]);
        _model.TryWrite([0xF4, 0x27]);
        using var sensor = Create();

        Assert.True(sensor.Open());
        Assert.True(Step(sensor));
    }

    [Theory]
    [InlineData(519888, 1)]
    [InlineData(1, 415148)]
    [InlineData(0xFFFFF, 415148)]
    [InlineData(519888, 0xFFFFF)]
    public void WhatCannotBe_IsNoReading(int rawTemperature, int rawPressure)
    {
        using var sensor = Create();
        Step(sensor);
        Assert.True(Step(sensor));
        _model.RawTemperature = rawTemperature;
        _model.RawPressure = rawPressure;

        Assert.False(Step(sensor));
        AssertReading(sensor, SensorFault.OutOfRange);
    }

    [Fact]
    public void HotPlug_IsFound_AndAnAbsentPartIsAskedRarely()
    {
        using var sensor = Create();
        _bus.Detach(Bmp280.DefaultAddress);
        for (var step = 0; step < 20; step++)
        {
            Assert.False(Step(sensor));
            Assert.Equal(SensorFault.BusError, sensor.Fault);
        }

        Assert.InRange(_bus.Transfers, 2, 4);
        _bus.Attach(Bmp280.DefaultAddress, _model);
        Step(sensor, RestMs);
        Assert.True(Step(sensor));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void BusThatFails_GivesNoReading(I2cBusFault fault)
    {
        using var sensor = Create();
        Step(sensor);
        Assert.True(Step(sensor));
        _bus.Fault = fault;
        for (var step = 0; step < 5; step++)
        {
            Assert.False(Step(sensor));
            AssertReading(sensor, SensorFault.BusError);
        }

        _bus.Fault = I2cBusFault.None;
        Step(sensor, RestMs);
        Assert.True(Step(sensor) || Step(sensor));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void OneTransferThatFails_NeverGivesAWrongReading(I2cBusFault fault)
    {
        UseBme280();
        for (var failing = 0; failing < 30; failing++)
        {
            using var sensor = Create();
            var first = _bus.Transfers;
            var at = failing;
            _bus.FaultOf = number => number - first == at ? fault : I2cBusFault.None;
            var read = 0;
            for (var step = 0; step < 40; step++)
            {
                read += Step(sensor) ? 1 : 0;
                if (read > 0)
                {
                    Assert.Equal((2508, 100653, 543), (sensor.CentiCelsius, sensor.PressurePa, sensor.HumidityPerMille));
                }
            }

            Assert.True(read >= 15, $"{read} readings with {at} failing");
        }
    }

    [Fact]
    public void SteadyReading_AllocatesNothing()
    {
        UseBme280();
        using var sensor = Create();
        Step(sensor);
        Step(sensor);
        var start = GC.GetAllocatedBytesForCurrentThread();
        var read = 0;
        for (var step = 0; step < 1000; step++)
        {
            read += Step(sensor) ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
        Assert.Equal(1000, read);
    }

    private static void AssertReading(Bmp280 sensor, SensorFault fault = SensorFault.None) =>
        Assert.Equal((2508, 100653, fault), (sensor.CentiCelsius, sensor.PressurePa, sensor.Fault));

    private void UseBme280()
    {
        _model = new Bmp280Model(hasHumidity: true);
        _bus.Attach(Bmp280.DefaultAddress, _model);
    }

    private Bmp280 Create() => new(_bus.Open(Bmp280.DefaultAddress));

    private bool Step(Bmp280 sensor, int ms = StepMs)
    {
        _nowMs += ms;
        _model.NowMs = _nowMs;
        return sensor.TryRead(_nowMs);
    }

    /// <summary>The formulas of the data sheets' appendices, in double, with the example's trimming values.</summary>
    private static class Bosch
    {
        private static readonly double[] P = [0, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000];

        public static (double Celsius, double Fine) Temperature(int raw)
        {
            var linear = ((raw / 16384.0) - (27504 / 1024.0)) * 26435;
            var offset = (raw / 131072.0) - (27504 / 8192.0);
            var fine = linear + (offset * offset * -1000);
            return (fine / 5120, fine);
        }

        public static double Pressure(int raw, double fine)
        {
            var t = (fine / 2) - 64000;
            var offset = ((((t * t * P[6] / 32768) + (t * P[5] * 2)) / 4) + (P[4] * 65536)) / 4096;
            var scale = (1 + (((P[3] * t * t / 524288) + (P[2] * t)) / 524288 / 32768)) * P[1];
            var p = (1048576 - raw - offset) * 6250 / scale;
            return p + (((P[9] * p * p / 2147483648) + (p * P[8] / 32768) + P[7]) / 16);
        }

        public static double Humidity(int raw, double fine, double h4 = 315, double h5 = 50, double h6 = 30)
        {
            var t = fine - 76800;
            var dry = raw - ((h4 * 64) + (h5 / 16384 * t));
            var humidity = dry * (362 / 65536.0 * (1 + (h6 / 67108864 * t)));
            return Math.Clamp(humidity * (1 - (75 * humidity / 524288)), 0, 100);
        }
    }
}
