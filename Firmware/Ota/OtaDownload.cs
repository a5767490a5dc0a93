using System;
using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// Fills the slot that the state names with the image that its record describes, block by block, and reads it back. Does one thing a step:
    /// erases, reads, asks for or writes one block. Blocks that are whole stay so through cuts and restarts; the part of a block that is in RAM,
    /// through anything but a restart.
    /// </summary>
    internal sealed class OtaDownload
    {
        /// <summary>An answer is waited for this long, ms.</summary>
        public const int AnswerMs = 20000;

        /// <summary>Writes or deletes in a row that the flash may refuse.</summary>
        public const int MaxRefusals = 5;

        /// <summary>The wait after one that it refused, ms.</summary>
        public const int RefusalWaitMs = 2000;

        private const int BackoffBaseMs = 5000;
        private const int BackoffCapMs = 300000;

        private readonly OtaBoot _boot;
        private readonly IOtaTransport _transport;
        private readonly string _runtime;
        private readonly Backoff _backoff;
        private readonly Sha256 _hash = new Sha256();
        private readonly byte[] _actual = new byte[Sha256.HashBytes];
        private readonly byte[] _announced = new byte[Sha256.HashBytes];
        private OtaSlotRecord _record;
        private OtaSlot _files;
        private int _block;
        private int _blocks;
        private int _filled;
        private int _refusals;
        private int _repairs;
        private bool _isAsked;
        private bool _isAssembly;
        private bool _hasFound;
        private long _deadlineMs;
        private long _nextMs;

        /// <summary>Creates a download that is idle.</summary>
        public OtaDownload(OtaBoot boot, IOtaTransport transport, string runtime, uint seed)
        {
            _boot = boot;
            _transport = transport;
            _runtime = runtime;
            _backoff = new Backoff(BackoffBaseMs, BackoffBaseMs, BackoffCapMs, seed);
        }

        /// <summary>What it does; never <see cref="OtaPhase.Armed"/> but by <see cref="SetArmed"/>.</summary>
        public OtaPhase Phase { get; private set; }

        /// <summary>Bytes of the image that are on flash or in RAM.</summary>
        public int Bytes => Phase == OtaPhase.Scanning || Phase == OtaPhase.Loading ? (_block * OtaSlot.DataBytes) + _filled : 0;

        /// <summary>Whether the cloud said that it has no such image, or refuses the request.</summary>
        public bool IsWithdrawn { get; private set; }

        /// <summary>Begins, or goes on with, the download that the state names.</summary>
        public void Begin(long nowMs)
        {
            _record = _boot.State.Slot(_boot.State.Download);
            _files = _boot.Files(_boot.State.Download);
            _record.CopySha256(_announced);
            _blocks = OtaSlot.BlocksOf(_record.Size);
            _repairs = 0;
            _hasFound = false;
            _nextMs = nowMs;
            _backoff.Reset();
            IsWithdrawn = false;
            Go(_boot.State.IsErased ? OtaPhase.Scanning : OtaPhase.Erasing);
        }

        /// <summary>Stops; what is on flash stays.</summary>
        public void Stop()
        {
            Go(OtaPhase.Idle);
        }

        /// <summary>Gives the flash back.</summary>
        public void Clean()
        {
            Go(OtaPhase.Cleaning);
        }

        /// <summary>Notes that the next start is the image's, or is not after all.</summary>
        public void SetArmed(bool isArmed)
        {
            Go(isArmed ? OtaPhase.Armed : OtaPhase.Ready);
        }

        /// <summary>Does what is due.</summary>
        /// <returns>See <see cref="OtaRefusal"/>: why the image is refused, if it is.</returns>
        public int Step(long nowMs, bool isOnline)
        {
            if (!isOnline && _isAsked)
            {
                // Its answer went with the connection.
                _isAsked = false;
                _nextMs = nowMs;
            }

            switch (Phase)
            {
                case OtaPhase.Erasing:
                    return nowMs >= _nextMs ? Erase(nowMs) : OtaRefusal.None;
                case OtaPhase.Cleaning:
                    _files.TryEraseBlock(_block);
                    Next(OtaSlot.MaxBlocks, OtaPhase.Idle);
                    return OtaRefusal.None;
                case OtaPhase.Scanning:
                    Scan();
                    return OtaRefusal.None;
                case OtaPhase.Loading:
                    return Load(nowMs, isOnline);
                case OtaPhase.Verifying:
                    return Verify();
                default:
                    return OtaRefusal.None;
            }
        }

        /// <summary>Takes a part of the image. What is not the very next of the block that is loaded is left out.</summary>
        public bool TakeBlock(uint build, uint offset, byte[] buffer, int at, int count, long nowMs)
        {
            if (Phase != OtaPhase.Loading || build != (uint)_record.Build || offset != (uint)Bytes
                || count <= 0 || count > OtaSlot.BytesOf(_block, _record.Size) - _filled)
            {
                return false;
            }

            Array.Copy(buffer, at, _files.Page, _filled, count);
            _filled += count;
            _isAsked = false;
            _nextMs = nowMs;
            _backoff.Reset();
            return true;
        }

        /// <summary>Takes the cloud's refusal of a request.</summary>
        public void TakeError(bool isFinal, long nowMs)
        {
            if (Phase == OtaPhase.Loading && _isAsked)
            {
                IsWithdrawn = isFinal;
                Wait(nowMs);
            }
        }

        private void Go(OtaPhase phase)
        {
            Phase = phase;
            _isAsked = false;
            _refusals = 0;
            _filled = 0;
            _block = 0;
        }

        private void Next(int blocks, OtaPhase then)
        {
            _refusals = 0;
            if (++_block == blocks)
            {
                Go(then);
            }
        }

        private int Refused(long nowMs)
        {
            _nextMs = nowMs + RefusalWaitMs;
            return ++_refusals < MaxRefusals ? OtaRefusal.None : OtaRefusal.Storage;
        }

        private void Wait(long nowMs)
        {
            _isAsked = false;
            _nextMs = nowMs + _backoff.Next();
        }

        private int Erase(long nowMs)
        {
            if (_block < OtaSlot.MaxBlocks)
            {
                if (!_files.TryEraseBlock(_block))
                {
                    return Refused(nowMs);
                }

                _block++;
                _refusals = 0;
                return OtaRefusal.None;
            }

            // From here on a whole block is one of this image. If the flash refuses to note that, the next step comes once it has.
            _boot.State.IsErased = true;
            _boot.State.TrySave();
            Go(OtaPhase.Scanning);
            return OtaRefusal.None;
        }

        private void Scan()
        {
            if (_block < _blocks && !_files.IsWhole(_block, _record.Size))
            {
                Phase = OtaPhase.Loading;
                _filled = 0;
                return;
            }

            _hasFound = true;
            Advance();
        }

        private void Advance()
        {
            _filled = 0;
            _refusals = 0;
            Phase = OtaPhase.Scanning;
            if (++_block >= _blocks)
            {
                Go(OtaPhase.Verifying);
                _hash.Start();
            }
        }

        private int Load(long nowMs, bool isOnline)
        {
            int bytes = OtaSlot.BytesOf(_block, _record.Size);
            if (_isAsked && nowMs >= _deadlineMs)
            {
                Wait(nowMs);
            }

            if (_isAsked || nowMs < _nextMs)
            {
                return OtaRefusal.None;
            }

            if (_filled == bytes)
            {
                if (!_files.TryWriteBlock(_block, bytes))
                {
                    return Refused(nowMs);
                }

                Advance();
            }
            else if (isOnline && _transport.RequestBlock(_record.Build, Bytes, bytes - _filled))
            {
                _isAsked = true;
                _deadlineMs = nowMs + AnswerMs;
            }

            return OtaRefusal.None;
        }

        private int Verify()
        {
            int bytes = OtaSlot.BytesOf(_block, _record.Size);
            if (_files.ReadBlock(_block) != bytes)
            {
                // It was written, and is not there: once more, but not for ever.
                Go(OtaPhase.Scanning);
                return ++_repairs <= MaxRefusals ? OtaRefusal.None : OtaRefusal.Storage;
            }

            if (_block == 0)
            {
                _isAssembly = OtaImage.IsAssembly(_files.Page, bytes, _runtime);
            }

            _hash.Update(_files.Page, 0, bytes);
            if (++_block < _blocks)
            {
                return OtaRefusal.None;
            }

            _hash.Finish(_actual, 0);
            if (OtaSlot.AreEqual(_actual, _announced))
            {
                Go(OtaPhase.Ready);
                return _isAssembly ? OtaRefusal.None : OtaRefusal.MalformedImage;
            }

            return _hasFound ? Anew() : OtaRefusal.Hash;
        }

        // A CRC does not tell whose a block is: a power cut may have left another's under its name. Only what was loaded whole in this boot is the cloud's.
        private int Anew()
        {
            _hasFound = false;
            _boot.State.IsErased = false;
            _boot.State.TrySave();
            Go(OtaPhase.Erasing);
            return OtaRefusal.None;
        }
    }
}
