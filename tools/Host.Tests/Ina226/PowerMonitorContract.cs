using System.Device.I2c;
using DroneLink.Drivers;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Sensors;

/// <summary>What every part that measures a supply over I2C must do, whatever happens to the part or to its bus.</summary>
public abstract class PowerMonitorContract
{
    private const int Address = 0x40;
    private const int StepMs = 40; // longer than a mean takes
    private const int RestMs = 2100; // longer than a part that failed twice is left alone

    private readonly I2cBus _bus = new();
    private long _nowMs;

    protected PowerMonitorContract(InaModel model)
    {
        Model = model;
        Model.VoltageMv = 16200;
        Model.CurrentMa = 500;
        _bus.Attach(Address, model);
    }

    public static TheoryData<I2cBusFault> Faults => [.. Enum.GetValues<I2cBusFault>().Where(fault => fault != I2cBusFault.None)];

    protected InaModel Model { get; }

    protected abstract double VoltageStepMv { get; }

    protected abstract double ShuntStepUv { get; }

    protected IPowerMonitor CreateDefault() => Create(_bus.Open(Address), 100000, 800);

    protected abstract IPowerMonitor Create(I2cDevice device, int shuntMicroOhm, int maxCurrentMa);

    protected abstract bool Open(IPowerMonitor monitor);

    protected abstract uint RestartsOf(IPowerMonitor monitor);

    protected bool Step(IPowerMonitor monitor, int ms = StepMs)
    {
        _nowMs += ms;
        Model.NowMs = _nowMs;
        return monitor.TryRead(_nowMs);
    }

    [Fact]
    public void Constructor_SendsNothing()
    {
        using var monitor = CreateDefault();

        Assert.Equal(0, _bus.Transfers);
        Assert.Equal(SensorFault.None, monitor.Fault);
    }

    [Fact]
    public void FirstRead_OpensAndSaysThatTheFirstMeanIsUnderWay()
    {
        using var monitor = CreateDefault();

        Assert.False(Step(monitor));
        Assert.Equal(SensorFault.None, monitor.Fault);
        Assert.True(Step(monitor));
        AssertReading(monitor, 16200, 500);
    }

    [Fact]
    public void EveryMean_IsTakenOnce()
    {
        using var monitor = CreateDefault();
        Step(monitor);
        Assert.True(Step(monitor));

        Assert.False(Step(monitor, 1));
        Assert.Equal(SensorFault.None, monitor.Fault);
        Assert.True(Step(monitor));
    }

    [Fact]
    public void Readings_AreThoseOfTheSupply()
    {
        var random = new Random(11);
        foreach (var (shunt, max) in new[] { (100000, 800), (2000, 20000), (500, 160000), (1000000, 80), (100000, 3), (7300, 9000), (10000000, 8) })
        {
            Model.ShuntMicroOhm = shunt;
            using var monitor = Create(_bus.Open(Address), shunt, max);
            Step(monitor);
            for (var round = 0; round < 200; round++)
            {
                Model.VoltageMv = random.NextDouble() * 26000;
                Model.CurrentMa = max * 0.999 * ((random.NextDouble() * 2) - 1);
                Assert.True(Step(monitor), $"{monitor.Fault} at {Model.CurrentMa} mA of {max} over {shunt}");
                Assert.InRange(monitor.VoltageMv, Model.VoltageMv - VoltageStepMv, Model.VoltageMv + VoltageStepMv);
                var stepMa = (1000 * ShuntStepUv / shunt) + (max / 32768.0) + 0.5;
                Assert.InRange(monitor.CurrentMa, Model.CurrentMa - stepMa, Model.CurrentMa + stepMa);
            }
        }
    }

    [Fact]
    public void CurrentBeyondTheRange_IsNoReading()
    {
        using var monitor = CreateDefault();
        Step(monitor);
        Assert.True(Step(monitor));
        foreach (var current in new[] { 5000.0, -5000 })
        {
            Model.CurrentMa = current;
            Assert.False(Step(monitor));
            Assert.Equal(SensorFault.OutOfRange, monitor.Fault);
            AssertReading(monitor, 16200, 500, SensorFault.OutOfRange);
        }

        Model.CurrentMa = 100;
        Assert.True(Step(monitor));
        AssertReading(monitor, 16200, 100);
    }

