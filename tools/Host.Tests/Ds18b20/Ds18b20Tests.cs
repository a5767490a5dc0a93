using DroneLink.Drivers;
using DroneLink.Drivers.Ds18b20;
using DroneLink.Host.Models;
using nanoFramework.Device.OneWire;
using Xunit;

namespace DroneLink.Host.Tests.Sensors;

public sealed class Ds18b20Tests
{
    private readonly OneWireBus _bus = new();
    private readonly Ds18b20Model _model = new();
    private long _nowMs;

    public Ds18b20Tests()
    {
        _bus.Attach(_model);
        _model.Raw = 25 * 16;
    }

    [Fact]
    public void Constructor_SendsNothing()
    {
        using var sensor = Create();

        Assert.Equal(0, _bus.Bits);
    }

    [Theory]
    [InlineData(9, 94, 25.5)]
    [InlineData(10, 188, 25.25)]
    [InlineData(11, 375, 25.125)]
    [InlineData(12, 750, 25.0625)]
    public void Conversion_TakesItsTime(int bits, int ms, double celsius)
    {
        using var sensor = Create(new Ds18b20Options { ResolutionBits = bits });
        _model.Raw = (int)(celsius * 16);
        Assert.False(Step(sensor, 0));
        for (var waited = 0; waited < ms; waited++)
        {
            Assert.False(Step(sensor, 1) && waited < ms - 1);
            Assert.Equal(SensorFault.None, sensor.Fault);
        }

        Assert.True(Step(sensor, 11));
        Assert.Equal((int)Math.Round(celsius * 100, MidpointRounding.AwayFromZero), sensor.CentiCelsius);
        Assert.Equal(1, _model.Conversions);
    }

    [Fact]
    public void Temperatures_AreReadOverTheWholeRange()
    {
        using var sensor = Create();
        for (var raw = -55 * 16; raw <= 125 * 16; raw++)
        {
            _model.Raw = raw;
            Assert.True(Read(sensor), $"{raw}: {sensor.Fault}");
            Assert.Equal((int)Math.Round(raw * 6.25, MidpointRounding.AwayFromZero), sensor.CentiCelsius);
        }
    }

    [Theory]
    [InlineData(-56 * 16)]
    [InlineData(0x07FF)] // what a part without enough supply says
    public void TemperaturesThatCannotBe_AreNoReadings(int raw)
    {
        using var sensor = Create();
        Assert.True(Read(sensor));
        _model.Raw = raw;

        Assert.False(Read(sensor));
        Assert.Equal((2500, SensorFault.OutOfRange), (sensor.CentiCelsius, sensor.Fault));
    }

    [Fact]
    public void EightyFiveDegrees_AreATemperatureLikeAnyOther()
    {
        using var sensor = Create();
        _model.Raw = 85 * 16;

        Assert.True(Read(sensor));
        Assert.Equal(8500, sensor.CentiCelsius);
    }

    [Fact]
    public void PowerOnValue_IsNone_WhenThePartDidNotConvert()
    {
        using var sensor = Create();
        _model.IgnoresConvert = true;

        Assert.False(Read(sensor));
        Assert.Equal((0, SensorFault.NotConverted), (sensor.CentiCelsius, sensor.Fault));
        _model.IgnoresConvert = false;
        Assert.True(Read(sensor));
        Assert.Equal(2500, sensor.CentiCelsius);
    }

    [Fact]
    public void OrderToConvertThatDidNotArrive_GivesNoOldReading()
    {
        using var sensor = Create();
        Assert.True(Read(sensor));
        _model.Raw = 30 * 16;
        _bus.IsStuckLow = true;
        Assert.False(Step(sensor, 0));
        _bus.IsStuckLow = false;
        Assert.False(Step(sensor, 800)); // starts anew
        Assert.True(Step(sensor, 800));
        Assert.Equal(3000, sensor.CentiCelsius);

        _model.IgnoresConvert = true;
        _model.Raw = 40 * 16;
        Assert.False(Read(sensor));
        Assert.Equal((3000, SensorFault.NotConverted), (sensor.CentiCelsius, sensor.Fault));
    }

    [Fact]
    public void PowerLostDuringTheConversion_IsNoReading_AndThePartIsSetUpAgain()
    {
        using var sensor = Create(new Ds18b20Options { ResolutionBits = 10 });
        Assert.True(Read(sensor));
        Step(sensor, 0);
        _model.PowerOn();
        Assert.False(Step(sensor, 300));
        Assert.Equal((2500, SensorFault.NotConverted), (sensor.CentiCelsius, sensor.Fault));
        Assert.Equal(1u, sensor.Restarts);

        Assert.True(Read(sensor));
        Assert.Equal(0x3F, _model.Config);
    }

    [Fact]
    public void DeviceThatBootsAnew_KnowsThePowerOnValueStill()
    {
        using (var before = Create())
        {
            Assert.True(Read(before));
        }

        using var sensor = Create();
        Step(sensor, 0);
        _model.PowerOn();
        Assert.False(Step(sensor, 800));
        Assert.Equal(SensorFault.NotConverted, sensor.Fault);
    }

    [Fact]
    public void RomId_PicksOneOfMany()
    {
        var other = new Ds18b20Model(serial: 0xABCDEF) { Raw = -10 * 16 };
        _bus.Attach(other);
        using var first = Create(new Ds18b20Options { RomId = _model.RomId });
        using var second = Create(new Ds18b20Options { RomId = other.RomId });

        Assert.True(Read(first));
        other.NowMs = _nowMs;
        Assert.False(second.TryRead(_nowMs));
        other.NowMs = _nowMs += 800;
        Assert.True(second.TryRead(_nowMs));
        Assert.Equal((2500, -1000), (first.CentiCelsius, second.CentiCelsius));
    }

