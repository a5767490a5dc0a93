using DroneLink.Drivers;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>An RX5808 with its bus, as the link's watchers and its guard see it. Borrows the driver.</summary>
    public sealed class Rx5808Link : IVideoReceiver, IPowerDown
    {
        private readonly Rx5808Receiver _receiver;
        private Rx5808Power _power = Rx5808Power.On;

        /// <summary>Creates one.</summary>
        /// <param name="receiver">The driver, with its RSSI pin. Borrowed.</param>
        public Rx5808Link(Rx5808Receiver receiver)
        {
            _receiver = receiver;
        }

        /// <summary>True.</summary>
        public bool CanTune => true;

        /// <inheritdoc/>
        public int FrequencyMhz => _receiver.FrequencyMhz;

        /// <inheritdoc/>
        public bool IsSettled => _receiver.IsSettled;

        /// <inheritdoc/>
        public int FaultFlags
        {
            get
            {
                switch (_receiver.Fault)
                {
                    case Rx5808Fault.None:
                        return 0;
                    case Rx5808Fault.NotInSpiMode:
                        return VideoLinkFlag.NotInSpiMode;
                    default:
                        return VideoLinkFlag.TuneFailed;
                }
            }
        }

        /// <inheritdoc/>
        public bool IsCalibrated => _receiver.Rssi.Calibrated;

        /// <inheritdoc/>
        public int VoltageMv => _receiver.Rssi.VoltageMv;

        /// <inheritdoc/>
        public int CentiDbm => _receiver.Rssi.CentiDbm;

        /// <inheritdoc/>
        public bool IsSaturated => _receiver.Rssi.IsSaturated;

        /// <summary>Whether the receiver says that it is as it was ordered from here: another may have ordered it otherwise since.</summary>
        public bool IsPowerConfirmed => _receiver.Power == _power && _receiver.IsPowerConfirmed;

        /// <inheritdoc/>
        public void Tune(int frequencyMhz)
        {
            _receiver.Tune(frequencyMhz);
        }

        /// <inheritdoc/>
        public void Step(long nowMs)
        {
            _receiver.Step(nowMs);
        }

        /// <inheritdoc/>
        public bool TrySample()
        {
            return _receiver.Rssi.TrySample();
        }

        /// <inheritdoc/>
        public void PowerUp()
        {
            _power = Rx5808Power.On;
            _receiver.SetPower(_power);
        }

        /// <inheritdoc/>
        public void PowerDown()
        {
            _power = Rx5808Power.Off;
            _receiver.SetPower(_power);
        }
    }
}
