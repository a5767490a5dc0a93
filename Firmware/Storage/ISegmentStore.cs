namespace DroneLink.Firmware.Storage
{
    /// <summary>
    /// The little that the firmware needs of flash. A file is written whole and closed; only once <see cref="TryWrite"/> has
    /// returned true does it survive a power cut. What a cut in the middle of a write leaves under that name may be nothing,
    /// a part, or nonsense, and must not touch other names. Names are up to 16 characters of <c>a-z 0-9 .</c>.
    /// </summary>
    public interface ISegmentStore
    {
        /// <summary>Writes a new file, or anew one that exists, and closes it.</summary>
        /// <returns>False when it could not be written, for example since the flash is full.</returns>
        bool TryWrite(string name, byte[] buffer, int offset, int count);

        /// <summary>Reads a file from its start, up to the length of <paramref name="buffer"/>.</summary>
        /// <returns>The bytes read, or -1 when there is no such file or it cannot be read.</returns>
        int Read(string name, byte[] buffer);

        /// <summary>Deletes a file; one that is not there counts as deleted.</summary>
        bool TryDelete(string name);

        /// <summary>Returns the names of all files, in any order.</summary>
        string[] List();
    }
}
