using System;
using System.IO;
using DroneLink.Firmware.Storage;

namespace DroneLink.Firmware.Board
{
    /// <summary>
    /// The board's flash: files in the root of littlefs, beside the configuration and the certificates. A folder of its own would cost two
    /// more blocks. littlefs makes a file durable when it is closed and keeps its other files through a power cut.
    /// </summary>
    public sealed class FileSegmentStore : ISegmentStore
    {
        /// <summary>The internal flash.</summary>
        public const string Root = "I:\\";

        /// <inheritdoc/>
        public bool TryWrite(string name, byte[] buffer, int offset, int count)
        {
            try
            {
                using (FileStream file = new FileStream(Root + name, FileMode.Create, FileAccess.Write))
                {
                    file.Write(buffer, offset, count);
                }

                // On a full flash the last of the bytes can be lost at the close without an error.
                using (FileStream written = new FileStream(Root + name, FileMode.Open, FileAccess.Read))
                {
                    return written.Length == count;
                }
            }
            catch (Exception)
            {
                // Full, or broken: the caller counts it and keeps the frames in RAM.
                return false;
            }
        }

        /// <inheritdoc/>
        public int Read(string name, byte[] buffer)
        {
            try
            {
                if (!File.Exists(Root + name))
                {
                    return -1;
                }

                using (FileStream file = new FileStream(Root + name, FileMode.Open, FileAccess.Read))
                {
                    int total = 0;
                    while (total < buffer.Length)
                    {
                        int count = file.Read(buffer, total, buffer.Length - total);
                        if (count <= 0)
                        {
                            break;
                        }

                        total += count;
                    }

                    return total;
                }
            }
            catch (Exception)
            {
                return -1;
            }
        }

        /// <inheritdoc/>
        public bool TryDelete(string name)
        {
            try
            {
                if (File.Exists(Root + name))
                {
                    File.Delete(Root + name);
                }

                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        /// <inheritdoc/>
        public string[] List()
        {
            try
            {
                string[] paths = Directory.GetFiles(Root);
                for (int i = 0; i < paths.Length; i++)
                {
                    paths[i] = paths[i].Substring(paths[i].LastIndexOf('\\') + 1);
                }

                return paths;
            }
            catch (Exception)
            {
                return new string[0];
            }
        }
    }
}
