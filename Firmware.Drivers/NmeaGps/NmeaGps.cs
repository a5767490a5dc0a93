using System;
using System.IO.Ports;

namespace DroneLink.Drivers.NmeaGps
{
    /// <summary>
    /// Receives position, movement and time from a GNSS receiver that talks NMEA 0183. Owns the serial port and disposes it. Listens only:
    /// the receiver is left as it is configured. Polled by one caller; allocates nothing after <see cref="Open"/>.
    /// </summary>
    public sealed class NmeaGps : IDisposable
    {
        /// <summary>Bytes that the UART driver keeps between polls: 4.2 s of a saturated line at 9600 baud.</summary>
        public const int ReceiveBufferBytes = 4096;

        private const int ChunkBytes = 256;

        private readonly SerialPort _port;
        private readonly byte[] _chunk = new byte[ChunkBytes];
        private int _chunkAt;
        private int _chunkCount;
        private long _pollMs = -1;
        private int _pollBytes;

        /// <summary>Creates a driver; the port is left closed until <see cref="Open"/>.</summary>
        /// <param name="port">8N1 at the receiver's baud rate, mostly 9600. Owned.</param>
        public NmeaGps(SerialPort port)
        {
            _port = port ?? throw new ArgumentNullException(nameof(port));
        }

        /// <summary>Counters of the stream.</summary>
        public NmeaParser Parser { get; } = new NmeaParser();

        /// <summary>What the receiver said so far. Ask its age: a receiver that falls silent says nothing.</summary>
        public NmeaReading Reading => Parser.Reading;

        /// <summary>Times that the UART could not be read.</summary>
        public uint PortErrors { get; private set; }

        /// <summary>Opens the port.</summary>
        /// <exception cref="InvalidOperationException">It is open.</exception>
        public void Open()
        {
            _port.ReadBufferSize = ReceiveBufferBytes; // is taken over only by a closed port
            _port.Open();
        }

        /// <summary>
        /// Receives the next GGA or RMC that has come, into <see cref="Reading"/>. Never waits. At one <paramref name="nowMs"/> it reads no
        /// more than one buffer, so that a line which floods cannot hold the caller's loop.
        /// </summary>
        /// <param name="nowMs">ms since boot. A reading's age counts from here, not from when its bytes came.</param>
        /// <returns>False when there is none for now.</returns>
        public bool TryReceive(long nowMs)
        {
            if (nowMs != _pollMs)
            {
                _pollMs = nowMs;
                _pollBytes = 0;
            }

            do
            {
                while (_chunkAt < _chunkCount)
                {
                    _chunkAt++;
                    if (Parser.Take(_chunk[_chunkAt - 1], nowMs))
                    {
                        return true;
                    }
                }
            }
            while (TryFill());
            return false;
        }

        /// <summary>Closes the port.</summary>
        public void Dispose()
        {
            _port.Dispose();
        }

        private bool TryFill()
        {
            try
            {
                int count = _port.BytesToRead;
                if (count == 0 || _pollBytes >= ReceiveBufferBytes)
                {
                    return false;
                }

                // No more than is there is asked for, so the read returns at once.
                _chunkAt = 0;
                _chunkCount = 0;
                _chunkCount = _port.Read(_chunk, 0, count > ChunkBytes ? ChunkBytes : count);
                _pollBytes += _chunkCount;
                return _chunkCount > 0;
            }
            catch (Exception)
            {
                // An overrun or a framing error of the line; the next poll goes on behind it.
                PortErrors++;
                return false;
            }
        }
    }
}
