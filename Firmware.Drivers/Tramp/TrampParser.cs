using System;

namespace DroneLink.Drivers.Tramp
{
    /// <summary>Finds answers in what is heard on the wire. Allocates nothing after construction.</summary>
    public sealed class TrampParser
    {
        /// <summary>Bytes that may wait for the rest of a frame.</summary>
        public const int BufferBytes = 128;

        private readonly byte[] _buffer = new byte[BufferBytes];
        private int _count;

        /// <summary>Requests that were heard back.</summary>
        public uint Echoes { get; private set; }

        /// <summary>What looked like a frame and was none, or is one that nobody knows.</summary>
        public uint BadFrames { get; private set; }

        /// <summary>Forgets what waits.</summary>
        public void Clear()
        {
            _count = 0;
        }

        /// <summary>Takes bytes.</summary>
        /// <returns>How many; the rest has no room until answers are read.</returns>
        public int Feed(byte[] bytes, int offset, int count)
        {
            int taken = count < BufferBytes - _count ? count : BufferBytes - _count;
            Array.Copy(bytes, offset, _buffer, _count, taken);
            _count += taken;
            return taken;
        }

        /// <summary>Returns the next answer.</summary>
        /// <param name="answer">Takes its <see cref="TrampFrame.Bytes"/>.</param>
        /// <returns>False, and nothing changes, while there is none whole.</returns>
        public bool TryRead(byte[] answer)
        {
            while (_count > 0)
            {
                if (_buffer[0] != TrampFrame.Head || (_count > 1 && !IsCommand(_buffer[1])))
                {
                    BadFrames += _buffer[0] == 0 ? 0u : 1u;
                    Drop(1);
                    continue;
                }

                if (_count < TrampFrame.Bytes)
                {
                    return false;
                }

                if (!TrampFrame.IsSound(_buffer, 0))
                {
                    BadFrames++;
                    Drop(1);
                    continue;
                }

                bool isAnswer = TrampFrame.IsAnswer(_buffer, 0);
                if (isAnswer)
                {
                    Array.Copy(_buffer, 0, answer, 0, TrampFrame.Bytes);
                }
                else
                {
                    Echoes++;
                }

                Drop(TrampFrame.Bytes);
                if (isAnswer)
                {
                    return true;
                }
            }

            return false;
        }

        private static bool IsCommand(byte command)
        {
            switch (command)
            {
                case TrampCommand.GetLimits:
                case TrampCommand.GetState:
                case TrampCommand.GetTemperature:
                case TrampCommand.SetFrequency:
                case TrampCommand.SetPower:
                case TrampCommand.SetActive:
                    return true;
                default:
                    return false;
            }
        }

        private void Drop(int count)
        {
            _count -= count;
            Array.Copy(_buffer, count, _buffer, 0, _count);
        }
    }
}
