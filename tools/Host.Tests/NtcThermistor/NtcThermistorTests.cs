using System.Device.Adc;
using DroneLink.Drivers;
using DroneLink.Drivers.NtcThermistor;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Sensors;

public sealed class NtcThermistorTests
{
    [Theory]
    [InlineData(false, 10000, 3, 113)]
    [InlineData(true, 10000, -30, 50)]
    [InlineData(false, 47000, -24, 62)]
    [InlineData(false, 2200, 36, 149)]
    public void Temperatures_AreThoseOfTheThermistor(bool isToSupply, int series, int lowest, int highest)
    {
        var model = new NtcModel { IsToSupply = isToSupply, SeriesOhm = series };
        using var sensor = Create(model, new NtcThermistorOptions { IsToSupply = isToSupply, SeriesOhm = series });
        for (var celsius = lowest; celsius <= highest; celsius++)
        {
            model.Celsius = celsius;
            Assert.True(sensor.TryRead(0), $"{celsius}: {sensor.Fault}");
            var share = model.Ohm / (model.Ohm + series);
            var halfCount = 0.5 / (4095 * share * (1 - share)); // of the resistance
            var error = 1 + (100 * halfCount * (celsius + 273) * (celsius + 273) / 3950);
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
                Assert.InRange(sensor.CentiCelsius, (celsius * 100) - 60, (celsius * 100) + 60);
            }
            else
            {
                Assert.True(sensor.Fault is SensorFault.OutOfRange or SensorFault.Open or SensorFault.Short, $"{sensor.Fault} at {celsius}");
            }
        }

        Assert.InRange(read, 80, 115);
    }

    [Theory]
    [InlineData(false, 115, SensorFault.OutOfRange)]
    [InlineData(false, 1, SensorFault.OutOfRange)]
    [InlineData(true, 53, SensorFault.OutOfRange)]
    [InlineData(true, -33, SensorFault.OutOfRange)]
    public void JustBeyondTheRange_IsOutOfRange(bool isToSupply, double celsius, SensorFault fault)
    {
        using var sensor = Create(new NtcModel { IsToSupply = isToSupply, Celsius = celsius }, new NtcThermistorOptions { IsToSupply = isToSupply });

        Assert.False(sensor.TryRead(0));
        Assert.Equal(fault, sensor.Fault);
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
        using var sensor = new NtcThermistor(
            new AdcController(_ => 1879).OpenChannel(0),
            new NtcThermistorOptions { FullScaleMv = 3597 });

        Assert.True(sensor.TryRead(0));
        Assert.InRange(sensor.CentiCelsius, 2495, 2505); // 1650.5 mV
    }

    [Fact]
    public void Reading_IsTheMeanOfItsReads()
    {
        var reads = 0;
        using var sensor = new NtcThermistor(new AdcController(_ => reads++ % 2 == 0 ? 2000 : 2095).OpenChannel(0), new NtcThermistorOptions());

        Assert.True(sensor.TryRead(0));
        Assert.Equal(32, reads);
        Assert.InRange(sensor.CentiCelsius, 2497, 2503); // 2047.5
    }

    [Fact]
    public void OptionsOutOfRange_AreRefused()
    {
        Refuse(options => options.SeriesOhm = 99);
        Refuse(options => options.R25Ohm = 0);
        Refuse(options => options.Beta = 999);
        Refuse(options => options.SupplyMv = 900);
        Refuse(options => options.FullScaleMv = 4001);
        Refuse(options => options.MinMv = 2450);
        Refuse(options => options.MaxMv = 3300);
        Refuse(options => options.RailMv = 151);
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
