using System.Device.I2c;
using DroneLink.Drivers;
using DroneLink.Drivers.Ina226;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Sensors;

public sealed class Ina226Tests() : PowerMonitorContract(new Ina226Model())
{
    protected override double VoltageStepMv => 1.25;

    protected override double ShuntStepUv => 2.5;

    [Theory]
    [InlineData(0x1234, 0x2260, SensorFault.WrongChip)]
    [InlineData(0x5449, 0x2270, SensorFault.WrongChip)]
    [InlineData(0, 0, SensorFault.BusError)]
    [InlineData(0xFFFF, 0xFFFF, SensorFault.BusError)]
    public void AnotherIdentity_IsRefused(int manufacturer, int die, SensorFault fault)
    {
        using var monitor = CreateDefault();
        var model = (Ina226Model)Model;
        model.ManufacturerId = manufacturer;
        model.DieId = die;

        Assert.False(Step(monitor));
        Assert.Equal(fault, monitor.Fault);
        Assert.Equal(0, model.Calibration);
    }

    [Fact]
    public void ALaterRevision_IsTaken()
    {
        using var monitor = CreateDefault();
        ((Ina226Model)Model).DieId = 0x2261;

        Assert.True(Open(monitor));
    }

    [Theory]
    [InlineData(1, 0x4127)]
    [InlineData(16, 0x4527)]
    [InlineData(1024, 0x4F27)]
    public void Averaging_IsWritten(int averaging, int config)
    {
        var bus = new I2cBus();
        bus.Attach(Ina226.DefaultAddress, Model);
        using var monitor = new Ina226(bus.Open(Ina226.DefaultAddress), new Ina226Options { Averaging = averaging });

        Assert.True(monitor.Open());
        Assert.Equal(config, Model.Config);
    }

    [Theory]
    [InlineData(100000, 820, 16, "measures 1 to 819")]
    [InlineData(2000, 40961, 16, "measures 1 to 40960")]
    [InlineData(100000, 0, 16, "measures 1 to 819")]
    [InlineData(99, 100, 16, "ShuntMicroOhm 99")]
    [InlineData(10000001, 1, 16, "ShuntMicroOhm 10000001")]
    [InlineData(100000, 800, 2, "Averaging 2")]
    [InlineData(100000, 800, 0, "Averaging 0")]
    public void OptionsOutOfRange_AreRefused_AndTheMessageSaysWhatFits(int shunt, int max, int averaging, string message)
    {
        var options = new Ina226Options { ShuntMicroOhm = shunt, MaxCurrentMa = max, Averaging = averaging };

        var thrown = Assert.Throws<ArgumentException>(() => new Ina226(new I2cBus().Open(Ina226.DefaultAddress), options));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WholeRangeOfTheShunt_IsAllowed()
    {
        using var small = new Ina226(new I2cBus().Open(0x40), new Ina226Options { ShuntMicroOhm = 100000, MaxCurrentMa = 819 });
        using var large = new Ina226(new I2cBus().Open(0x40), new Ina226Options { ShuntMicroOhm = 2000, MaxCurrentMa = 40960 });
    }

    protected override IPowerMonitor Create(I2cDevice device, int shuntMicroOhm, int maxCurrentMa) =>
        new Ina226(device, new Ina226Options { ShuntMicroOhm = shuntMicroOhm, MaxCurrentMa = maxCurrentMa });

    protected override bool Open(IPowerMonitor monitor) => ((Ina226)monitor).Open();

    protected override uint RestartsOf(IPowerMonitor monitor) => ((Ina226)monitor).Restarts;
}
