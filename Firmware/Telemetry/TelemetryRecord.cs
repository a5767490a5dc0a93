namespace DroneLink.Firmware.Telemetry
{
    /// <summary>
    /// One record of a numeric kind, filled in anew for each use so that recording allocates nothing. A field that is not
    /// set is unknown and is left out of the frame.
    /// </summary>
    public sealed class TelemetryRecord
    {
        /// <summary>Fields that a kind has at the most.</summary>
        public const int MaxFields = 18;

        private readonly long[] _values = new long[MaxFields];

        /// <summary>The kind, see <see cref="RecordKind"/>.</summary>
        public byte Kind { get; private set; }

        /// <summary>Bit <em>i</em> is set when field <em>i</em> is known.</summary>
        public uint Mask { get; private set; }

        /// <summary>Starts a record of a kind, with no field known.</summary>
        public TelemetryRecord Start(byte kind)
        {
            Kind = kind;
            Mask = 0;
            return this;
        }

        /// <summary>Sets a field, 0 to <see cref="MaxFields"/> - 1, in the unit of its kind.</summary>
        public void Set(int field, long value)
        {
            _values[field] = value;
            Mask |= 1u << field;
        }

        /// <summary>Returns the value of a field that is in <see cref="Mask"/>.</summary>
        public long Get(int field)
        {
            return _values[field];
        }
    }
}
