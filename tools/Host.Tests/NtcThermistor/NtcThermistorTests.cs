using System.Device.Adc;
using DroneLink.Drivers;
using DroneLink.Drivers.NtcThermistor;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Sensors;

public sealed class NtcThermistorTests
{
    [Theory]
    [InlineData(false, 10000, -21, 114)]
    [InlineData(true, 10000, -30, 92)]
    [InlineData(false, 22000, -34, 86)]
    [InlineData(false, 47000, -44, 62)]
    [InlineData(false, 2200, 5, 149)]
    public void Temperatures_AreThoseOfTheThermistor(bool isToSupply, int series, int lowest, int highest)
    {
        var model = new NtcModel { IsToSupply = isToSupply, SeriesOhm = series };
        using var sensor = Create(model, new NtcThermistorOptions { IsToSupply = isToSupply, SeriesOhm = series });
        for (var celsius = lowest; celsius <= highest; celsius++)
        {
            model.Celsius = celsius;
            Assert.True(sensor.TryRead(0), $"{celsius}: {sensor.Fault}");
            var share = model.Ohm / (model.Ohm + series);
            var pinMv = 3300 * (isToSupply ? 1 - share : share);
            var ofResistance = (pinMv < 2250 ? 1 : 8) / (3300 * share * (1 - share)); // a count and more, and what the bend is not a parabola
            var error = 1 + (100 * ofResistance * (celsius + 273) * (celsius + 273) / 3950);
            Assert.InRange(sensor.CentiCelsius, (celsius * 100) - error, (celsius * 100) + error);
        }
    }

    /// <summary>From far below to far above what the divider shows: a reading that is wrong is none.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TemperaturesThatTheAdcCannotTell_AreNoReadings(bool isToSupply)
    {
        var model = new NtcModel { IsToSupply = isToSupply };
        using var sensor = Create(model, new NtcThermistorOptions { IsToSupply = isToSupply });
        var read = 0;
        for (var celsius = -60; celsius <= 200; celsius++)
        {
            model.Celsius = celsius;
            if (sensor.TryRead(0))
            {
                read++;
                Assert.InRange(sensor.CentiCelsius, (celsius * 100) - 110, (celsius * 100) + 110);
            }
            else
            {
                Assert.True(sensor.Fault is SensorFault.OutOfRange or SensorFault.Open or SensorFault.Short, $"{sensor.Fault} at {celsius}");
            }
        }

        Assert.InRange(read, 120, 140);
    }

    [Theory]
    [InlineData(false, 115)]
    [InlineData(false, -24)]
    [InlineData(true, 96)]
    [InlineData(true, -31)]
    public void JustBeyondTheRange_IsOutOfRange(bool isToSupply, double celsius)
    {
        using var sensor = Create(new NtcModel { IsToSupply = isToSupply, Celsius = celsius }, new NtcThermistorOptions { IsToSupply = isToSupply });

        Assert.False(sensor.TryRead(0));
        Assert.Equal(SensorFault.OutOfRange, sensor.Fault);
    }

    /// <summary>A cold day is no broken sensor: any chip, uncalibrated, has a temperature that is within 7.5 K.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(1050)]
    [InlineData(1100)]
    [InlineData(1150)]
    [InlineData(1200)]
    public void AnyChip_ReadsFromTheColdToTheCutOff(int referenceMv)
    {
        var model = new NtcModel { Adc = new Esp32Adc(referenceMv) };
        using var sensor = Create(model, new NtcThermistorOptions());
        for (var celsius = -15; celsius <= 110; celsius++)
        {
            model.Celsius = celsius;
            Assert.True(sensor.TryRead(0), $"{celsius}: {sensor.Fault}");
            Assert.InRange(sensor.CentiCelsius, (celsius * 100) - 750, (celsius * 100) + 750);
        }
    }

