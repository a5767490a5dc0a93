namespace DroneLink.Firmware.Supervision
{
    /// <summary>The last lines that the device wrote to its console, for whoever cannot look at it. Allocates nothing.</summary>
    public sealed class DeviceLog
    {
        /// <summary>Lines that are kept.</summary>
        public const int Capacity = 32;

        private readonly string[] _lines = new string[Capacity];
        private int _next;

        /// <summary>Lines that there are, 0 to <see cref="Capacity"/>.</summary>
        public int Count { get; private set; }

        /// <summary>Takes a line.</summary>
        public void Add(string line)
        {
            _lines[_next] = line;
            _next = (_next + 1) % Capacity;
            Count = Count < Capacity ? Count + 1 : Capacity;
        }

        /// <summary>Returns a line.</summary>
        /// <param name="age">0 for the newest.</param>
        public string Get(int age)
        {
            return _lines[(_next + (2 * Capacity) - 1 - age) % Capacity];
        }
    }
}
