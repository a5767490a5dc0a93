using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>Reads the receiving end of a video link.</summary>
    internal static class VideoLinkReader
    {
        private const int MaxMs = 600000;

        public static void Read(ConfigurationSection root, ApplicationConfiguration configuration)
        {
            ReadVideoLink(root.Section("videoLink"), configuration);
            ReadReceiver(root.Section("receiver"), configuration);
            ReadScanner(root.Section("scanner"), configuration);
            ReadPlace(root.Section("place"), configuration);
        }

        private static void ReadVideoLink(ConfigurationSection section, ApplicationConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            VideoLinkOptions options = configuration.VideoLink;
            configuration.Rx5808 = new Rx5808Connection { AdcChannel = section.Number("adcChannel", 6, 0, PartsReader.MaxAdcChannel) };
            ReadBus(section, configuration.Rx5808);
            options.FrequencyMhz = section.Number("frequencyMHz", options.FrequencyMhz, 5300, 6000);
            options.SampleMs = section.Number("sampleMs", options.SampleMs, 10, 1000);
            options.WindowMs = section.Number("windowMs", options.WindowMs, 1000, 60000);
            options.ThresholdCentiDbm = section.Number("thresholdCentiDbm", options.ThresholdCentiDbm, -12000, 0);
            ReadMarks(section, options);
            ReadCurve(section, configuration.Rssi);
            configuration.CalibrationButtonPin = section.Number("calibrateButtonPin", -1, 0, PartsReader.MaxPin);
            options.CalibrationLowCentiDbm = section.Number("calibrateLowCentiDbm", options.CalibrationLowCentiDbm, -12000, -6000);
            options.CalibrationHighCentiDbm = section.Number("calibrateHighCentiDbm", options.CalibrationHighCentiDbm, -11000, -3000);
            options.Region = section.Choice("region", RegionPlan.IsmName, RegionPlan.IsmNarrowName, RegionPlan.Narrow5850Name, RegionPlan.NoneName);
            options.TransmitterMilliwatt = section.Number("transmitterMw", options.TransmitterMilliwatt, 1, 5000);
            options.TransmitterGainCentiDbi = section.Number("transmitterCentiDbi", options.TransmitterGainCentiDbi, -1000, 3000);
            options.ReceiverGainCentiDbi = section.Number("receiverCentiDbi", options.ReceiverGainCentiDbi, -1000, 3000);
            if (configuration.Rx5808.HasBus && options.FrequencyMhz == 0)
            {
                section.Wrong("frequencyMHz", null, "a frequency: where the receiver's bus is connected, this tunes it");
            }

            CheckThreshold(section, options, configuration.Rssi);
            section.Finish();
        }

        private static void ReadMarks(ConfigurationSection section, VideoLinkOptions options)
        {
            options.HysteresisCentiDb = section.Number("hysteresisCentiDb", options.HysteresisCentiDb, 0, 2000);
            options.DeadPinMv = section.Number("deadPinMv", options.DeadPinMv, 0, 1000);
            options.GoodFromHealth = section.Number("goodFromHealth", options.GoodFromHealth, 1, 100);
            options.DegradedBelowHealth = section.Number("degradedBelowHealth", options.DegradedBelowHealth, 1, 100);
            options.DegradedAfterMs = section.Number("degradedAfterMs", options.DegradedAfterMs, 0, MaxMs);
            options.LostAfterMs = section.Number("lostAfterMs", options.LostAfterMs, 0, MaxMs);
            options.RestoredAfterMs = section.Number("restoredAfterMs", options.RestoredAfterMs, 0, MaxMs);
            options.TooCloseCentiDbm = section.Number("tooCloseCentiDbm", options.TooCloseCentiDbm, -6000, 2000);
            options.TooCloseAfterMs = section.Number("tooCloseAfterMs", options.TooCloseAfterMs, 0, MaxMs);
            options.InterferenceFrom = section.Number("interferenceFrom", options.InterferenceFrom, 20, 100);
            if (options.DegradedBelowHealth > options.GoodFromHealth)
            {
                section.Wrong("degradedBelowHealth", options.DegradedBelowHealth, "goodFromHealth or less, which is " + options.GoodFromHealth.ToString());
            }
        }

        private static void ReadCurve(ConfigurationSection section, RssiPinOptions rssi)
        {
            rssi.MinMv = section.Number("minMv", rssi.MinMv, 0, RssiPin.FullScaleMv);
            rssi.MinCentiDbm = section.Number("minCentiDbm", rssi.MinCentiDbm, -12000, 0);
            rssi.MaxMv = section.Number("maxMv", rssi.MaxMv, 0, RssiPin.FullScaleMv);
            rssi.MaxCentiDbm = section.Number("maxCentiDbm", rssi.MaxCentiDbm, -12000, 2000);
            rssi.Calibrated = section.Flag("calibrated", rssi.Calibrated);
            if (rssi.MaxMv <= rssi.MinMv)
            {
                section.Wrong("maxMv", rssi.MaxMv, "more than minMv, which is " + rssi.MinMv.ToString());
            }

            if (rssi.MaxCentiDbm <= rssi.MinCentiDbm)
            {
                section.Wrong("maxCentiDbm", rssi.MaxCentiDbm, "more than minCentiDbm, which is " + rssi.MinCentiDbm.ToString());
            }
        }

        // Power is held at the ends of its curve: a threshold that is not between them would never be crossed.
        private static void CheckThreshold(ConfigurationSection section, VideoLinkOptions options, RssiPinOptions rssi)
        {
            int top = options.ThresholdCentiDbm + options.HysteresisCentiDb;
            if (options.ThresholdCentiDbm <= rssi.MinCentiDbm || top >= rssi.MaxCentiDbm)
            {
                section.Wrong(
                    "thresholdCentiDbm",
                    options.ThresholdCentiDbm,
                    "more than minCentiDbm, which is " + rssi.MinCentiDbm.ToString() + ", and with hysteresisCentiDb less than maxCentiDbm");
            }

            if (options.CalibrationLowCentiDbm >= options.ThresholdCentiDbm || options.CalibrationHighCentiDbm <= top)
            {
                section.Wrong(
                    "calibrateLowCentiDbm",
                    options.CalibrationLowCentiDbm,
                    "less than thresholdCentiDbm, and calibrateHighCentiDbm more than that and hysteresisCentiDb");
            }
            else if (options.CalibrationHighCentiDbm < options.CalibrationLowCentiDbm + 1000)
            {
                section.Wrong("calibrateHighCentiDbm", options.CalibrationHighCentiDbm, "1000 or more above calibrateLowCentiDbm");
            }
        }

        private static void ReadReceiver(ConfigurationSection section, ApplicationConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            ReceiverConnection connection = new ReceiverConnection();
            ReceiverOptions options = connection.Options;
            options.IdleMs = section.Number("idleMs", options.IdleMs, 0, 86400000);
            options.LookPeriodMs = section.Number("lookPeriodMs", options.LookPeriodMs, 1000, 3600000);
            options.LookMs = section.Number("lookMs", options.LookMs, 500, 60000);
            options.CutInFlight = section.Flag("cutInFlight", false);
            options.OnMinMa = section.Number("onMinMa", options.OnMinMa, 1, 5000);
            options.OffMaxMa = section.Number("offMaxMa", options.OffMaxMa, 0, 5000);
            options.RecordMs = section.Number("recordMs", options.RecordMs, 250, 3600000);
            PartsReader.ReadThermal(section, options.Thermal);
            connection.Temperature = PartsReader.ReadSensor(section.Section("temperature"), false);
            connection.Supply = PartsReader.ReadSupply(section.Section("supply"));
            if (options.LookPeriodMs <= options.LookMs)
            {
                section.Wrong("lookPeriodMs", options.LookPeriodMs, "more than lookMs, which is " + options.LookMs.ToString());
            }

            if (options.OffMaxMa >= options.OnMinMa)
            {
                section.Wrong("offMaxMa", options.OffMaxMa, "less than onMinMa, which is " + options.OnMinMa.ToString());
            }

            if (configuration.Rx5808 == null)
            {
                section.Wrong("adcChannel", null, "an object 'videoLink' beside it, which says where its RSSI is");
            }

            section.Finish();
            configuration.Receiver = connection;
        }

        private static void ReadScanner(ConfigurationSection section, ApplicationConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            Rx5808Connection connection = new Rx5808Connection();
            connection.AdcChannel = section.Number("adcChannel", 7, 0, PartsReader.MaxAdcChannel);
            ReadBus(section, connection);
            ReadCurve(section, configuration.ScannerRssi);
            if (!connection.HasBus)
            {
                section.Wrong("dataPin", null, "dataPin, selectPin and clockPin: a scanner has to be tuned");
            }

            if (configuration.Rx5808 == null)
            {
                section.Wrong("adcChannel", connection.AdcChannel, "an object 'videoLink' beside it: a scanner serves the receiver of a link");
            }

            section.Finish();
            configuration.Scanner = connection;
        }

        private static void ReadBus(ConfigurationSection section, Rx5808Connection connection)
        {
            connection.DataPin = section.Number("dataPin", -1, 0, PartsReader.MaxPin);
            connection.SelectPin = section.Number("selectPin", -1, 0, PartsReader.MaxPin);
            connection.ClockPin = section.Number("clockPin", -1, 0, PartsReader.MaxPin);
            connection.SettleMs = section.Number("settleMs", 35, 25, 150);
            bool isWhole = connection.DataPin >= 0 && connection.SelectPin >= 0 && connection.ClockPin >= 0;
            if (!isWhole && (connection.DataPin >= 0 || connection.SelectPin >= 0 || connection.ClockPin >= 0))
            {
                section.Wrong("dataPin", connection.DataPin, "all of dataPin, selectPin and clockPin, or none of them");
            }
        }

        private static void ReadPlace(ConfigurationSection section, ApplicationConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            configuration.Place = new Place
            {
                LatitudeE7 = section.Degrees("latitude", 90),
                LongitudeE7 = section.Degrees("longitude", 180),
                AboveHomeCm = section.Number("aboveHomeCm", 0, -100000, 100000),
            };
            section.Finish();
        }
    }
}
