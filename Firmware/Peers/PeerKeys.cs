using System;
using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Peers
{
    /// <summary>
    /// The fleet's beacon keys: the one of now and, for a time after a rotation or in the boot after it, the one before. A rotated key is kept in flash, and is
    /// dropped when the configuration brings another one than it did. Signing and verifying allocate nothing.
    /// </summary>
    public sealed class PeerKeys
    {
        /// <summary>Bytes of a key.</summary>
        public const int KeyBytes = 32;

        /// <summary>ms that the key before is still believed: as long as it may take to reach the whole fleet.</summary>
        public const int GraceMs = 600000;

        /// <summary>ms that it is still signed with, so that those who are told of the new one a little later understand.</summary>
        public const int LeadMs = 60000;

        private const string FileName = "peerkeys";
        private const int RetryMs = 60000;
        private const int KeyWords = KeyBytes / 4;
        private const int ConfiguredIndex = 0;
        private const int HasPreviousIndex = 1;
        private const int CurrentIndex = 2;
        private const int PreviousIndex = CurrentIndex + KeyWords;
        private const int ValueCount = PreviousIndex + KeyWords;

        private readonly AlternatingFile _file;
        private readonly byte[] _code = new byte[Sha256.HashBytes];
        private readonly uint _configured;
        private byte[] _currentKey;
        private HmacSha256 _current;
        private HmacSha256 _previous;
        private uint _currentId;
        private uint _previousId;
        private bool _isFresh;
        private bool _isPreviousStored;
        private bool _isPreviousLoaded;
        private bool _isLeading;
        private long _rotatedMs;
        private long _retryMs;

        /// <summary>Creates the keys and reads what the flash holds.</summary>
        /// <param name="store">The flash. Borrowed.</param>
        /// <param name="configured">The key of the configuration.</param>
        /// <exception cref="ArgumentException">It is not <see cref="KeyBytes"/> bytes long.</exception>
        public PeerKeys(ISegmentStore store, byte[] configured)
        {
            if (configured == null || configured.Length != KeyBytes)
            {
                throw new ArgumentException("configured: expected 32 bytes");
            }

            _file = new AlternatingFile(store, FileName, ValueCount);
            _configured = Crc32.Compute(configured, 0, KeyBytes);
            if (_file.Load() && _file.Values[ConfiguredIndex] == _configured)
            {
                Use(ReadKey(CurrentIndex), _file.Values[HasPreviousIndex] != 0 ? ReadKey(PreviousIndex) : null);
                _isPreviousLoaded = _previous != null;
            }
            else
            {
                byte[] key = new byte[KeyBytes];
                Array.Copy(configured, 0, key, 0, KeyBytes);
                Use(key, null);
            }
        }

        /// <summary>Id of the key that is signed with.</summary>
        public uint SigningId => _isLeading ? _previousId : _currentId;

        /// <summary>Whether the key before the one of now is still believed.</summary>
        public bool HasPrevious => _previous != null;

        /// <summary>
        /// Takes a new key; the one of now is then the one before. Both are durable when this returns. To rotate to the key of now does nothing. Allocates.
        /// </summary>
        /// <param name="key">It; copied.</param>
        /// <returns>False, and nothing has changed, when the flash refused, or it is not <see cref="KeyBytes"/> bytes long.</returns>
        public bool Rotate(byte[] key)
        {
            if (key == null || key.Length != KeyBytes)
            {
                return false;
            }

            if (AreEqual(key, _currentKey))
            {
                return true;
            }

            if (!TrySave(key, _currentKey))
            {
                return false;
            }

            byte[] copy = new byte[KeyBytes];
            Array.Copy(key, 0, copy, 0, KeyBytes);
            Use(copy, _currentKey);
            _isPreviousLoaded = false;
            return true;
        }

        /// <summary>Ends the times that run from a rotation, or from the boot after it.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            if (_previous == null)
            {
                return;
            }

            if (_isFresh)
            {
                _isFresh = false;
                _rotatedMs = nowMs;
                _retryMs = 0;
            }

            _isLeading = nowMs - _rotatedMs < LeadMs;

            // Forgotten in flash first: otherwise the next boot would believe it anew. One from flash at once: boots may all be shorter than the grace.
            bool isOver = nowMs - _rotatedMs >= GraceMs;
            if (_isPreviousStored && (isOver || _isPreviousLoaded) && nowMs >= _retryMs)
            {
                _retryMs = nowMs + RetryMs;
                _isPreviousStored = !TrySave(_currentKey, null);
            }

            if (isOver && !_isPreviousStored)
            {
                Use(_currentKey, null);
            }
        }

        /// <summary>Returns whether this is the id of a key that is believed now.</summary>
        public bool Knows(uint id)
        {
            return id == _currentId || (_previous != null && id == _previousId);
        }

        /// <summary>Writes the signature of a message behind it, with the key of <see cref="SigningId"/>.</summary>
        /// <param name="buffer">Holds the message, from offset 0.</param>
        /// <param name="count">Its bytes.</param>
        /// <returns>The bytes of both.</returns>
        public int Sign(byte[] buffer, int count)
        {
            Compute(_isLeading ? _previous : _current, buffer, count);
            Array.Copy(_code, 0, buffer, count, BeaconDatagram.SignatureBytes);
            return count + BeaconDatagram.SignatureBytes;
        }

        /// <summary>Returns whether a message is signed with a key. Takes the same time whatever is wrong.</summary>
        /// <param name="id">Id of the key, one that <see cref="Knows"/> knows.</param>
        /// <param name="buffer">Holds the message and its signature, from offset 0.</param>
        /// <param name="count">The bytes of both.</param>
        public bool Verify(uint id, byte[] buffer, int count)
        {
            int start = count - BeaconDatagram.SignatureBytes;
            Compute(id == _currentId ? _current : _previous, buffer, start);
            int difference = 0;
            for (int i = 0; i < BeaconDatagram.SignatureBytes; i++)
            {
                difference |= buffer[start + i] ^ _code[i];
            }

            return difference == 0;
        }

        private static bool AreEqual(byte[] one, byte[] other)
        {
            int difference = 0;
            for (int i = 0; i < KeyBytes; i++)
            {
                difference |= one[i] ^ other[i];
            }

            return difference == 0;
        }

        private void Compute(HmacSha256 hmac, byte[] buffer, int count)
        {
            hmac.Start();
            hmac.Update(buffer, 0, count);
            hmac.Finish(_code, 0);
        }

        private void Use(byte[] current, byte[] previous)
        {
            _currentKey = current;
            _current = new HmacSha256(current);
            _currentId = IdOf(_current);
            _previous = previous == null ? null : new HmacSha256(previous);
            _previousId = previous == null ? 0 : IdOf(_previous);
            _isFresh = previous != null;
            _isPreviousStored = previous != null;
            _isLeading = previous != null;
        }

        // From the key itself, so that whoever has the key has its id, in whatever order they were told.
        private uint IdOf(HmacSha256 hmac)
        {
            byte[] label = System.Text.Encoding.UTF8.GetBytes("dronelink beacon key id");
            Compute(hmac, label, label.Length);
            return LittleEndian.ReadUInt32(_code, 0);
        }

        private byte[] ReadKey(int index)
        {
            byte[] key = new byte[KeyBytes];
            for (int i = 0; i < KeyWords; i++)
            {
                LittleEndian.WriteUInt32(key, 4 * i, _file.Values[index + i]);
            }

            return key;
        }

        private bool TrySave(byte[] current, byte[] previous)
        {
            _file.Values[ConfiguredIndex] = _configured;
            _file.Values[HasPreviousIndex] = previous == null ? 0u : 1u;
            for (int i = 0; i < KeyWords; i++)
            {
                _file.Values[CurrentIndex + i] = LittleEndian.ReadUInt32(current, 4 * i);
                _file.Values[PreviousIndex + i] = previous == null ? 0 : LittleEndian.ReadUInt32(previous, 4 * i);
            }

            return _file.TrySave();
        }
    }
}
