using System.Text;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// What somebody does with a receiver in the workshop: calibrate it in two steps, which survives a restart and can be done again, and test
    /// it. What comes of it is recorded as a text. Stepped; borrows what it is given.
    /// </summary>
    public sealed class ReceiverService
    {
        private const string FileName = "rssi";
        private const int BytesPerValue = 4;

        private readonly RssiPin _pin;
        private readonly Rx5808Receiver _receiver;
        private readonly Recorder _recorder;
        private readonly VideoLinkOptions _options;
        private readonly AlternatingFile _file;
        private RssiCalibration _calibration;
        private readonly Rx5808SelfTest _selfTest;
        private bool _isMeasuring;
        private bool _isTesting;

        /// <summary>Creates it and gives the pin the calibration that was stored, if there is one.</summary>
        /// <param name="pin">The receiver's RSSI. Borrowed.</param>
        /// <param name="receiver">The receiver, for a self-test; null when its bus is not connected. Borrowed.</param>
        /// <param name="store">Where the calibration is kept. Borrowed.</param>
        /// <param name="recorder">Takes the texts. Borrowed.</param>
        /// <param name="options">The powers of the two points.</param>
        public ReceiverService(RssiPin pin, Rx5808Receiver receiver, ISegmentStore store, Recorder recorder, VideoLinkOptions options)
        {
            _pin = pin;
            _receiver = receiver;
            _recorder = recorder;
            _options = options;
            _file = new AlternatingFile(store, FileName, RssiCalibration.StoredBytes / BytesPerValue);
            _calibration = new RssiCalibration(pin, new RssiCalibrationOptions());
            _selfTest = receiver == null ? null : new Rx5808SelfTest(receiver);
            Load();
        }

        /// <summary>Whether the receiver is being used for this, so that what it hears says nothing of the link.</summary>
        public bool IsBusy => _isMeasuring || _isTesting;

        /// <summary>Whether a calibration was stored and is used.</summary>
        public bool IsStored { get; private set; }

        /// <summary>
        /// Measures the next point: first the low one, with the transmitter off, then the high one, with it on at the distance that
        /// <see cref="VideoLinkOptions.CalibrationHighCentiDbm"/> is of. Once done, it begins anew.
        /// </summary>
        /// <returns>False when a measurement is under way.</returns>
        public bool MeasureNext()
        {
            if (IsBusy)
            {
                return false;
            }

            _isMeasuring = true;
            if (_calibration.State == RssiCalibrationState.HasLow)
            {
                _calibration.MeasureHigh(_options.CalibrationHighCentiDbm);
            }
            else
            {
                _calibration.MeasureLow(_options.CalibrationLowCentiDbm);
            }

            return true;
        }

        /// <summary>Measures one of the two points, see <see cref="MeasureNext"/>. The high one needs the low one to be there.</summary>
        /// <param name="isHigh">Which.</param>
        /// <returns>False when a measurement is under way, or there is no low point yet.</returns>
        public bool Measure(bool isHigh)
        {
            if (IsBusy || (isHigh && _calibration.State != RssiCalibrationState.HasLow))
            {
                return false;
            }

            if (!isHigh)
            {
                _calibration = new RssiCalibration(_pin, new RssiCalibrationOptions());
            }

            return MeasureNext();
        }

        /// <summary>What it said last; empty before it did.</summary>
        public string LastWord { get; private set; } = "";

        /// <summary>Whether that was of a success.</summary>
        public bool HasSucceeded { get; private set; }

        /// <summary>Starts the self-test. It retunes the receiver: the picture is gone for some seconds.</summary>
        /// <returns>False when there is no bus to test by, or a measurement is under way.</returns>
        public bool StartSelfTest()
        {
            if (_selfTest == null || IsBusy)
            {
                return false;
            }

            _isTesting = true;
            _selfTest.Start();
            return true;
        }

        /// <summary>Breaks off what is under way; the receiver returns to its channel.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Abort(long nowMs)
        {
            if (_isTesting)
            {
                _selfTest.Abort();
            }

            if (IsBusy)
            {
                _isTesting = false;
                _isMeasuring = false;
                _calibration = new RssiCalibration(_pin, new RssiCalibrationOptions());
                Refuse(nowMs);
            }
        }

        /// <summary>Says that this is not the time for it.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Refuse(long nowMs)
        {
            Say(Severity.Warning, "Receiver service: not while the drone is armed or the receiver is powered down", nowMs);
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            if (_isTesting)
            {
                _selfTest.Step(nowMs);
                if (!_selfTest.IsRunning)
                {
                    _isTesting = false;
                    bool isOk = _selfTest.Result == Rx5808SelfTestResult.Ok;
                    Say(isOk ? Severity.Notice : Severity.Error, "Receiver self-test: " + Rx5808SelfTest.TextOf(_selfTest.Result), nowMs);
                }
            }

            // A receiver that is on its way to its channel hears another one.
            if (_isMeasuring && (_receiver == null || _receiver.IsSettled))
            {
                _calibration.Step(nowMs);
                if (_calibration.State != RssiCalibrationState.MeasuringLow && _calibration.State != RssiCalibrationState.MeasuringHigh)
                {
                    _isMeasuring = false;
                    Measured(nowMs);
                }
            }
        }

        private void Measured(long nowMs)
        {
            if (_calibration.Fault != RssiCalibrationFault.None)
            {
                Say(Severity.Warning, "RSSI calibration: point refused at " + _calibration.MeasuredMv.ToString() + " mV, " + TextOf(_calibration.Fault), nowMs);
            }
            else if (_calibration.State == RssiCalibrationState.HasLow)
            {
                Say(Severity.Notice, "RSSI calibration: low point is " + _calibration.MeasuredMv.ToString() + " mV; now the high point, with the transmitter on", nowMs);
            }
            else
            {
                RssiPinOptions result = _calibration.Result;
                _pin.Calibrate(result);
                IsStored = Save(result);
                Say(
                    IsStored ? Severity.Notice : Severity.Error,
                    "RSSI calibration: " + result.MinMv.ToString() + " mV to " + result.MaxMv.ToString() + " mV, " + (IsStored ? "stored" : "used, but the flash refused it"),
                    nowMs);
            }
        }

        private void Load()
        {
            if (!_file.Load())
            {
                return;
            }

            byte[] bytes = new byte[RssiCalibration.StoredBytes];
            for (int i = 0; i < _file.Values.Length; i++)
            {
                LittleEndian.WriteUInt32(bytes, BytesPerValue * i, _file.Values[i]);
            }

            RssiPinOptions options = new RssiPinOptions();
            if (RssiCalibration.TryParse(bytes, bytes.Length, options, out _))
            {
                _pin.Calibrate(options);
                IsStored = true;
            }
        }

        private bool Save(RssiPinOptions options)
        {
            byte[] bytes = RssiCalibration.ToBytes(options, _options.FrequencyMhz);
            for (int i = 0; i < _file.Values.Length; i++)
            {
                _file.Values[i] = LittleEndian.ReadUInt32(bytes, BytesPerValue * i);
            }

            return _file.TrySave();
        }

        private void Say(int severity, string text, long nowMs)
        {
            LastWord = text;
            HasSucceeded = severity >= Severity.Notice;
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            _recorder.RecordText(severity, utf8, utf8.Length, nowMs);
        }

        private static string TextOf(RssiCalibrationFault fault)
        {
            switch (fault)
            {
                case RssiCalibrationFault.NoReading:
                    return "the ADC gives no count";
                case RssiCalibrationFault.Dead:
                    return "the pin is at ground: is it connected, and has the module power?";
                case RssiCalibrationFault.Saturated:
                    return "which is more than the ADC can read";
                case RssiCalibrationFault.Unstable:
                    return "since it does not hold still: does something move, or does another transmitter come and go?";
                case RssiCalibrationFault.Stuck:
                    return "which is the low point: RSSI does not follow the signal";
                case RssiCalibrationFault.Reversed:
                    return "which is below the low point: was the transmitter on for that?";
                default:
                    return "less than 100 mV above the low point: is the transmitter nearer than that, and on this frequency?";
            }
        }
    }
}