    /// <summary>The table of README.md: where the ranges of common dividers are.</summary>
    [Theory]
    [InlineData(false, 10000, -22, 114)]
    [InlineData(true, 10000, -30, 93)]
    [InlineData(false, 2200, 5, 150)]
    [InlineData(false, 4700, -9, 144)]
    [InlineData(false, 22000, -34, 86)]
    [InlineData(false, 47000, -44, 63)]
    public void Range_OfADivider_IsTheReadmes(bool isToSupply, int series, int lowest, int highest)
    {
        var model = new NtcModel { IsToSupply = isToSupply, SeriesOhm = series };
        using var sensor = Create(model, new NtcThermistorOptions { IsToSupply = isToSupply, SeriesOhm = series });
        var first = int.MaxValue;
        var last = int.MinValue;
        for (var celsius = -60; celsius <= 149; celsius++)
        {
            model.Celsius = celsius;
            if (sensor.TryRead(0))
            {
                first = Math.Min(first, celsius);
                last = celsius;
            }
        }

        Assert.Equal((lowest, Math.Min(highest, 149)), (first, last));
    }

    /// <summary>A divider's supply that the ADC reads to its end: an open wire is that supply and not the last count.</summary>
    [Fact]
    public void LowSupply_HasItsRailThere()
    {
        var model = new NtcModel { SupplyMv = 2500 };
        using var sensor = Create(model, new NtcThermistorOptions { SupplyMv = 2500 });
        Assert.True(sensor.TryRead(0));
        Assert.InRange(sensor.CentiCelsius, 2480, 2520);

        model.IsOpen = true;
        Assert.False(sensor.TryRead(1));
        Assert.Equal(SensorFault.Open, sensor.Fault);
    }

    /// <summary>Now and then a read of a pin at ground is disturbed.</summary>
    [Theory]
    [InlineData(0, 60, SensorFault.Short)]
    [InlineData(0, 200, SensorFault.OutOfRange)]
    [InlineData(4095, 4035, SensorFault.Open)]
    public void DisturbedReadAtARail_IsNoTemperature(int count, int disturbed, SensorFault fault)
    {
        var reads = 0;
        using var sensor = new NtcThermistor(
            new AdcController(_ => reads++ % 32 == 5 ? disturbed : count).OpenChannel(0),
            new NtcThermistorOptions());

        Assert.False(sensor.TryRead(0));
        Assert.Equal(fault, sensor.Fault);
    }

