using DroneLink.Drivers;
using DroneLink.Drivers.PushButton;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// The receiving end of a video link, put together: the receiver is tuned, watched, guarded and, where that takes nobody's picture,
    /// scanned with. Stepped; borrows the parts. Allocates nothing after construction.
    /// </summary>
    public sealed class LinkReceiver
    {
        /// <summary>ms of a press that starts the self-test; a shorter one measures a point of the calibration.</summary>
        public const int SelfTestPressMs = 3000;

        private readonly IVideoReceiver _receiver;
        private readonly ReceiverGuard _guard;
        private readonly ChannelScanner _scanner;
        private readonly PushButton _button;
        private readonly VideoLinkOptions _options;
        private readonly int _aboveHomeCm;
        private readonly int _thresholdCentiDbm;

        /// <summary>Puts it together.</summary>
        /// <param name="parts">The parts; there is an RSSI pin among them. Borrowed.</param>
        /// <param name="configuration">How they are run.</param>
        /// <param name="store">Where the receiver's calibration is kept. Borrowed.</param>
        /// <param name="recorder">Takes records and events. Borrowed.</param>
        public LinkReceiver(DeviceParts parts, ApplicationConfiguration configuration, ISegmentStore store, Recorder recorder)
        {
            Service = new ReceiverService(parts.Rssi, parts.Receiver, store, recorder, configuration.VideoLink);
            _button = parts.CalibrationButton;
            VideoLinkOptions options = configuration.VideoLink;
            _options = options;
            _thresholdCentiDbm = options.ThresholdCentiDbm;
            IPowerDown power = null;
            if (parts.Receiver != null)
            {
                parts.Receiver.Tune(options.FrequencyMhz);
                Rx5808Link link = new Rx5808Link(parts.Receiver);
                _receiver = link;
                power = link;
            }
            else
            {
                _receiver = new PinReceiver(parts.Rssi, options.FrequencyMhz);
            }

            Monitor = new VideoLinkMonitor(_receiver, recorder, options);
            if (parts.Scanner != null || parts.Receiver != null)
            {
                bool isShared = parts.Scanner == null;
                IVideoReceiver listener = isShared ? _receiver : new Rx5808Link(parts.Scanner);
                _scanner = new ChannelScanner(listener, new BandSurvey(ChannelTable.ScanList()), new ScanOptions(), isShared);
                Monitor.Scanner = _scanner;
            }

            if (configuration.Place != null)
            {
                Monitor.Geometry.FixReceiver(configuration.Place.LatitudeE7, configuration.Place.LongitudeE7);
                _aboveHomeCm = configuration.Place.AboveHomeCm;
            }

            if (configuration.Receiver != null)
            {
                _guard = new ReceiverGuard(power, parts.ReceiverTemperature, parts.ReceiverSupply, recorder, configuration.Receiver.Options);
            }
        }

        /// <summary>Watches the link.</summary>
        public VideoLinkMonitor Monitor { get; }

        /// <summary>Calibrates and tests the receiver.</summary>
        public ReceiverService Service { get; }

        /// <summary>Scans the band; null where nothing can.</summary>
        public ChannelScanner Scanner => _scanner;

        /// <summary>Whether it can be tuned from here.</summary>
        public bool CanTune => _receiver.CanTune;

        /// <summary>What it is tuned to, MHz; 0 when that is not known.</summary>
        public int FrequencyMhz => _scanner != null && _scanner.IsShared && _scanner.IsScanning ? _scanner.HomeMhz : _receiver.FrequencyMhz;

        /// <summary>Whether it is on its channel and has settled there.</summary>
        public bool IsOnChannel => _receiver.IsSettled && _receiver.FaultFlags == 0 && !(_scanner != null && _scanner.IsShared && _scanner.IsScanning);

        /// <summary>Tunes it.</summary>
        /// <param name="mhz">MHz, 5300 to 6000.</param>
        /// <exception cref="System.InvalidOperationException">It cannot be tuned from here.</exception>
        public void Tune(int mhz)
        {
            // First the scan lets go of it: it would return it to where it was.
            if (_scanner != null && _scanner.IsShared)
            {
                _scanner.Stop();
            }

            _receiver.Tune(mhz);
            _options.FrequencyMhz = mhz;
        }

        /// <summary>Measures a point of the calibration, see <see cref="ReceiverService.Measure"/>. A scan lets go of the receiver first.</summary>
        /// <param name="isHigh">Which.</param>
        /// <returns>False when a measurement is under way, or there is no low point yet.</returns>
        public bool Calibrate(bool isHigh)
        {
            if (_scanner != null && _scanner.IsShared)
            {
                _scanner.MayScan = false;
            }

            return Service.Measure(isHigh);
        }

        /// <summary>Takes over where the drone is.</summary>
        /// <param name="flight">What its autopilot says.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Follow(FlightTracker flight, long nowMs)
        {
            if (flight.HasPosition(nowMs))
            {
                Monitor.Geometry.SetDrone(flight.LatitudeE7, flight.LongitudeE7, flight.AltitudeCm - _aboveHomeCm, flight.PositionMs);
            }
        }

        /// <summary>Takes over where the receiver itself stands.</summary>
        /// <param name="gps">Its GPS.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Stand(GpsRecorder gps, long nowMs)
        {
            if (gps.HasPosition(nowMs))
            {
                Monitor.Geometry.SetReceiver(gps.LatitudeE7, gps.LongitudeE7, nowMs - gps.PositionAgeMs(nowMs));
            }
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="flight">What the drone's autopilot said last.</param>
        /// <param name="isHeard">Whether it is being heard.</param>
        public void Step(long nowMs, FlightState flight, bool isHeard)
        {
            StepService(nowMs, flight);

            // On the ground there is no picture to take from anybody; that it is there has to be heard, and not remembered.
            if (_scanner != null && _scanner.IsShared)
            {
                _scanner.MayScan = flight == FlightState.Disarmed && isHeard && !Service.IsBusy;
            }

            if (_guard != null && !Service.IsBusy)
            {
                bool isOnChannel = !Monitor.IsSuspended && _receiver.IsSettled && !(_scanner != null && _scanner.IsShared && _scanner.IsScanning);
                _guard.Step(nowMs, flight, isOnChannel && _receiver.CentiDbm > _thresholdCentiDbm);
            }

            if (!IsUp || Service.IsBusy)
            {
                Monitor.Suspend(nowMs);
                _receiver.Step(nowMs);
            }
            else if (Monitor.IsSuspended)
            {
                Monitor.Resume();
            }

            Monitor.Step(nowMs);
        }

        private bool IsUp => _guard == null || _guard.State == ReceiverState.On;

        private void StepService(long nowMs, FlightState flight)
        {
            bool mayServe = flight != FlightState.Armed && IsUp;
            if (Service.IsBusy && !mayServe)
            {
                Service.Abort(nowMs);
            }

            int heldMs = _button == null ? 0 : _button.Poll(nowMs);
            if (heldMs > 0 && !mayServe)
            {
                Service.Refuse(nowMs);
            }
            else if (heldMs > 0)
            {
                // First it is returned to its own channel: that is what the service leaves it on.
                if (_scanner != null && _scanner.IsShared)
                {
                    _scanner.MayScan = false;
                }

                if (heldMs >= SelfTestPressMs)
                {
                    Service.StartSelfTest();
                }
                else
                {
                    Service.MeasureNext();
                }
            }

            Service.Step(nowMs);
        }
    }
}
