using System;

namespace DroneLink.Firmware.Cryptography
{
    /// <summary>HMAC-SHA256 (RFC 2104, RFC 4231), incremental and without allocation. Not thread safe.</summary>
    public sealed class HmacSha256
    {
        private readonly Sha256 _hash = new Sha256();
        private readonly byte[] _innerPad = new byte[Sha256.BlockBytes];
        private readonly byte[] _outerPad = new byte[Sha256.BlockBytes];
        private readonly byte[] _inner = new byte[Sha256.HashBytes];

        /// <summary>Creates a code with a key of any length, started.</summary>
        /// <exception cref="ArgumentNullException">No key is given.</exception>
        public HmacSha256(byte[] key)
        {
            if (key == null)
            {
                throw new ArgumentNullException("key");
            }

            if (key.Length > Sha256.BlockBytes)
            {
                _hash.Update(key, 0, key.Length);
                _hash.Finish(_innerPad, 0);
            }
            else
            {
                Array.Copy(key, 0, _innerPad, 0, key.Length);
            }

            for (int i = 0; i < Sha256.BlockBytes; i++)
            {
                byte value = _innerPad[i];
                _innerPad[i] = (byte)(value ^ 0x36);
                _outerPad[i] = (byte)(value ^ 0x5C);
            }

            Start();
        }

        /// <summary>Starts a new message.</summary>
        public void Start()
        {
            _hash.Start();
            _hash.Update(_innerPad, 0, _innerPad.Length);
        }

        /// <summary>Adds bytes to the message.</summary>
        public void Update(byte[] buffer, int offset, int count)
        {
            _hash.Update(buffer, offset, count);
        }

        /// <summary>Ends the message and writes its 32-byte code. Call <see cref="Start"/> before the next message.</summary>
        public void Finish(byte[] code, int offset)
        {
            _hash.Finish(_inner, 0);
            _hash.Start();
            _hash.Update(_outerPad, 0, _outerPad.Length);
            _hash.Update(_inner, 0, _inner.Length);
            _hash.Finish(code, offset);
        }
    }
}
