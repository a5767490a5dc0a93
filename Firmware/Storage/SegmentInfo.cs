namespace DroneLink.Firmware.Storage
{
    /// <summary>What the ring remembers of a segment on flash.</summary>
    internal sealed class SegmentInfo
    {
        /// <summary>Its file.</summary>
        public string Name;

        /// <summary>Number of its first frame that waits.</summary>
        public uint First;

        /// <summary>The number after its last frame.</summary>
        public uint End;

        /// <summary>Frames in it that wait.</summary>
        public int Frames;

        /// <summary>Their bytes.</summary>
        public int Bytes;

        /// <summary>Their records.</summary>
        public int Records;

        /// <summary>Counts a frame in.</summary>
        public void Add(int bytes, int records)
        {
            Frames++;
            Bytes += bytes;
            Records += records;
        }

        /// <summary>Counts a frame out.</summary>
        public void Remove(int bytes, int records)
        {
            Frames--;
            Bytes -= bytes;
            Records -= records;
        }

        /// <summary>Whether it stands before another in the ring. The longer of two that start alike does, and so makes the other superfluous.</summary>
        public bool ComesBefore(SegmentInfo other)
        {
            return First < other.First || (First == other.First && End > other.End);
        }
    }
}