    [Fact]
    public void RomIdOfNobody_IsABusError()
    {
        using var sensor = Create(new Ds18b20Options { RomId = new Ds18b20Model(serial: 7).RomId });

        Assert.False(Read(sensor));
        Assert.Equal(SensorFault.BusError, sensor.Fault);
    }

    [Fact]
    public void TwoPartsWithoutARomId_AreNoReading()
    {
        _bus.Attach(new Ds18b20Model(serial: 99) { Raw = -600 });
        using var sensor = Create();

        for (var round = 0; round < 5; round++)
        {
            Assert.False(Read(sensor));
            Assert.NotEqual(SensorFault.None, sensor.Fault);
        }
    }

    [Fact]
    public void AbsentPart_IsABusError_AndIsFoundWhenItComes()
    {
        using var sensor = Create();
        _bus.Detach(_model);
        Assert.False(Step(sensor, 0));
        Assert.Equal(SensorFault.BusError, sensor.Fault);
        _bus.Attach(_model);
        Assert.True(Read(sensor));

        Step(sensor, 0);
        _bus.Detach(_model);
        Assert.False(Step(sensor, 800));
        Assert.Equal((2500, SensorFault.BusError), (sensor.CentiCelsius, sensor.Fault));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LineHeldLow_AndPortThatThrows_AreBusErrors(bool throws)
    {
        using var sensor = Create();
        Assert.True(Read(sensor));
        for (var when = 0; when < 3; when++)
        {
            Step(sensor, when * 400);
            _bus.IsStuckLow = !throws;
            _bus.Throws = throws;
            Assert.False(Step(sensor, 800));
            Assert.Equal((2500, SensorFault.BusError), (sensor.CentiCelsius, sensor.Fault));
            _bus.IsStuckLow = false;
            _bus.Throws = false;
        }

        Assert.True(Read(sensor));
    }

    /// <summary>One bit of many is read wrong, each in turn: no reading is ever a wrong one, and the next ones come.</summary>
    [Fact]
    public void OneBitReadWrong_NeverGivesAWrongReading()
    {
        for (var wrong = 0; wrong < 600; wrong++)
        {
            using var sensor = Create();
            var first = _bus.Bits;
            var at = wrong;
            _bus.IsFlipped = number => number - first == at;
            var read = 0;
            for (var round = 0; round < 6; round++)
            {
                read += Read(sensor) ? 1 : 0;
                Assert.True(read == 0 || sensor.CentiCelsius == 2500, $"{sensor.CentiCelsius} with bit {at} wrong");
            }

            Assert.True(read >= 4, $"{read} readings with bit {at} wrong");
        }
    }

    [Fact]
    public void NoisyLine_GivesNoWrongReading()
    {
        var random = new Random(3);
        using var sensor = Create();
        _bus.IsFlipped = _ => random.Next(150) == 0;
        var read = 0;
        for (var round = 0; round < 3000; round++)
        {
            _model.Raw = random.Next(-400, 800);
            if (Read(sensor))
            {
                read++;
                Assert.Equal((int)Math.Round(_model.Raw * 6.25, MidpointRounding.AwayFromZero), sensor.CentiCelsius);
            }
        }

        Assert.InRange(read, 300, 2900);
    }

    [Fact]
    public void AnotherFamily_IsTheWrongChip()
    {
        using var sensor = Create();
        _bus.Detach(_model);
        _bus.Attach(new ForeignPart());

        Assert.False(Step(sensor, 0));
        Assert.Equal(SensorFault.WrongChip, sensor.Fault);
    }

    [Fact]
    public void OptionsOutOfRange_AreRefused()
    {
        var romId = _model.RomId;
        romId[3] ^= 1;
        Assert.Throws<ArgumentException>(() => Create(new Ds18b20Options { ResolutionBits = 8 }));
        Assert.Throws<ArgumentException>(() => Create(new Ds18b20Options { ResolutionBits = 13 }));
        Assert.Throws<ArgumentException>(() => Create(new Ds18b20Options { RomId = romId }));
        Assert.Throws<ArgumentException>(() => Create(new Ds18b20Options { RomId = new byte[7] }));
        Assert.Throws<ArgumentException>(() => Create(new Ds18b20Options { RomId = new Ds18b20Model(family: 0x10).RomId }));
    }

    [Fact]
    public void SteadyReading_AllocatesNothing()
    {
        using var sensor = Create();
        Read(sensor);
        var start = GC.GetAllocatedBytesForCurrentThread();
        var read = 0;
        for (var round = 0; round < 500; round++)
        {
            read += Read(sensor) ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
        Assert.Equal(500, read);
    }

    private Ds18b20 Create(Ds18b20Options options = null) => new(new OneWireHost(_bus), options ?? new Ds18b20Options());

    private bool Step(Ds18b20 sensor, int ms)
    {
        _nowMs += ms;
        _model.NowMs = _nowMs;
        return sensor.TryRead(_nowMs);
    }

    // Two calls at the most: one that starts, unless a conversion is under way, and one that takes.
    private bool Read(Ds18b20 sensor) => Step(sensor, 800) || Step(sensor, 800);

    /// <summary>A part that answers everything with a scratchpad whose byte 4 is 0xFF, as a DS18S20's.</summary>
    private sealed class ForeignPart : IOneWirePart
    {
        private static readonly byte[] Scratchpad = [0xAA, 0x00, 0x4B, 0x46, 0xFF, 0xFF, 0x0C, 0x10, 0x87];
        private int _bits;

        public void Reset() => _bits = 0;

        public bool Touch(bool value)
        {
            var at = _bits++ - 16;
            return at < 0 || at >= 72 || ((Scratchpad[at / 8] >> (at % 8)) & 1) != 0;
        }
    }
}
