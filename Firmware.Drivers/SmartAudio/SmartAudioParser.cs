using System;

namespace DroneLink.Drivers.SmartAudio
{
    /// <summary>
    /// Finds replies in what is heard on the wire: its own requests, noise, and what broke off, are stepped over byte by byte. Allocates
    /// nothing after construction.
    /// </summary>
    public sealed class SmartAudioParser
    {
        /// <summary>Bytes that may wait for the rest of a frame.</summary>
        public const int BufferBytes = 128;

        private const int LevelsByte = SmartAudioFrame.HeadBytes + SmartAudioSettings.LevelsOffset - 1;

        private readonly byte[] _buffer = new byte[BufferBytes];
        private readonly byte[] _echo = new byte[SmartAudioFrame.MaxRequestBytes];
        private int _count;
        private int _echoCount;

        /// <summary>Requests that were heard back.</summary>
        public uint Echoes { get; private set; }

        /// <summary>What looked like a reply and was none.</summary>
        public uint BadFrames { get; private set; }

        /// <summary>Bytes that belong to no frame, but for zeros: a request is sent behind one.</summary>
        public uint NoiseBytes { get; private set; }

        /// <summary>Forgets what waits, and expects a request to be heard back, once.</summary>
        /// <param name="request">Holds it from its start.</param>
        /// <param name="count">Its bytes, up to <see cref="SmartAudioFrame.MaxRequestBytes"/>.</param>
        public void Expect(byte[] request, int count)
        {
            Array.Copy(request, 0, _echo, 0, count);
            _echoCount = count;
            _count = 0;
        }

        /// <summary>Takes bytes.</summary>
        /// <returns>How many; the rest has no room until replies are read.</returns>
        public int Feed(byte[] bytes, int offset, int count)
        {
            int taken = count < BufferBytes - _count ? count : BufferBytes - _count;
            Array.Copy(bytes, offset, _buffer, _count, taken);
            _count += taken;
            return taken;
        }

        /// <summary>Returns the next reply.</summary>
        /// <param name="reply">Takes it.</param>
        /// <returns>False, and nothing changes, while there is none whole.</returns>
        public bool TryRead(SmartAudioReply reply)
        {
            while (_count > 0)
            {
                if (_buffer[0] != SmartAudioFrame.Sync || (_count > 1 && _buffer[1] != SmartAudioFrame.Header))
                {
                    NoiseBytes += _buffer[0] != 0 ? 1u : 0u;
                    Drop(1);
                    continue;
                }

                if (_count < SmartAudioFrame.HeadBytes)
                {
                    return false;
                }

                if (BeginsAsEcho())
                {
                    if (_count < _echoCount)
                    {
                        return false;
                    }

                    Drop(_echoCount);
                    _echoCount = 0;
                    Echoes++;
                    continue;
                }

                int command = _buffer[2];
                if (command == SmartAudioCommand.SettingsV21 && _buffer[3] > SmartAudioSettings.LevelsOffset && _count <= LevelsByte)
                {
                    return false;
                }

                // Of most commands one of the two readings of the length is possible only.
                int levels = _count > LevelsByte ? _buffer[LevelsByte] : 0;
                int shorter = SmartAudioFrame.PayloadBytes(command, _buffer[3], levels, true);
                int longer = SmartAudioFrame.PayloadBytes(command, _buffer[3], levels, false);
                if (IsShortOf(shorter))
                {
                    return false;
                }

                if (TryTake(shorter, reply))
                {
                    return true;
                }

                if (IsShortOf(longer))
                {
                    return false;
                }

                if (TryTake(longer, reply))
                {
                    return true;
                }

                BadFrames++;
                Drop(1);
            }

            return false;
        }

        private bool BeginsAsEcho()
        {
            for (int index = 0; index < _echoCount && index < _count; index++)
            {
                if (_buffer[index] != _echo[index])
                {
                    return false;
                }
            }

            return _echoCount > 0;
        }

        private bool IsShortOf(int payloadBytes)
        {
            return payloadBytes >= 0 && _count < SmartAudioFrame.HeadBytes + payloadBytes + 1;
        }

        private bool TryTake(int payloadBytes, SmartAudioReply reply)
        {
            if (payloadBytes < 0 || !SmartAudioFrame.IsReply(_buffer, 0, payloadBytes))
            {
                return false;
            }

            reply.Command = _buffer[2];
            reply.Count = payloadBytes;
            Array.Copy(_buffer, SmartAudioFrame.HeadBytes, reply.Payload, 0, payloadBytes);
            Drop(SmartAudioFrame.HeadBytes + payloadBytes + 1);
            return true;
        }

        private void Drop(int count)
        {
            _count -= count;
            Array.Copy(_buffer, count, _buffer, 0, _count);
        }
    }
}
