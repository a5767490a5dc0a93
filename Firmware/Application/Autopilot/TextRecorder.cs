using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>
    /// Records the autopilot's texts: put together, made valid UTF-8, and bounded, for an autopilot with a fault can repeat it in each
    /// of its loops. Allocates nothing after construction.
    /// </summary>
    public sealed class TextRecorder
    {
        /// <summary>Texts recorded in one window at the most.</summary>
        public const int MaxTextsPerWindow = 20;

        /// <summary>Length of the window, ms.</summary>
        public const int WindowMs = 10000;

        private readonly Recorder _recorder;
        private readonly StatusTextReading _reading = new StatusTextReading();
        private readonly StatusTextAssembler _assembler = new StatusTextAssembler();
        private long _windowStartMs;
        private int _windowTexts;

        /// <summary>Creates a recorder of texts.</summary>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        public TextRecorder(Recorder recorder)
        {
            _recorder = recorder;
        }

        /// <summary>Texts that were one too many in their window.</summary>
        public uint Dropped { get; private set; }

        /// <summary>Takes a message if it is a text.</summary>
        public void Take(MavlinkMessage message, long nowMs)
        {
            if (_reading.TryRead(message))
            {
                _assembler.Take(_reading, nowMs);
                Step(nowMs);
            }
        }

        /// <summary>Records what is complete, or has waited long enough for the rest.</summary>
        public void Step(long nowMs)
        {
            while (_assembler.TryTake(nowMs))
            {
                Record(nowMs);
            }
        }

        private void Record(long nowMs)
        {
            if (_assembler.TextBytes == 0)
            {
                return;
            }

            if (nowMs - _windowStartMs >= WindowMs)
            {
                _windowStartMs = nowMs;
                _windowTexts = 0;
            }

            if (_windowTexts == MaxTextsPerWindow)
            {
                Dropped++;
                return;
            }

            _windowTexts++;
            Utf8.ReplaceInvalid(_assembler.Text, _assembler.TextBytes);
            int severity = _assembler.Severity <= Severity.Debug ? _assembler.Severity : Severity.Debug;
            _recorder.RecordText(severity, _assembler.Text, _assembler.TextBytes, nowMs);
        }
    }
}
