using System.Device.I2c;
using DroneLink.Drivers;
using DroneLink.Drivers.Ina219;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Sensors;

public sealed class Ina219Tests() : PowerMonitorContract(new Ina219Model())
{
    protected override double VoltageStepMv => 4;

    protected override double ShuntStepUv => 10;

    [Fact]
    public void PartThatDoesNotKeepItsSettings_IsRefused()
    {
        var bus = new I2cBus();
        bus.Attach(Ina219.DefaultAddress, new Ina219Model { ForgottenBits = 0x2000 });
        using var monitor = new Ina219(bus.Open(Ina219.DefaultAddress), new Ina219Options());

        Assert.False(monitor.Open());
        Assert.Equal(SensorFault.WrongChip, monitor.Fault);
    }

    [Fact]
    public void Ina226_IsRefused()
    {
        var bus = new I2cBus();
        bus.Attach(Ina219.DefaultAddress, new Ina226Model());
        using var monitor = new Ina219(bus.Open(Ina219.DefaultAddress), new Ina219Options());

        Assert.False(monitor.Open());
        Assert.Equal(SensorFault.WrongChip, monitor.Fault);
    }

    [Theory]
    [InlineData(3200, 1, 0x399F)]
    [InlineData(3200, 16, 0x3E67)]
    [InlineData(1600, 128, 0x37FF)]
    [InlineData(400, 2, 0x24CF)]
    public void RangeAndAveraging_AreWritten(int max, int averaging, int config)
    {
        var bus = new I2cBus();
        bus.Attach(Ina219.DefaultAddress, Model);
        var options = new Ina219Options { MaxCurrentMa = max, Averaging = averaging };
        using var monitor = new Ina219(bus.Open(Ina219.DefaultAddress), options);

        Assert.True(monitor.Open());
        Assert.Equal(config, Model.Config);
    }

    [Theory]
    [InlineData(100000, 3201, 16, "measures 1 to 3200")]
    [InlineData(100000, -1, 16, "measures 1 to 3200")]
    [InlineData(99, 100, 16, "ShuntMicroOhm 99")]
    [InlineData(100000, 800, 3, "Averaging 3")]
    [InlineData(100000, 800, 256, "Averaging 256")]
    [InlineData(100000, 800, 0, "Averaging 0")]
    public void OptionsOutOfRange_AreRefused_AndTheMessageSaysWhatFits(int shunt, int max, int averaging, string message)
    {
        var options = new Ina219Options { ShuntMicroOhm = shunt, MaxCurrentMa = max, Averaging = averaging };

        var thrown = Assert.Throws<ArgumentException>(() => new Ina219(new I2cBus().Open(Ina219.DefaultAddress), options));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    protected override IPowerMonitor Create(I2cDevice device, int shuntMicroOhm, int maxCurrentMa) =>
        new Ina219(device, new Ina219Options { ShuntMicroOhm = shuntMicroOhm, MaxCurrentMa = maxCurrentMa });

    protected override bool Open(IPowerMonitor monitor) => ((Ina219)monitor).Open();

    protected override uint RestartsOf(IPowerMonitor monitor) => ((Ina219)monitor).Restarts;
}
