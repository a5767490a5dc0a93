using System.Collections;
using DroneLink.Firmware.Storage;

namespace DroneLink.Firmware.Tests.Storage
{
    /// <summary>Flash in RAM that can refuse writes.</summary>
    public sealed class RamStore : ISegmentStore
    {
        private readonly Hashtable _files = new Hashtable();

        /// <summary>Whether writes fail.</summary>
        public bool Refuses { get; set; }

        /// <summary>Whether reads fail.</summary>
        public bool IsUnreadable { get; set; }

        /// <summary>Writes that succeeded.</summary>
        public int Writes { get; private set; }

        /// <summary>Files there now.</summary>
        public int Count => _files.Count;

        /// <summary>Returns the bytes of a file, or null.</summary>
        public byte[] Get(string name)
        {
            return (byte[])_files[name];
        }

        /// <summary>Puts bytes under a name, as a cut might.</summary>
        public void Put(string name, byte[] bytes)
        {
            _files[name] = bytes;
        }

        /// <summary>Returns the name of the one segment file that there is.</summary>
        public string OnlySegment()
        {
            string found = null;
            string[] names = List();
            for (int i = 0; i < names.Length; i++)
            {
                if (!names[i].StartsWith("cursor"))
                {
                    found = found == null ? names[i] : "more than one";
                }
            }

            return found;
        }

        /// <inheritdoc/>
        public bool TryWrite(string name, byte[] buffer, int offset, int count)
        {
            if (Refuses)
            {
                return false;
            }

            byte[] bytes = new byte[count];
            System.Array.Copy(buffer, offset, bytes, 0, count);
            _files[name] = bytes;
            Writes++;
            return true;
        }

        /// <inheritdoc/>
        public int Read(string name, byte[] buffer)
        {
            byte[] bytes = Get(name);
            if (bytes == null || IsUnreadable)
            {
                return -1;
            }

            int count = bytes.Length < buffer.Length ? bytes.Length : buffer.Length;
            System.Array.Copy(bytes, 0, buffer, 0, count);
            return count;
        }

        /// <inheritdoc/>
        public bool TryDelete(string name)
        {
            _files.Remove(name);
            return true;
        }

        /// <inheritdoc/>
        public string[] List()
        {
            string[] names = new string[_files.Count];
            int at = 0;
            foreach (object key in _files.Keys)
            {
                names[at++] = (string)key;
            }

            return names;
        }
    }
}