    [Fact]
    public void BrownOut_GivesNoReadingWithoutCurrent_AndIsSetUpAgain()
    {
        using var monitor = CreateDefault();
        Step(monitor);
        Assert.True(Step(monitor));
        Model.BrownOut();

        Assert.False(Step(monitor));
        AssertReading(monitor, 16200, 500);
        Assert.Equal(1u, RestartsOf(monitor));
        Assert.NotEqual(0, Model.Calibration);
        Assert.True(Step(monitor));
        AssertReading(monitor, 16200, 500);
    }

    [Fact]
    public void ConverterThatStandsStill_IsReported()
    {
        using var monitor = CreateDefault();
        Model.IsStopped = true;
        for (var step = 0; step < 100; step++)
        {
            Assert.False(Step(monitor));
            Assert.True(monitor.Fault == SensorFault.NotConverted || (monitor.Fault == SensorFault.None && step < 5), $"{monitor.Fault} at {step}");
        }

        Model.IsStopped = false;
        Step(monitor, RestMs);
        Assert.True(Step(monitor));
    }

    [Fact]
    public void HotPlug_IsFound_AndAnAbsentPartIsAskedRarely()
    {
        using var monitor = CreateDefault();
        _bus.Detach(Address);
        for (var step = 0; step < 100; step++)
        {
            Assert.False(Step(monitor, 20));
            Assert.Equal(SensorFault.BusError, monitor.Fault);
        }

        Assert.InRange(_bus.Transfers, 2, 8);
        _bus.Attach(Address, Model);
        Assert.False(Step(monitor, RestMs));
        Assert.True(Step(monitor));
        Assert.True(Step(monitor));
        _bus.Detach(Address);
        Assert.False(Step(monitor));
        AssertReading(monitor, 16200, 500, SensorFault.BusError);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void BusThatFails_GivesNoReading(I2cBusFault fault)
    {
        using var monitor = CreateDefault();
        _bus.Fault = fault;
        Assert.False(Open(monitor));
        Assert.Equal(SensorFault.BusError, monitor.Fault);
        _bus.Fault = I2cBusFault.None;
        Assert.True(Open(monitor));
        Assert.True(Step(monitor));
        _bus.Fault = fault;
        for (var step = 0; step < 5; step++)
        {
            Assert.False(Step(monitor));
            AssertReading(monitor, 16200, 500, SensorFault.BusError);
        }

        _bus.Fault = I2cBusFault.None;
        Step(monitor, RestMs);
        Assert.True(Step(monitor));
    }

    /// <summary>One transfer of many fails, each in turn and in every way: no reading is ever a wrong one, and the next ones come.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public void OneTransferThatFails_NeverGivesAWrongReading(I2cBusFault fault)
    {
        for (var failing = 0; failing < 60; failing++)
        {
            using var monitor = CreateDefault();
            var first = _bus.Transfers;
            var at = failing;
            _bus.FaultOf = number => number - first == at ? fault : I2cBusFault.None;
            var read = 0;
            for (var step = 0; step < 20; step++)
            {
                var isRead = Step(monitor);
                read += isRead ? 1 : 0;
                if (isRead || read > 0)
                {
                    Assert.True(monitor is { VoltageMv: 16200, CurrentMa: 500 }, $"{monitor.VoltageMv} mV, {monitor.CurrentMa} mA at {at}");
                }
            }

            Assert.True(read >= 15, $"{read} readings with {at} failing");
        }
    }

    [Fact]
    public void SteadyReading_AllocatesNothing()
    {
        using var monitor = CreateDefault();
        Run(20);
        var start = GC.GetAllocatedBytesForCurrentThread();
        var read = Run(1000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - start;

        Assert.Equal(0, allocated);
        Assert.Equal(1000, read);

        int Run(int steps)
        {
            var count = 0;
            for (var step = 0; step < steps; step++)
            {
                count += Step(monitor) ? 1 : 0;
            }

            return count;
        }
    }

    [Fact]
    public void Dispose_DisposesTheDevice()
    {
        var device = _bus.Open(Address);
        Create(device, 100000, 800).Dispose();

        Assert.Throws<ObjectDisposedException>(() => device.Write(new byte[1]));
    }

    private static void AssertReading(IPowerMonitor monitor, int voltageMv, int currentMa, SensorFault fault = SensorFault.None)
    {
        Assert.Equal((voltageMv, currentMa, fault), (monitor.VoltageMv, monitor.CurrentMa, monitor.Fault));
    }
}
