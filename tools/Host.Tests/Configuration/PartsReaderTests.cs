using System.Collections;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Safety;
using Xunit;

namespace DroneLink.Host.Tests.Configuration;

/// <summary>What is connected, as the configuration says it. Here and not on the virtual device for its many texts: see VirtualDeviceLimitsTests.</summary>
public class PartsReaderTests
{
    private const string Start = "{\"deviceId\":\"a\",\"key\":\"00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF\",\"mqtt\":{\"host\":\"b\"},";

    [Fact]
    public void Nothing_IsConnected_UnlessItIsSaid()
    {
        ApplicationConfiguration configuration = Read("\"role\":\"drone\"");
        Assert.Null(configuration.Transmitter);
        Assert.Null(configuration.Receiver);
        Assert.Null(configuration.Rx5808);
        Assert.Null(configuration.Scanner);
        Assert.Null(configuration.Gps);
        Assert.Null(configuration.Environment);
        Assert.Null(configuration.Place);
    }

    [Fact]
    public void Transmitter_IsReadWhole()
    {
        ApplicationConfiguration configuration = Read("\"autopilot\":{},\"transmitter\":{\"control\":\"smartAudio\",\"rxPin\":32,\"txPin\":33,"
            + "\"switchPin\":27,\"switchActiveLow\":true,\"readBackPin\":35,\"powerMw\":200,\"lowPowerMw\":10,\"antennaCentiDbi\":500,\"frequencyMHz\":5865,"
            + "\"ground\":\"pit\",\"cutInFlight\":true,\"deadManMs\":0,\"onMinMa\":90,\"offMaxMa\":20,\"recordMs\":1000,\"warnCelsius\":60,\"throttleCelsius\":65,"
            + "\"cutCelsius\":70,\"resumeCelsius\":55,\"confirmations\":2,\"holdMs\":5000,"
            + "\"temperature\":{\"sensor\":\"ntc\",\"adcChannel\":3,\"seriesOhm\":4700,\"r25Ohm\":47000,\"beta\":3435,\"toSupply\":true},"
            + "\"supply\":{\"sensor\":\"ina219\",\"address\":65,\"shuntMicroOhm\":50000,\"maxMa\":2000}}");
        TransmitterConnection transmitter = configuration.Transmitter;
        Assert.Equal("smartAudio", transmitter.Control);
        Assert.Equal("COM3", transmitter.Serial.Port);
        Assert.Equal(4800, transmitter.Serial.Baud);
        Assert.Equal(32, transmitter.Serial.RxPin);
        Assert.Equal(33, transmitter.Serial.TxPin);
        Assert.Equal(27, transmitter.SwitchPin);
        Assert.True(transmitter.IsSwitchActiveLow);
        Assert.Equal(35, transmitter.ReadBackPin);
        TransmitterOptions options = transmitter.Options;
        Assert.Equal(200, options.PowerMw);
        Assert.Equal(10, options.LowPowerMw);
        Assert.Equal(500, options.AntennaCentiDbi);
        Assert.Equal(5865, options.FrequencyMhz);
        Assert.Equal(GroundPower.Pit, options.Ground);
        Assert.True(options.CutInFlight);
        Assert.True(options.HasAutopilot);
        Assert.Equal(0, options.DeadManMs);
        Assert.Equal(90, options.OnMinMa);
        Assert.Equal(20, options.OffMaxMa);
        Assert.Equal(6000, options.Thermal.WarnCentiCelsius);
        Assert.Equal(5500, options.Thermal.ResumeCentiCelsius);
        Assert.Equal(2, options.Thermal.Confirmations);
        Assert.Equal("ntc", transmitter.Temperature.Sensor);
        Assert.Equal(3, transmitter.Temperature.AdcChannel);
        Assert.Equal(4700, transmitter.Temperature.NtcOptions.SeriesOhm);
        Assert.True(transmitter.Temperature.NtcOptions.IsToSupply);
        Assert.Equal(50000, transmitter.Supply.ShuntMicroOhm);
    }

    [Fact]
    public void Tramp_TellsItsOwnTemperature_UnlessAnotherSensorIsThere()
    {
        Assert.Equal("own", Read("\"transmitter\":{\"control\":\"tramp\"}").Transmitter.Temperature.Sensor);
        Assert.Equal("ntc", Read("\"transmitter\":{\"control\":\"tramp\",\"temperature\":{\"sensor\":\"ntc\"}}").Transmitter.Temperature.Sensor);
        Assert.Null(Read("\"transmitter\":{\"control\":\"smartAudio\"}").Transmitter.Temperature);
    }

    [Fact]
    public void Receiver_WithItsBus_Scanner_AndPlace_AreRead()
    {
        ApplicationConfiguration configuration = Read("\"role\":\"groundReceiver\",\"autopilot\":{},"
            + "\"videoLink\":{\"frequencyMHz\":5800,\"dataPin\":18,\"selectPin\":5,\"clockPin\":19,\"settleMs\":50,\"region\":\"none\",\"transmitterMw\":25},"
            + "\"receiver\":{\"idleMs\":60000,\"temperature\":{\"sensor\":\"ds18b20\",\"bits\":10}},"
            + "\"scanner\":{\"dataPin\":13,\"selectPin\":14,\"clockPin\":15},\"place\":{\"latitude\":-22.8219,\"longitude\":-47}");
        Assert.True(configuration.Rx5808.HasBus);
        Assert.Equal(50, configuration.Rx5808.SettleMs);
        Assert.Equal("none", configuration.VideoLink.Region);
        Assert.Equal(25, configuration.VideoLink.TransmitterMilliwatt);
        Assert.Equal(60000, configuration.Receiver.Options.IdleMs);
        Assert.Equal(10, configuration.Receiver.Temperature.Ds18b20Options.ResolutionBits);
        Assert.Equal(7, configuration.Scanner.AdcChannel);
        Assert.Equal(-228219000, configuration.Place.LatitudeE7);
        Assert.Equal(-470000000, configuration.Place.LongitudeE7);
        Assert.False(configuration.Autopilot.IsRecorded, "another device's flight");
    }

