using System.Device.Adc;
using System.Device.Gpio;
using System.Device.I2c;
using System.IO.Ports;
using DroneLink.Firmware;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Payload;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;
using nanoFramework.Device.OneWire;
using Xunit;

namespace DroneLink.Host.Tests.Devices;

/// <summary>A payload that cannot be started leaves the board as it found it: in the same boot the built-in one opens the same parts.</summary>
public sealed class EntryTests
{
    private const string Configuration = """
        {"deviceId":"bench","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","role":"bench",
         "mqtt":{"host":"none","tls":false},"autopilot":{},"environment":{"sensor":"bmp280"},
         "transmitter":{"control":"tramp","switchPin":27,"readBackPin":36,"frequencyMHz":5806},
         "videoLink":{"frequencyMHz":5806,"dataPin":18,"selectPin":5,"clockPin":19,"calibrateButtonPin":4},"locate":{"pin":23}}
        """;

    [Fact]
    public void PartThatCannotBeOpened_LeavesNoOtherOpen()
    {
        using var bench = new Bench();
        bench.Pins.FailsI2c = true;
        Assert.Equal("no such bus", Assert.Throws<IOException>(bench.Create).Message);
        bench.AssertAllIsClosed();

        bench.Pins.FailsI2c = false;
        using var payload = bench.Create();
        Assert.NotNull(Assert.IsType<DeviceApplication>(payload).Transmitter);
    }

    [Fact]
    public void PayloadThatCannotBePutTogether_LeavesNoPartOpen()
    {
        using var bench = new Bench();
        var recorder = bench.Context.Recorder;
        bench.Context.Recorder = null;
        Assert.Throws<ArgumentNullException>(bench.Create);
        bench.AssertAllIsClosed();

        bench.Context.Recorder = recorder;
        bench.Create().Dispose();
    }

    private sealed class Bench : IDisposable
    {
        private readonly TwinWorld _world;

        public Bench()
        {
            _world = new TwinWorld(Twin.ParseConfiguration(Configuration, "test"), new FlightOptions { Seed = 4 }, headStartMs: 0);
            Pins = new FailingPins(_world);
            var store = new MemorySegmentStore();
            var ring = new FlashRing(store, FlashRing.MinSegments);
            Context = new PayloadContext
            {
                Settings = ConfigurationReader.Parse(Configuration, []),
                Pins = Pins,
                Probe = new HostSystemProbe(),
                Store = store,
                Recorder = new Recorder(new FrameBuilder("bench"u8.ToArray(), 1), ring, new DeviceClock(), new RecorderOptions()),
            };
        }

        public FailingPins Pins { get; }

        public PayloadContext Context { get; }

        public IPayload Create() => Entry.Create(Context);

        public void AssertAllIsClosed() => Assert.DoesNotContain(Enumerable.Range(0, 40), _world.Gpio.IsPinOpen);

        public void Dispose() => _world.Dispose();
    }

    private sealed class FailingPins(IBoardPins pins) : IBoardPins
    {
        public bool FailsI2c { get; set; }

        public GpioController Gpio => pins.Gpio;

        public AdcChannel OpenAdc(int channel) => pins.OpenAdc(channel);

        public I2cDevice OpenI2c(int dataPin, int clockPin, int address) =>
            FailsI2c ? throw new IOException("no such bus") : pins.OpenI2c(dataPin, clockPin, address);

        public OneWireHost OpenOneWire(int rxPin, int txPin) => pins.OpenOneWire(rxPin, txPin);

        public SerialPort CreateSerial(SerialConnection connection, StopBits stopBits) => pins.CreateSerial(connection, stopBits);
    }
}