    [Fact]
    public void AdcThatThrows_IsABusError()
    {
        using var sensor = new NtcThermistor(
            new AdcController(_ => throw new InvalidOperationException("no reading")).OpenChannel(0),
            new NtcThermistorOptions());

        Assert.False(sensor.TryRead(0));
        Assert.Equal(SensorFault.BusError, sensor.Fault);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WireFaults_AreToldApart_AndTheReadingStays(bool isToSupply)
    {
        var model = new NtcModel { IsToSupply = isToSupply };
        using var sensor = Create(model, new NtcThermistorOptions { IsToSupply = isToSupply });
        Assert.True(sensor.TryRead(0));
        var before = sensor.CentiCelsius;

        model.IsOpen = true;
        Assert.False(sensor.TryRead(1));
        Assert.Equal(SensorFault.Open, sensor.Fault);
        model.IsOpen = false;
        model.IsShort = true;
        Assert.False(sensor.TryRead(2));
        Assert.Equal(SensorFault.Short, sensor.Fault);
        model.Fails = true;
        Assert.False(sensor.TryRead(3));
        Assert.Equal(SensorFault.BusError, sensor.Fault);
        Assert.Equal(before, sensor.CentiCelsius);

        model.Fails = false;
        model.IsShort = false;
        Assert.True(sensor.TryRead(4));
        Assert.Equal(SensorFault.None, sensor.Fault);
    }

    [Fact]
    public void SteinhartHart_IsUsedWhenGiven()
    {
        var options = new NtcThermistorOptions { SteinhartA = 1.129148e-3, SteinhartB = 2.34125e-4, SteinhartC = 8.76741e-8, Beta = 1000 };
        using var sensor = Create(new NtcModel(), options);

        Assert.True(sensor.TryRead(0));
        Assert.InRange(sensor.CentiCelsius, 2495, 2505);
        Assert.InRange(sensor.ResistanceOhm, 9990, 10010);
    }

    [Fact]
    public void CoefficientsThatAreNone_GiveNoReading()
    {
        using var sensor = Create(new NtcModel(), new NtcThermistorOptions { SteinhartA = double.NaN });

        Assert.False(sensor.TryRead(0));
        Assert.Equal(SensorFault.OutOfRange, sensor.Fault);
    }

    [Fact]
    public void Calibration_MovesTheReading()
    {
        // The chip's reference is 9 % high: its counts stand for more.
        var model = new NtcModel { Adc = new Esp32Adc(1199) };
        using var asIs = Create(model, new NtcThermistorOptions());
        using var sensor = Create(model, new NtcThermistorOptions { SpanMv = 3597 });

        Assert.True(asIs.TryRead(0));
        Assert.InRange(asIs.CentiCelsius, 2800, 2900);
        foreach (var celsius in new[] { 0, 25, 60, 100 })
        {
            model.Celsius = celsius;
            Assert.True(sensor.TryRead(0));
            Assert.InRange(sensor.CentiCelsius, (celsius * 100) - 20, (celsius * 100) + 20);
        }
    }

    [Fact]
    public void OtherChip_HasAnOffsetOfItsOwn_AndNoBend()
    {
        var options = new NtcThermistorOptions { OffsetMv = 0, SpanMv = 3100, IsStraight = true };
        using var sensor = new NtcThermistor(new AdcController(_ => 3500).OpenChannel(0), options);

        Assert.True(sensor.TryRead(0));
        Assert.InRange(sensor.ResistanceOhm, 40700, 40760); // 2649.6 mV
    }

    [Fact]
    public void Reading_IsTheMeanOfItsReads()
    {
        var reads = 0;
        using var sensor = new NtcThermistor(new AdcController(_ => reads++ % 2 == 0 ? 1824 : 1918).OpenChannel(0), new NtcThermistorOptions());

        Assert.True(sensor.TryRead(0));
        Assert.Equal(32, reads);
        Assert.InRange(sensor.CentiCelsius, 2497, 2503); // 1871 is 1649.8 mV
    }

    [Fact]
    public void OptionsOutOfRange_AreRefused()
    {
        Refuse(options => options.SeriesOhm = 99);
        Refuse(options => options.R25Ohm = 0);
        Refuse(options => options.Beta = 999);
        Refuse(options => options.SupplyMv = 900);
        Refuse(options => options.OffsetMv = -1);
        Refuse(options => options.OffsetMv = 201);
        Refuse(options => options.SpanMv = 2699);
        Refuse(options => options.SpanMv = 3701);
        Refuse(options => options.MinMv = 0);
        Refuse(options => options.MinMv = 3050);
        Refuse(options => options.MaxMv = 3501);
        Refuse(options => options.RailMv = 0);
        Refuse(options => options.RailMv = 501);
        Refuse(options => options.Oversampling = 0);
        Refuse(options => options.Oversampling = 1025);

        static void Refuse(Action<NtcThermistorOptions> change)
        {
            var options = new NtcThermistorOptions();
            change(options);
            Assert.Throws<ArgumentException>(() => Create(new NtcModel(), options));
        }
    }

    [Fact]
    public void SteadyReading_AllocatesNothing()
    {
        using var sensor = Create(new NtcModel(), new NtcThermistorOptions());
        sensor.TryRead(0);
        var start = GC.GetAllocatedBytesForCurrentThread();
        var read = 0;
        for (var round = 0; round < 1000; round++)
        {
            read += sensor.TryRead(round) ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
        Assert.Equal(1000, read);
    }

    private static NtcThermistor Create(NtcModel model, NtcThermistorOptions options) => new(model.OpenChannel(), options);
}
