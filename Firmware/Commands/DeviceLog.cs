namespace DroneLink.Firmware.Commands
{
    /// <summary>The last lines of the device's console. Fixed arrays; thread safe.</summary>
    public sealed class DeviceLog
    {
        /// <summary>Lines that it holds.</summary>
        public const int Capacity = 32;

        /// <summary>Characters of a line at the most; the rest is cut off. What is not printable ASCII becomes a question mark.</summary>
        public const int MaxLength = 100;

        private readonly object _lock = new object();
        private readonly byte[][] _lines = new byte[Capacity][];
        private readonly int[] _counts = new int[Capacity];
        private int _next;
        private int _count;

        /// <summary>Creates an empty log.</summary>
        public DeviceLog()
        {
            for (int i = 0; i < Capacity; i++)
            {
                _lines[i] = new byte[MaxLength];
            }
        }

        /// <summary>Lines that are there.</summary>
        public int Count
        {
            get
            {
                lock (_lock)
                {
                    return _count;
                }
            }
        }

        /// <summary>Adds a line, in place of the oldest when there is no more room.</summary>
        public void Add(string line)
        {
            lock (_lock)
            {
                byte[] bytes = _lines[_next];
                int count = line.Length < MaxLength ? line.Length : MaxLength;
                for (int i = 0; i < count; i++)
                {
                    char c = line[i];
                    bytes[i] = (byte)(c >= ' ' && c <= '~' ? c : '?');
                }

                _counts[_next] = count;
                _next = (_next + 1) % Capacity;
                _count += _count < Capacity ? 1 : 0;
            }
        }

        /// <summary>Copies a line.</summary>
        /// <param name="back">How many lines before the newest: 0 is that itself.</param>
        /// <param name="buffer">Takes it, <see cref="MaxLength"/> bytes.</param>
        /// <returns>Its bytes; -1 when there is none.</returns>
        public int Copy(int back, byte[] buffer)
        {
            lock (_lock)
            {
                if (back < 0 || back >= _count)
                {
                    return -1;
                }

                int at = (_next - 1 - back + (2 * Capacity)) % Capacity;
                System.Array.Copy(_lines[at], 0, buffer, 0, _counts[at]);
                return _counts[at];
            }
        }
    }
}
