using System;
using System.IO.Ports;

namespace DroneLink.Drivers.Mavlink
{
    /// <summary>
    /// Receives MAVLink from a UART. Owns the serial port and disposes it. Listens only: nothing is ever sent to the autopilot.
    /// Polled by one caller; allocates nothing after <see cref="Open"/>.
    /// </summary>
    public sealed class MavlinkPort : IDisposable
    {
        /// <summary>
        /// Bytes that the UART driver keeps between polls. A TLS handshake stops all managed threads for seconds; this is 2.8 s of
        /// a saturated line at 57600 baud, 1.4 s at 115200. What is beyond is lost, and shows in the loss count.
        /// </summary>
        public const int ReceiveBufferBytes = 16384;

        /// <summary>ms of silence after which a frame that broke off is given up; frames themselves have no pauses inside.</summary>
        public const int QuietMs = 500;

        private const int ChunkBytes = 512;

        private readonly SerialPort _port;
        private readonly byte[] _chunk = new byte[ChunkBytes];
        private long _lastByteMs;
        private long _pollMs = -1;
        private int _pollBytes;

        /// <summary>Creates a driver; the port is left closed until <see cref="Open"/>.</summary>
        /// <param name="port">8N1 at the autopilot's baud rate. Owned.</param>
        public MavlinkPort(SerialPort port)
        {
            _port = port ?? throw new ArgumentNullException(nameof(port));
        }

        /// <summary>The message that <see cref="TryReceive"/> received; valid until its next call.</summary>
        public MavlinkMessage Message { get; } = new MavlinkMessage();

        /// <summary>Counters of the stream.</summary>
        public MavlinkParser Parser { get; } = new MavlinkParser();

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
        /// Receives the next message that has come, into <see cref="Message"/>. Never waits. At one <paramref name="nowMs"/> it reads
        /// no more than one buffer, so that a line which floods cannot hold the caller's loop.
        /// </summary>
        /// <param name="nowMs">ms since boot.</param>
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
                if (Parser.TryRead(Message))
                {
                    return true;
                }
            }
            while (TryFill(nowMs));
            return false;
        }

        /// <summary>Closes the port.</summary>
        public void Dispose()
        {
            _port.Dispose();
        }

        private bool TryFill(long nowMs)
        {
            try
            {
                int count = _port.BytesToRead;
                if (count == 0)
                {
                    return TryEndBurst(nowMs);
                }

                if (_pollBytes >= ReceiveBufferBytes)
                {
                    return false;
                }

                if (count > ChunkBytes)
                {
                    count = ChunkBytes;
                }

                // No more than is there is asked for, so the read returns at once. The parser has room: it was read dry.
                count = _port.Read(_chunk, 0, count);
                _pollBytes += count;
                _lastByteMs = nowMs;
                return Parser.Feed(_chunk, 0, count) > 0;
            }
            catch (Exception)
            {
                // An overrun or a framing error of the line; the next poll goes on behind it.
                PortErrors++;
                return false;
            }
        }

        private bool TryEndBurst(long nowMs)
        {
            if (Parser.PendingBytes == 0 || nowMs - _lastByteMs < QuietMs)
            {
                return false;
            }

            Parser.EndBurst();
            return true;
        }
    }
}
