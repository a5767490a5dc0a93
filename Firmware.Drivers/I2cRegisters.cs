using System;
using System.Device.I2c;

namespace DroneLink.Drivers
{
    /// <summary>
    /// The registers of an I2C part, with every transfer's outcome checked. Owns the device and disposes it. Not thread safe.
    /// <para>
    /// On ESP32 a transfer over a bus that hangs holds every managed thread for up to a second. So after the second failure in a row
    /// the part is left alone for <see cref="RestMs"/>: <see cref="IsResting"/>.
    /// </para>
    /// </summary>
    internal sealed class I2cRegisters : IDisposable
    {
        /// <summary>ms that a part is left alone for once it has failed twice in a row.</summary>
        public const int RestMs = 2000;

        private const int TriesAtOnce = 2;

        private readonly I2cDevice _device;
        private readonly byte[] _register = new byte[1];
        private readonly byte[] _word = new byte[2];
        private readonly byte[] _writeByte = new byte[2];
        private readonly byte[] _writeWord = new byte[3];
        private int _failures;
        private long _failedMs;

        public I2cRegisters(I2cDevice device)
        {
            _device = device ?? throw new ArgumentNullException(nameof(device));
        }

        /// <summary>Whether the part is being left alone.</summary>
        public bool IsResting(long nowMs)
        {
            return _failures >= TriesAtOnce && nowMs - _failedMs < RestMs;
        }

        /// <summary>Tells that a try failed.</summary>
        public void Failed(long nowMs)
        {
            _failures++;
            _failedMs = nowMs;
        }

        /// <summary>Tells that a try succeeded.</summary>
        public void Succeeded()
        {
            _failures = 0;
        }

        /// <summary>Reads a register of 16 bits, high byte first, 0..65535.</summary>
        public bool TryReadWord(int register, out int value)
        {
            bool isRead = TryRead(register, _word);
            value = isRead ? (_word[0] << 8) | _word[1] : 0;
            return isRead;
        }

        /// <summary>
        /// Reads a register of 16 bits that may well be 0 or 65,535, which is also what a line that hung for the one transfer reads as: then
        /// it is read again, and that counts.
        /// </summary>
        public bool TryReadWordTwice(int register, out int value)
        {
            return TryReadWord(register, out value)
                && ((value != 0 && value != ushort.MaxValue) || TryReadWord(register, out value));
        }

        /// <summary>Reads registers from one on into the whole of a buffer.</summary>
        public bool TryRead(int register, byte[] buffer)
        {
            _register[0] = (byte)register;
            try
            {
                return _device.WriteRead(_register, buffer).Status == I2cTransferStatus.FullTransfer;
            }
            catch (Exception)
            {
                return false; // the port, not the part: the caller reports it all the same
            }
        }

        /// <summary>Writes a register of 8 bits.</summary>
        public bool TryWriteByte(int register, int value)
        {
            _writeByte[0] = (byte)register;
            _writeByte[1] = (byte)value;
            return TryWrite(_writeByte);
        }

        /// <summary>Writes a register of 16 bits, high byte first.</summary>
        public bool TryWriteWord(int register, int value)
        {
            _writeWord[0] = (byte)register;
            _writeWord[1] = (byte)(value >> 8);
            _writeWord[2] = (byte)value;
            return TryWrite(_writeWord);
        }

        public void Dispose()
        {
            _device.Dispose();
        }

        private bool TryWrite(byte[] bytes)
        {
            try
            {
                return _device.Write(bytes).Status == I2cTransferStatus.FullTransfer;
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
