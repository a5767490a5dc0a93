using DroneLink.Firmware.Storage;

namespace DroneLink.Firmware.Supervision
{
    /// <summary>
    /// What one boot leaves to the next: how many there were, and why the device goes down. Whoever goes down without a word, as at a
    /// power cut, leaves <see cref="ResetReason.PowerOn"/>.
    /// </summary>
    public sealed class BootRecord
    {
        private const string FileName = "boot";
        private const int ValueCount = 3;
        private const int CounterIndex = 0;
        private const int ReasonIndex = 1;
        private const int DetailIndex = 2;

        private readonly AlternatingFile _file;

        /// <summary>Creates the record; <see cref="Start"/> reads it.</summary>
        /// <param name="store">Where its two files are. Borrowed.</param>
        public BootRecord(ISegmentStore store)
        {
            _file = new AlternatingFile(store, FileName, ValueCount);
        }

        /// <summary>Differs for every boot of a device: upper 16 bits a counter kept in flash, lower 16 bits random.</summary>
        public uint BootId { get; private set; }

        /// <summary>Why this boot began, see <see cref="Supervision.ResetReason"/>.</summary>
        public int ResetReason { get; private set; }

        /// <summary>Number of the worker that stalled, if that is why.</summary>
        public int Detail { get; private set; }

        /// <summary>Sets the number of the next boot on a flash that is new though the device is not, as that of a replay is.</summary>
        /// <param name="store">The flash.</param>
        /// <param name="number">0 to 65,535.</param>
        public static bool Seed(ISegmentStore store, uint number)
        {
            AlternatingFile file = new AlternatingFile(store, FileName, ValueCount);
            file.Values[CounterIndex] = number - 1;
            return file.TrySave();
        }

        /// <summary>Reads what the last boot left and counts this one. Call it once.</summary>
        /// <param name="random">Anything that differs between boots: a device that lost its flash must not repeat itself.</param>
        /// <returns>False when the flash refused; this boot goes on, and its id is then told from the last one's by chance alone.</returns>
        public bool Start(uint random)
        {
            _file.Load();
            ResetReason = (int)_file.Values[ReasonIndex];
            Detail = (int)_file.Values[DetailIndex];
            uint counter = (_file.Values[CounterIndex] + 1) & 0xFFFF;
            BootId = (counter << 16) | (random & 0xFFFF);
            _file.Values[CounterIndex] = counter;
            return Note(Supervision.ResetReason.PowerOn, 0);
        }

        /// <summary>Notes why the device goes down.</summary>
        /// <param name="reason">See <see cref="Supervision.ResetReason"/>.</param>
        /// <param name="detail">Number of the worker that stalled.</param>
        public bool Note(int reason, int detail)
        {
            _file.Values[ReasonIndex] = (uint)reason;
            _file.Values[DetailIndex] = (uint)detail;
            return _file.TrySave();
        }
    }
}