    [Fact]
    public void MistakesAreNamed()
    {
        Wrong("\"transmitter\":{}", "transmitter.control");
        Wrong("\"transmitter\":{\"switchPin\":3,\"frequencyMHz\":5800}", "transmitter.frequencyMHz");
        Wrong("\"transmitter\":{\"switchPin\":3,\"powerMw\":10,\"lowPowerMw\":25}", "transmitter.lowPowerMw");
        Wrong("\"transmitter\":{\"switchPin\":3,\"cutCelsius\":75}", "transmitter.warnCelsius");
        Wrong("\"transmitter\":{\"switchPin\":3,\"ground\":\"loud\"}", "low, pit, off or full");
        Wrong("\"transmitter\":{\"switchPin\":3,\"offMaxMa\":60}", "transmitter.offMaxMa");
        Wrong("\"transmitter\":{\"switchPin\":3,\"supply\":{\"maxMa\":900}}", "81.92 mV");
        Wrong("\"videoLink\":{\"dataPin\":18}", "videoLink.dataPin");
        Wrong("\"videoLink\":{\"dataPin\":18,\"selectPin\":5,\"clockPin\":19}", "videoLink.frequencyMHz");
        Wrong("\"videoLink\":{\"region\":\"moon\"}", "ism");
        Wrong("\"receiver\":{}", "videoLink");
        Wrong("\"videoLink\":{},\"receiver\":{\"lookMs\":15000}", "receiver.lookPeriodMs");
        Wrong("\"videoLink\":{},\"scanner\":{}", "scanner.dataPin");
        Wrong("\"videoLink\":{\"adcChannel\":7},\"scanner\":{\"dataPin\":13,\"selectPin\":14,\"clockPin\":15}", "scanner.adcChannel");
        Wrong("\"autopilot\":{},\"gps\":{}", "COM2");
        Wrong("\"transmitter\":{\"control\":\"tramp\",\"temperature\":{\"sensor\":\"ds18b20\"}}", "COM3");
        Wrong("\"transmitter\":{\"control\":\"tramp\",\"switchPin\":26}", "transmitter.txPin has that one");
        Wrong("\"autopilot\":{},\"transmitter\":{\"switchPin\":16}", "autopilot.rxPin has that one");
        Wrong("\"transmitter\":{\"switchPin\":34}", "not 34 to 39");
        Wrong("\"transmitter\":{\"switchPin\":27,\"readBackPin\":27}", "transmitter.switchPin has that one");
        Wrong("\"transmitter\":{\"control\":\"tramp\",\"readBackPin\":27}", "transmitter.readBackPin");
        Wrong("\"videoLink\":{\"frequencyMHz\":5800,\"dataPin\":12,\"selectPin\":12,\"clockPin\":13}", "videoLink.dataPin has that one");
        Wrong("\"environment\":{\"sensor\":\"bmp280\"},\"transmitter\":{\"switchPin\":21}", "transmitter.switchPin has that one");
        Wrong("\"videoLink\":{\"calibrateButtonPin\":35}", "not 34 to 39");
        Wrong("\"videoLink\":{\"adcChannel\":0},\"receiver\":{\"temperature\":{\"sensor\":\"ntc\"}}", "receiver.temperature.adcChannel");
        Wrong("\"videoLink\":{\"adcChannel\":8}", "0 to 7");
        Wrong("\"videoLink\":{},\"receiver\":{\"temperature\":{\"sensor\":\"ds18b20\"}},\"transmitter\":{\"switchPin\":27,\"temperature\":{\"sensor\":\"ds18b20\"}}", "COM3");
        Wrong("\"videoLink\":{},\"receiver\":{\"supply\":{}},\"transmitter\":{\"switchPin\":27,\"supply\":{}}", "receiver.supply.address");
        Wrong("\"videoLink\":{\"minCentiDbm\":-8000}", "videoLink.thresholdCentiDbm");
        Wrong("\"videoLink\":{\"thresholdCentiDbm\":-3100}", "videoLink.thresholdCentiDbm");
        Wrong("\"videoLink\":{\"calibrateLowCentiDbm\":-8400}", "videoLink.calibrateLowCentiDbm");
        Wrong("\"place\":{\"latitude\":91,\"longitude\":0}", "place.latitude");
        Wrong("\"place\":{\"longitude\":0}", "place.latitude");
        Wrong("\"environment\":{\"sensor\":\"ntc\"}", "environment");
        Wrong("\"role\":\"chef\"", "role");
    }

    private static ApplicationConfiguration Read(string more)
    {
        ArrayList errors = new ArrayList();
        ApplicationConfiguration configuration = ApplicationConfigurationReader.Read(Start + more + "}", errors);
        Assert.True(configuration is not null, string.Join("; ", errors.ToArray()));
        return configuration;
    }

    private static void Wrong(string more, string part)
    {
        ArrayList errors = new ArrayList();
        Assert.Null(ApplicationConfigurationReader.Read(Start + more + "}", errors));
        Assert.Contains(errors.Cast<string>(), error => error.Contains(part, StringComparison.Ordinal));
    }
}
