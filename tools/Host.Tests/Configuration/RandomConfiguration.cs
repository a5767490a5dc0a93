using System.Globalization;

namespace DroneLink.Host.Tests.Configuration;

/// <summary>
/// A configuration of chance: every number within the range that Firmware/Configuration/README.md gives it, and what is documented to depend on
/// another one in order. Each part has pins, ports and addresses of its own, unless they may clash.
/// </summary>
internal sealed class RandomConfiguration
{
    // The world's board is an ESP32: what is above is another chip's. 32 and up are left to ADC1.
    private const int MaxPin = 39;
    private const int FirstAdcPin = 32;

    private readonly Random _random;
    private readonly bool _mayClash;
    private readonly Queue<int> _pins;
    private readonly Queue<int> _adcChannels;
    private readonly Queue<int> _addresses;
    private readonly Queue<int> _bmp280s;
    private readonly Queue<string> _ports;
    private bool _hasVideoLink;

    public RandomConfiguration(int seed, bool mayClash)
    {
        _random = new Random(seed);
        _mayClash = mayClash;
        _pins = Shuffled(Enumerable.Range(0, FirstAdcPin));
        _adcChannels = Shuffled(Enumerable.Range(0, 8));
        _addresses = Shuffled(Enumerable.Range(64, 16));
        _bmp280s = Shuffled([0x76, 0x77]);
        _ports = Shuffled(["COM2", "COM3"]);
        Json = Object(
            Text("deviceId", "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456"),
            Text("key", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
            "\"mqtt\":{\"host\":\"none\",\"tls\":false}",
            Choice("role", "drone", "groundReceiver", "bench"),
            Named("i2c", Object(Pin("dataPin"), Pin("clockPin"))),
            Named("recorder", Recorder()),
            Named("uplink", Uplink()),
            Half() ? Named("autopilot", Autopilot()) : null,
            Named("videoLink", VideoLink()),
            _hasVideoLink ? Named("receiver", Receiver()) : null,
            _hasVideoLink && Half() ? Named("scanner", Object(Adc(), Bus(), Maybe("settleMs", 25, 150), Curve())) : null,
            Named("transmitter", Transmitter()),
            _bmp280s.Count > 0 && Half() ? Named("environment", Object(Text("sensor", "bmp280"), Number("address", Take(_bmp280s, 0x76, 0x77)))) : null,
            _ports.Count > 0 && Half() ? Named("gps", Object(Serial(), Maybe("baud", 1200, 1500000), Maybe("positionMs", 0, 3600000))) : null,
            Half() ? Named("place", Object(Number("latitude", -90, 90), Number("longitude", -180, 180), Maybe("aboveHomeCm", -100000, 100000))) : null);
    }

    /// <summary>Its text.</summary>
    public string Json { get; }

    private string Recorder() => Object(
        Maybe("frameMs", 1, 60000), Maybe("frameBytes", 64, 2000), Maybe("commitMs", 100, 600000), Maybe("segments", 2, 700), Maybe("systemMs", 1000, 3600000));

    private string Uplink()
    {
        var baseMs = Any(100, 60000);
        return Object(
            Number("firstTryMs", 0, 0), Number("backoffBaseMs", baseMs, baseMs), Number("backoffCapMs", Math.Max(1000, baseMs), 3600000), Maybe("window", 1, 16), Flag("signFrames"));
    }

    private string Autopilot() => Object(
        Serial(), Maybe("baud", 1200, 1500000), Flag("setsClock"), Maybe("systemId", 0, 255), Maybe("positionMs", 0, 3600000), Maybe("attitudeMs", 0, 3600000), Maybe("powerMs", 0, 3600000));

    private string VideoLink()
    {
        _hasVideoLink = _random.Next(4) > 0;
        if (!_hasVideoLink)
        {
            return null;
        }

        // A threshold between the ends of the curve and of the calibration, with its hysteresis.
        var low = Any(-12000, -6000);
        var hysteresis = Any(0, 300);
        var threshold = Any(Math.Max(low, -9000) + 1, -5000);
        var high = Any(Math.Max(Math.Max(threshold + hysteresis + 1, low + 1000), -11000), -3000);
        var good = Any(1, 100);
        return Object(
            Adc(), Number("frequencyMHz", 5300, 6000), Half() ? Bus() : null, Maybe("settleMs", 25, 150), Maybe("sampleMs", 10, 1000), Maybe("windowMs", 1000, 60000),
            Number("thresholdCentiDbm", threshold, threshold), Number("hysteresisCentiDb", hysteresis, hysteresis), Maybe("deadPinMv", 0, 1000),
            Number("goodFromHealth", good, good), Number("degradedBelowHealth", 1, good), Maybe("degradedAfterMs", 0, 600000), Maybe("lostAfterMs", 0, 600000),
            Maybe("restoredAfterMs", 0, 600000), Maybe("tooCloseCentiDbm", -6000, 2000), Maybe("tooCloseAfterMs", 0, 600000), Maybe("interferenceFrom", 20, 100),
            Curve(), Half() ? Pin("calibrateButtonPin") : null, Number("calibrateLowCentiDbm", low, low), Number("calibrateHighCentiDbm", high, high),
            Choice("region", "ism", "ismNarrow", "narrow5850", "none"), Maybe("transmitterMw", 1, 5000), Maybe("transmitterCentiDbi", -1000, 3000), Maybe("receiverCentiDbi", -1000, 3000));
    }

    private string Receiver()
    {
        var lookMs = Any(500, 60000);
        return Object(
            Maybe("idleMs", 0, 86400000), Number("lookMs", lookMs, lookMs), Number("lookPeriodMs", Math.Max(1000, lookMs + 1), 3600000), Flag("cutInFlight"), Currents(),
            Maybe("recordMs", 250, 3600000), Thermal(), Named("temperature", Sensor(false)), Named("supply", Supply()));
    }

    private string Transmitter()
    {
        var control = _random.Next(_ports.Count > 0 ? 3 : 1) switch { 0 => "none", 1 => "smartAudio", _ => "tramp" };
        var isControlled = control != "none";
        var powerMw = Any(1, 5000);
        var hasSwitch = !isControlled || Half();
        return Object(
            Text("control", control), isControlled ? Serial() : null, hasSwitch ? Pin("switchPin") : null, hasSwitch && Half() ? Pin("readBackPin") : null, Flag("switchActiveLow"),
            Number("powerMw", powerMw, powerMw), Number("lowPowerMw", 1, powerMw), Maybe("antennaCentiDbi", -1000, 3000), isControlled ? Maybe("frequencyMHz", 5300, 6000) : null,
            Choice("ground", "low", "pit", "off", "full"), Flag("cutInFlight"), Maybe("deadManMs", 0, 86400000), Currents(), Maybe("recordMs", 250, 3600000), Thermal(),
            Named("temperature", Sensor(control == "tramp")), Named("supply", Supply()));
    }

    private string Curve()
    {
        var minMv = Any(0, 3299);
        return Object(Number("minMv", minMv, minMv), Number("maxMv", minMv + 1, 3300), Number("minCentiDbm", -12000, -9000), Number("maxCentiDbm", -2999, 2000), Flag("calibrated"))[1..^1];
    }

    private string Thermal()
    {
        var warn = Any(-40, 148);
        var throttle = Any(warn + 1, 149);
        var isTold = Half();
        return Joined(
            isTold ? Number("warnCelsius", warn, warn) : null, isTold ? Number("throttleCelsius", throttle, throttle) : null, isTold ? Number("cutCelsius", throttle + 1, 150) : null,
            isTold ? Number("resumeCelsius", -40, throttle - 1) : null, Maybe("confirmations", 1, 20), Maybe("holdMs", 0, 600000));
    }

    private string Currents()
    {
        var onMinMa = Any(1, 5000);
        return Joined(Number("onMinMa", onMinMa, onMinMa), Number("offMaxMa", 0, onMinMa - 1));
    }

    private string Sensor(bool tellsItself) => _random.Next(5) switch
    {
        0 => Object(Text("sensor", "ntc"), Adc(), Maybe("seriesOhm", 100, 1000000), Maybe("r25Ohm", 100, 1000000), Maybe("beta", 1000, 10000), Flag("toSupply")),
        1 when _mayClash || _ports.Contains("COM3") => OneWire(),
        2 => Object(Text("sensor", "bmp280"), Number("address", Take(_bmp280s, 0x76, 0x77))),
        3 when tellsItself => Object(Text("sensor", "own")),
        _ => null,
    };

    private string OneWire()
    {
        if (!_mayClash)
        {
            _ports.Clear();
        }

        return Object(Text("sensor", "ds18b20"), Pin("rxPin"), Pin("txPin"), Maybe("bits", 9, 12));
    }

    private string Supply()
    {
        if (Half())
        {
            return null;
        }

        var isIna226 = Half();
        var shunt = Any(100, 10000000);
        var most = (int)Math.Clamp((isIna226 ? 81920000L : 320000000L) / shunt, 1, 1000000);
        return Object(Text("sensor", isIna226 ? "ina226" : "ina219"), Number("address", Take(_addresses, 64, 79)), Number("shuntMicroOhm", shunt), Number("maxMa", 1, most));
    }

    private string Serial()
    {
        var port = _mayClash ? (Half() ? "COM2" : "COM3") : _ports.Dequeue();
        return Joined(Text("port", port), Pin("rxPin"), Pin("txPin"));
    }

    private string Bus() => Joined(Pin("dataPin"), Pin("selectPin"), Pin("clockPin"));

    private string Pin(string name) => Number(name, Take(_pins, 0, MaxPin));

    private string Adc() => Number("adcChannel", Take(_adcChannels, 0, 7));

    private int Take(Queue<int> own, int min, int max) => _mayClash && _random.Next(20) == 0 ? _random.Next(min, max + 1) : own.Dequeue();

    // The ends of a range as often as all that is between them.
    private int Any(int min, int max) => _random.Next(4) switch { 0 => min, 1 => max, _ => (int)_random.NextInt64(min, max + 1L) };

    private bool Half() => _random.Next(2) == 0;

    private string Number(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\":{value}");

    private string Number(string name, int min, int max) => Number(name, Any(min, max));

    private string Maybe(string name, int min, int max) => _random.Next(3) == 0 ? Number(name, min, max) : null;

    private string Flag(string name) => _random.Next(3) == 0 ? $"\"{name}\":{(Half() ? "true" : "false")}" : null;

    private string Choice(string name, params string[] words) => Half() ? Text(name, words[_random.Next(words.Length)]) : null;

    private Queue<T> Shuffled<T>(IEnumerable<T> values) => new(values.OrderBy(_ => _random.Next()));

    private static string Text(string name, string value) => $"\"{name}\":\"{value}\"";

    private static string Named(string name, string value) => value is null ? null : $"\"{name}\":{value}";

    private static string Joined(params string[] members) => string.Join(',', members.Where(member => !string.IsNullOrEmpty(member)));

    private static string Object(params string[] members) => "{" + Joined(members) + "}";
}
