using System;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// All that updates remember through a power cut, as one file that is written whole: README.md beside this has its bytes. Changes are in
    /// RAM until <see cref="TrySave"/>; one save moves the device from one consistent state to the next.
    /// </summary>
    public sealed class OtaState
    {
        /// <summary>Outcomes that can wait for their report: a start, an end, and both slots given up.</summary>
        public const int MaxReports = 4;

        private const uint Format = 1;
        private const int FormatIndex = 0;
        private const int ActiveIndex = 1;
        private const int TrialIndex = 2;
        private const int TrialStartsIndex = 3;
        private const int FailedStartsIndex = 4;
        private const int LoadFailedIndex = 5;
        private const int HighestBuildIndex = 6;
        private const int EndedSerialIndex = 7;
        private const int OfferSerialIndex = 8;
        private const int DownloadIndex = 9;
        private const int ErasedIndex = 10;
        private const int ReportCountIndex = 11;
        private const int ReportIndex = 12;
        private const int ReportValues = 3;
        private const int SlotIndex = ReportIndex + (MaxReports * ReportValues);
        private const int ValueCount = SlotIndex + (2 * OtaSlotRecord.ValueCount);

        private readonly AlternatingFile _file;
        private readonly uint[] _values;
        private readonly uint[] _kept = new uint[ValueCount];
        private readonly OtaSlotRecord _a;
        private readonly OtaSlotRecord _b;
        private bool _wasDirty;

        /// <summary>Creates the state; <see cref="Load"/> reads it.</summary>
        /// <param name="store">Where its two files are. Borrowed.</param>
        public OtaState(ISegmentStore store)
        {
            _file = new AlternatingFile(store, "ota", ValueCount);
            _values = _file.Values;
            _a = new OtaSlotRecord(_values, SlotIndex);
            _b = new OtaSlotRecord(_values, SlotIndex + OtaSlotRecord.ValueCount);
        }

        /// <summary>Whether something changed that is not on flash.</summary>
        public bool IsDirty { get; private set; }

        /// <summary>The slot that runs when there is no trial, see <see cref="OtaSlotId"/>.</summary>
        public int Active
        {
            get => (int)_values[ActiveIndex];
            set => Set(ActiveIndex, (uint)value);
        }

        /// <summary>The slot on trial; <see cref="OtaSlotId.BuiltIn"/> for none.</summary>
        public int Trial
        {
            get => (int)_values[TrialIndex];
            set => Set(TrialIndex, (uint)value);
        }

        /// <summary>Starts that the trial has had.</summary>
        public int TrialStarts
        {
            get => (int)_values[TrialStartsIndex];
            set => Set(TrialStartsIndex, (uint)value);
        }

        /// <summary>Starts of <see cref="Active"/> in a row that did not last.</summary>
        public int FailedStarts
        {
            get => (int)_values[FailedStartsIndex];
            set => Set(FailedStartsIndex, (uint)value);
        }

        /// <summary>Whether the last of them failed while it was loaded.</summary>
        public bool LoadFailed
        {
            get => _values[LoadFailedIndex] != 0;
            set => Set(LoadFailedIndex, value ? 1u : 0u);
        }

        /// <summary>The highest build that was ever confirmed: the security counter. Setting it lower does nothing.</summary>
        public int HighestBuild
        {
            get => (int)_values[HighestBuildIndex];
            set => Set(HighestBuildIndex, value > HighestBuild ? (uint)value : _values[HighestBuildIndex]);
        }

        /// <summary>Serial of the last attempt that ended.</summary>
        public uint EndedSerial => _values[EndedSerialIndex];

        /// <summary>Serial of the offer that is downloaded or on trial; 0 for none.</summary>
        public uint OfferSerial
        {
            get => _values[OfferSerialIndex];
            set => Set(OfferSerialIndex, value);
        }

        /// <summary>The slot that a download fills; <see cref="OtaSlotId.BuiltIn"/> for none.</summary>
        public int Download
        {
            get => (int)_values[DownloadIndex];
            set => Set(DownloadIndex, (uint)value);
        }

        /// <summary>Whether what was in that slot before is gone, so that its whole blocks are the download's.</summary>
        public bool IsErased
        {
            get => _values[ErasedIndex] != 0;
            set => Set(ErasedIndex, value ? 1u : 0u);
        }

        /// <summary>Outcomes whose report is not known to be durable.</summary>
        public int ReportCount => (int)_values[ReportCountIndex];

        /// <summary>Returns what is known of a slot.</summary>
        public OtaSlotRecord Slot(int slot)
        {
            return slot == OtaSlotId.A ? _a : _b;
        }

        /// <summary>Reads the state. None leaves that of a new device, and one that cannot be, its counters alone.</summary>
        public void Load()
        {
            if (!_file.Load() || !IsSane())
            {
                bool isKnown = _values[FormatIndex] == Format;
                uint highest = isKnown ? _values[HighestBuildIndex] : 0;
                uint ended = isKnown ? EndedSerial : 0;
                Array.Clear(_values, 0, ValueCount);
                _values[FormatIndex] = Format;
                _values[HighestBuildIndex] = highest;
                _values[EndedSerialIndex] = ended;
            }

            IsDirty = false;
        }

        /// <summary>Writes the state.</summary>
        /// <returns>False when the flash refused: <see cref="IsDirty"/> stays, and the last state is what a restart finds.</returns>
        public bool TrySave()
        {
            IsDirty = !_file.TrySave();
            return !IsDirty;
        }

        /// <summary>Keeps the state as it is, for <see cref="Restore"/>.</summary>
        public void Keep()
        {
            Array.Copy(_values, 0, _kept, 0, ValueCount);
            _wasDirty = IsDirty;
        }

        /// <summary>Takes back what changed since <see cref="Keep"/>, when it could not be saved.</summary>
        public void Restore()
        {
            Array.Copy(_kept, 0, _values, 0, ValueCount);
            IsDirty = _wasDirty;
        }

        /// <summary>Ends the offer: its serial will not be taken again.</summary>
        public void EndOffer()
        {
            if (OfferSerial > EndedSerial)
            {
                Set(EndedSerialIndex, OfferSerial);
            }

            OfferSerial = 0;
        }

        /// <summary>Adds an outcome to be reported. There is always room, since a download starts only when all are reported.</summary>
        /// <param name="code">See <see cref="EventCode"/>.</param>
        /// <param name="value">First value of the event.</param>
        /// <param name="build">Second value of the event.</param>
        public void AddReport(int code, int value, int build)
        {
            int count = ReportCount;
            if (count == MaxReports)
            {
                return;
            }

            int at = ReportIndex + (count * ReportValues);
            _values[at] = (uint)code;
            _values[at + 1] = (uint)value;
            _values[at + 2] = (uint)build;
            Set(ReportCountIndex, (uint)(count + 1));
        }

        /// <summary>Returns the code of an outcome.</summary>
        public int ReportCode(int index)
        {
            return (int)_values[ReportIndex + (index * ReportValues)];
        }

        /// <summary>Returns the first value of an outcome.</summary>
        public int ReportValue(int index)
        {
            return (int)_values[ReportIndex + (index * ReportValues) + 1];
        }

        /// <summary>Returns the build of an outcome.</summary>
        public int ReportBuild(int index)
        {
            return (int)_values[ReportIndex + (index * ReportValues) + 2];
        }

        /// <summary>Forgets the oldest outcomes.</summary>
        public void RemoveReports(int count)
        {
            int left = ReportCount - count;
            Array.Copy(_values, ReportIndex + (count * ReportValues), _values, ReportIndex, left * ReportValues);
            Array.Clear(_values, ReportIndex + (left * ReportValues), count * ReportValues);
            Set(ReportCountIndex, (uint)left);
        }

        private bool IsSane()
        {
            return _values[FormatIndex] == Format && _values[ActiveIndex] <= OtaSlotId.B && _values[TrialIndex] <= OtaSlotId.B
                && _values[DownloadIndex] <= OtaSlotId.B && _values[ReportCountIndex] <= MaxReports && _a.IsSane && _b.IsSane
                && IsNamed(Active) && IsNamed(Trial) && IsNamed(Download) && (Trial == OtaSlotId.BuiltIn || Trial != Active)
                && (Download == OtaSlotId.BuiltIn || (Download != Active && Download != Trial));
        }

        private bool IsNamed(int slot)
        {
            return slot == OtaSlotId.BuiltIn || Slot(slot).Build > 0;
        }

        private void Set(int index, uint value)
        {
            _values[index] = value;
            IsDirty = true;
        }
    }
}
