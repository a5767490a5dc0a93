using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;

namespace DroneLink.Firmware.Tests.Safety
{
    /// <summary>A transmitter guard among fakes, and its life in steps of 250 ms.</summary>
    public sealed class GuardBench
    {
        public readonly RecordProbe Probe = new RecordProbe();
        public readonly FakeSwitch Switch = new FakeSwitch();
        public readonly FakeTransmitter Control = new FakeTransmitter();
        public readonly FakeSensor Temperature = new FakeSensor();
        public readonly FakeSensor Supply = new FakeSensor();
        public readonly TransmitterOptions Options = new TransmitterOptions { HasAutopilot = true, RecordMs = 1000000 };
        public TransmitterGuard Guard;
        public bool IsHeard = true;
        public long Now;
        private int _read;

        /// <summary>Puts it together; without a switch, control or sensor where told so.</summary>
        public GuardBench Build(bool hasSwitch, bool hasControl, bool hasSensors)
        {
            Guard = new TransmitterGuard(
                hasSwitch ? Switch : null,
                hasControl ? Control : null,
                hasSensors ? Temperature : null,
                hasSensors ? Supply : null,
                Probe.Recorder,
                Options);
            return this;
        }

        /// <summary>Lets time go by; the supply's current follows switch and transmitter.</summary>
        public GuardBench Run(int ms, FlightState flight)
        {
            for (long until = Now + ms; Now < until; Now += 250)
            {
                bool isSupplied = Switch.Output;
                Supply.CurrentMa = !isSupplied ? 2 : Control.IsMuted ? 90 : 300;
                Guard.Step(Now, flight, IsHeard && flight != FlightState.Unknown);
            }

            return this;
        }

        /// <summary>Returns the events since the last call, as code:value:value2.</summary>
        public string Events()
        {
            string text = "";
            int count = Probe.Read();
            for (; _read < count; _read++)
            {
                if (Probe.KindOf(_read) == RecordKind.Event)
                {
                    text += (text == "" ? "" : " ") + Probe.Get(_read, EventField.Code) + ":" + Probe.Get(_read, EventField.Value)
                        + (Probe.Has(_read, EventField.Value2) ? ":" + Probe.Get(_read, EventField.Value2) : "");
                }
            }

            return text;
        }
    }
}
