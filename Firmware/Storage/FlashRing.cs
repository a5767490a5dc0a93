using System;
using System.Collections;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Storage
{
    /// <summary>
    /// Keeps every sealed frame until the cloud has acknowledged it. Frames are numbered in the order of their sealing, across
    /// boots. The newest are in the <em>image</em>, one segment in RAM; what is acknowledged there never touches flash.
    /// <see cref="Commit"/> writes the image, as far as it is filled, as one file of one erase block, and deletes its previous
    /// file; a full image is closed and the next begins. When the ring is full, its oldest segment is given up and counted.
    /// Steady use allocates nothing; a commit allocates the file's name, a segment that is closed its entry. Not thread safe.
    /// <code>
    /// segment  0 u32 magic | 4 u32 number of its first frame | 8 u32 every frame below is done with | 12 u32 records overwritten
    ///          so far | 16 u32 CRC-32 of 0..15 | 20 entries
    /// entry    0 u16 bytes of the frame | 2 u8 records in it | 3 u8 0 | 4 u32 CRC-32 of the frame's number, 0..3 and the frame's CRC-32 |
    ///          8 the frame, which ends in that CRC-32
    /// </code>
    /// The frame's CRC proves the payload; the entry's binds it to its number, so that neither an entry of another segment nor another frame
    /// behind an entry is taken. Reading stops at the first entry that is not right: so a torn tail and a nonsense tail are cut.
    /// </summary>
    public sealed class FlashRing
    {
        /// <summary>Bytes of a segment at the most: one erase block of littlefs on ESP32.</summary>
        public const int SegmentBytes = 4096;

        /// <summary>Frames of a segment at the most.</summary>
        public const int MaxFramesInSegment = 128;

        /// <summary>Segments of a ring at the least: one to fill and one to send.</summary>
        public const int MinSegments = 2;

        /// <summary>
        /// Numbers of frames on flash at the most; what is above was not written by a ring, whatever its CRC says, and would turn over. One frame a
        /// second takes 68 years to get there.
        /// </summary>
        public const uint MaxNumber = int.MaxValue;

        private const int ReopenBelowBytes = SegmentBytes * 3 / 4;

        private readonly ISegmentStore _store;
        private readonly AlternatingFile _cursor;
        private readonly int _maxSegments;
        private readonly SegmentInfo[] _closed;
        private readonly byte[] _image = new byte[SegmentBytes];
        private readonly ushort[] _imageOffsets = new ushort[MaxFramesInSegment];
        private readonly long[] _imageTimes = new long[MaxFramesInSegment];
        private readonly SegmentPage _page = new SegmentPage();
        private int _closedCount;
        private uint _imageFirst;
        private int _imageCount;
        private int _imageBytes = SegmentPage.HeaderBytes;
        private string _imageName;
        private uint _durableNext;
        private uint _head;
        private uint _next;
        private bool _storeFails;
        private byte[] _found;
        private int _foundOffset;

        /// <summary>Creates a ring; <see cref="Open"/> reads what is there.</summary>
        /// <param name="store">Where its files are. Borrowed.</param>
        /// <param name="maxSegments">Segments that it may hold, <see cref="MinSegments"/> or more. One more block is used while a segment is
        /// replaced, and two for the cursor.</param>
        /// <exception cref="ArgumentException">There are too few segments.</exception>
        public FlashRing(ISegmentStore store, int maxSegments)
        {
            if (maxSegments < MinSegments)
            {
                throw new ArgumentException("maxSegments: expected 2 or more");
            }

            _store = store;
            _maxSegments = maxSegments;
            _cursor = new AlternatingFile(store, "cursor", 2);
            _closed = new SegmentInfo[maxSegments + 1];
        }

        /// <summary>Number of the oldest frame that is not acknowledged; <see cref="Next"/> when there is none.</summary>
        public uint Head => _head;

        /// <summary>Number that the next frame will get.</summary>
        public uint Next => _next;

        /// <summary>Frames that are not acknowledged.</summary>
        public int WaitingFrames { get; private set; }

        /// <summary>Their bytes.</summary>
        public int WaitingBytes { get; private set; }

        /// <summary>Records in them.</summary>
        public int WaitingRecords { get; private set; }

        /// <summary>
        /// Records that were given up unacknowledged, for ever on this flash. Short of the truth only when the power goes while the flash
        /// refuses to note it.
        /// </summary>
        public uint OverwrittenRecords { get; private set; }

        /// <summary>Commits that the store refused, in this boot.</summary>
        public uint WriteFailures { get; private set; }

        /// <summary>Segments written, in this boot: each costs one erase.</summary>
        public uint SegmentsWritten { get; private set; }

        /// <summary>Bytes that <see cref="Open"/> stepped over since they were torn or nonsense.</summary>
        public int SkippedBytes { get; private set; }

        /// <summary>Frames that are neither on flash nor acknowledged.</summary>
        public int VolatileFrames
        {
            get
            {
                uint from = _head > _durableNext ? _head : _durableNext;
                return (int)(_next - from);
            }
        }

        /// <summary>
        /// When the oldest record that is neither on flash nor acknowledged was taken, ms since boot;
        /// <see cref="long.MaxValue"/> when there is none.
        /// </summary>
        public long OldestVolatileMs
        {
            get
            {
                uint from = _head > _durableNext ? _head : _durableNext;
                return from < _next ? _imageTimes[(int)(from - _imageFirst)] : long.MaxValue;
            }
        }

        /// <summary>Reads what the flash holds. Reads each segment once or twice; never fails, whatever it finds.</summary>
        public void Open()
        {
            _cursor.Load();
            _head = _cursor.Values[0] <= MaxNumber ? _cursor.Values[0] : 0;
            OverwrittenRecords = _cursor.Values[1];
            ArrayList segments = FindSegments();
            ArrayList done = new ArrayList();
            uint end = _head;
            for (int i = 0; i < segments.Count; i++)
            {
                SegmentInfo segment = (SegmentInfo)segments[i];
                if (segment.First < end)
                {
                    segment.First = end;
                }

                if (segment.End <= segment.First)
                {
                    done.Add(segment.Name);
                    continue;
                }

                if (_closedCount == _maxSegments)
                {
                    GiveUp(_closed[0]);
                    done.Add(RemoveOldest());
                }

                end = segment.End;
                AddClosed(segment);
            }

            if (done.Count > 0 && (_cursor.Values[0] != _head || _cursor.Values[1] != OverwrittenRecords))
            {
                // Their headers may be the only place that says what is done with and what was given up.
                SaveCursor();
            }

            for (int i = 0; i < done.Count; i++)
            {
                _store.TryDelete((string)done[i]);
            }

            _next = end;
            _durableNext = end;
            _imageFirst = end;
            if (_closedCount > 0)
            {
                ReopenTail();
            }
        }

        /// <summary>Takes a sealed frame. It is kept in RAM until <see cref="Commit"/> or until the image is full.</summary>
        /// <param name="frame">Holds the frame, at most 2,048 bytes.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its bytes.</param>
        /// <param name="records">Records in it, 1 to 255.</param>
        /// <param name="recordedMs">When its first record was taken, ms since boot.</param>
        public void Append(byte[] frame, int offset, int count, int records, long recordedMs)
        {
            while (_imageCount == MaxFramesInSegment || _imageBytes + SegmentPage.EntryBytes + count > SegmentBytes)
            {
                MakeRoom();
            }

            int at = _imageBytes;
            Array.Copy(frame, offset, _image, at + SegmentPage.EntryBytes, count);
            _page.WriteEntry(_image, at, _next, count, records);
            _imageOffsets[_imageCount] = (ushort)at;
            _imageTimes[_imageCount] = recordedMs;
            _imageCount++;
            _imageBytes = at + SegmentPage.EntryBytes + count;
            _next++;
            WaitingFrames++;
            WaitingBytes += count;
            WaitingRecords += records;
        }

        /// <summary>Returns the number of the first frame that is there from <paramref name="number"/> on; <see cref="Next"/> when there is none.</summary>
        public uint Seek(uint number)
        {
            if (number < _head)
            {
                number = _head;
            }

            for (int i = 0; i < _closedCount; i++)
            {
                if (number < _closed[i].End)
                {
                    return number < _closed[i].First ? _closed[i].First : number;
                }
            }

            return number < _imageFirst ? _imageFirst : number < _next ? number : _next;
        }

        /// <summary>Returns the number behind the last frame of the closed segment that a frame is in; the one behind the frame when it is in none.</summary>
        public uint EndOfSegment(uint number)
        {
            for (int i = 0; i < _closedCount; i++)
            {
                if (number >= _closed[i].First && number < _closed[i].End)
                {
                    return _closed[i].End;
                }
            }

            return number + 1;
        }

        /// <summary>Reads a frame.</summary>
        /// <param name="number">Its number.</param>
        /// <param name="destination">At least 2,048 bytes.</param>
        /// <returns>Its bytes, or 0 when it is not there or its segment can no longer be read.</returns>
        public int Read(uint number, byte[] destination)
        {
            if (!Find(number))
            {
                return 0;
            }

            int count = LittleEndian.ReadUInt16(_found, _foundOffset);
            Array.Copy(_found, _foundOffset + SegmentPage.EntryBytes, destination, 0, count);
            return count;
        }

        /// <summary>
        /// Forgets every frame below <paramref name="end"/>. Call it only once the cloud has said that it has them all. A segment
        /// that is done with is deleted; acknowledging again, or frames that are gone, does nothing.
        /// </summary>
        public void AcknowledgeBelow(uint end)
        {
            if (end > _next)
            {
                end = _next;
            }

            while (_head < end)
            {
                uint number = Seek(_head);
                if (number >= end)
                {
                    _head = end;
                    break;
                }

                Forget(number);
                _head = number + 1;
            }

            ReleaseSegments();
            if (_imageCount > 0 && _head >= _next)
            {
                TrimImage(_imageCount);
            }
        }

        /// <summary>Makes every frame that is not acknowledged durable.</summary>
        /// <returns>False when the store refused; the frames stay in RAM and the next call tries again.</returns>
        public bool Commit()
        {
            if (VolatileFrames == 0)
            {
                return true;
            }

            CompactImage();
            return CommitImage();
        }

        /// <summary>As <see cref="Commit"/>, and notes what is acknowledged, so that nothing is sent again after an orderly restart.</summary>
        public bool Checkpoint()
        {
            bool committed = Commit();
            return SaveCursor() && committed;
        }

        private static string NameOf(uint first, char generation)
        {
            char[] name = new char[10];
            for (int i = 0; i < 8; i++)
            {
                name[i] = "0123456789abcdef"[(int)(first >> (28 - (4 * i))) & 15];
            }

            name[8] = '.';
            name[9] = generation;
            return new string(name);
        }

        private static bool IsSegmentName(string name)
        {
            return name.Length == 10 && name[8] == '.' && (name[9] == 'a' || name[9] == 'b');
        }

        private ArrayList FindSegments()
        {
            ArrayList sorted = new ArrayList();
            string[] names = _store.List();
            for (int i = 0; i < names.Length; i++)
            {
                if (!IsSegmentName(names[i]))
                {
                    continue;
                }

                bool isSegment = _page.TryLoad(_store, names[i]);
                SkippedBytes += _page.SkippedBytes;
                if (isSegment && NameOf(_page.First, names[i][9]) != names[i])
                {
                    // A torn write left another segment's bytes under this name, which the ring will want for frames to come.
                    SkippedBytes += _page.Bytes;
                    isSegment = false;
                }

                if (!isSegment)
                {
                    _store.TryDelete(names[i]);
                    continue;
                }

                if (_page.DoneBelow > _head)
                {
                    _head = _page.DoneBelow;
                }

                if (_page.Overwritten > OverwrittenRecords)
                {
                    OverwrittenRecords = _page.Overwritten;
                }

                SegmentInfo segment = new SegmentInfo();
                segment.Name = names[i];
                segment.First = _page.First;
                segment.End = _page.First + (uint)_page.Count;
                int at = sorted.Count;
                while (at > 0 && segment.ComesBefore((SegmentInfo)sorted[at - 1]))
                {
                    at--;
                }

                sorted.Insert(at, segment);
            }

            return sorted;
        }

        private void AddClosed(SegmentInfo segment)
        {
            for (uint number = segment.First; number < segment.End; number++)
            {
                if (FindInPage(segment, number))
                {
                    segment.Add(LittleEndian.ReadUInt16(_found, _foundOffset), _found[_foundOffset + 2]);
                }
            }

            CountWaiting(segment.Frames, segment.Bytes, segment.Records);
            _closed[_closedCount++] = segment;
        }

        private void ReopenTail()
        {
            SegmentInfo tail = _closed[_closedCount - 1];
            if (!_page.TryLoad(_store, tail.Name) || _page.First != tail.First || _page.Bytes >= ReopenBelowBytes || _page.Count == MaxFramesInSegment)
            {
                return;
            }

            _closedCount--;
            Array.Copy(_page.Buffer, 0, _image, 0, _page.Bytes);
            Array.Copy(_page.Offsets, 0, _imageOffsets, 0, _page.Count);
            _imageFirst = tail.First;
            _imageCount = _page.Count;
            _imageBytes = _page.Bytes;
            _imageName = tail.Name;
        }

        private bool Find(uint number)
        {
            if (number >= _next || number < _head)
            {
                return false;
            }

            if (number >= _imageFirst)
            {
                _found = _image;
                _foundOffset = _imageOffsets[(int)(number - _imageFirst)];
                return true;
            }

            for (int i = 0; i < _closedCount; i++)
            {
                SegmentInfo segment = _closed[i];
                if (number >= segment.First && number < segment.End)
                {
                    return FindInPage(segment, number);
                }
            }

            return false;
        }

        private bool FindInPage(SegmentInfo segment, uint number)
        {
            if (_page.Name != segment.Name && !_page.TryLoad(_store, segment.Name))
            {
                return false;
            }

            uint index = number - _page.First;
            if (number < _page.First || index >= (uint)_page.Count)
            {
                return false;
            }

            _found = _page.Buffer;
            _foundOffset = _page.Offsets[(int)index];
            return true;
        }

        private void CountWaiting(int frames, int bytes, int records)
        {
            WaitingFrames += frames;
            WaitingBytes += bytes;
            WaitingRecords += records;
        }

        // Takes a frame off what waits; returns its records. One that can no longer be read stays in its segment's sums.
        private int Forget(uint number)
        {
            if (!Find(number))
            {
                return 0;
            }

            int bytes = LittleEndian.ReadUInt16(_found, _foundOffset);
            int records = _found[_foundOffset + 2];
            CountWaiting(-1, -bytes, -records);
            for (int i = 0; i < _closedCount && number < _imageFirst; i++)
            {
                if (number < _closed[i].End)
                {
                    _closed[i].Remove(bytes, records);
                    break;
                }
            }

            return records;
        }

        private void ReleaseSegments()
        {
            bool fileDone = _imageName != null && _head >= _durableNext;
            int done = 0;
            while (done < _closedCount && _closed[done].End <= _head)
            {
                GiveUp(_closed[done++]);
            }

            if (!fileDone && done == 0)
            {
                return;
            }

            // Before the files go: a file that comes back must not be sent again. A flash that is too full for it has room afterwards.
            bool noted = SaveCursor();
            for (; done > 0; done--)
            {
                _store.TryDelete(RemoveOldest());
            }

            if (fileDone)
            {
                _store.TryDelete(_imageName);
                _imageName = null;
            }

            if (!noted)
            {
                SaveCursor();
            }
        }

        private string RemoveOldest()
        {
            string name = _closed[0].Name;
            _closedCount--;
            Array.Copy(_closed, 1, _closed, 0, _closedCount);
            _closed[_closedCount] = null;
            return name;
        }

        private bool SaveCursor()
        {
            _cursor.Values[0] = _head;
            _cursor.Values[1] = OverwrittenRecords;
            return _cursor.TrySave();
        }

        private void MakeRoom()
        {
            if (CompactImage())
            {
                return;
            }

            CommitImage();
            if (CloseDurablePart())
            {
                return;
            }

            // The flash may be full of what is not ours. One segment is given up for that, and no second one until a write succeeds,
            // since a flash that is broken would take them all for nothing.
            if (!_storeFails && _closedCount > 0)
            {
                _storeFails = true;
                GiveUpOldest();
                CommitImage();
                if (CloseDurablePart())
                {
                    return;
                }
            }

            OverwrittenRecords += (uint)Forget(_imageFirst);
            TrimImage(1);
        }

        // Closes what the image's file has: it need not stay in RAM. After a commit that is all, and the next image begins.
        private bool CloseDurablePart()
        {
            int count = (int)(_durableNext - _imageFirst);
            if (_imageName == null || count == 0)
            {
                return false;
            }

            SegmentInfo segment = new SegmentInfo();
            segment.Name = _imageName;
            segment.First = _imageFirst;
            segment.End = _durableNext;
            for (int i = 0; i < count; i++)
            {
                segment.Add(LittleEndian.ReadUInt16(_image, _imageOffsets[i]), _image[_imageOffsets[i] + 2]);
            }

            _closed[_closedCount++] = segment;
            TrimImage(count);
            _imageName = null;
            return true;
        }

        private void GiveUpOldest()
        {
            GiveUp(_closed[0]);
            bool noted = SaveCursor();
            _store.TryDelete(RemoveOldest());
            if (!noted)
            {
                SaveCursor();
            }
        }

        // What a segment still holds is lost from here on. Of one that is acknowledged that is nothing, or what could not be read.
        private void GiveUp(SegmentInfo segment)
        {
            CountWaiting(-segment.Frames, -segment.Bytes, -segment.Records);
            OverwrittenRecords += (uint)segment.Records;
            if (_head < segment.End)
            {
                _head = segment.End;
            }
        }

        // Takes acknowledged frames off the front of the image. Its file, if there is one, still has them.
        private bool CompactImage()
        {
            if (_head <= _imageFirst || _imageCount == 0)
            {
                return false;
            }

            TrimImage((int)(_head - _imageFirst));
            return true;
        }

        private void TrimImage(int done)
        {
            int shift = (done < _imageCount ? _imageOffsets[done] : _imageBytes) - SegmentPage.HeaderBytes;
            Array.Copy(_image, SegmentPage.HeaderBytes + shift, _image, SegmentPage.HeaderBytes, _imageBytes - SegmentPage.HeaderBytes - shift);
            _imageCount -= done;
            _imageBytes -= shift;
            _imageFirst += (uint)done;
            for (int i = 0; i < _imageCount; i++)
            {
                _imageOffsets[i] = (ushort)(_imageOffsets[i + done] - shift);
                _imageTimes[i] = _imageTimes[i + done];
            }

            if (_durableNext < _imageFirst)
            {
                _durableNext = _imageFirst;
            }
        }

        private bool CommitImage()
        {
            if (VolatileFrames == 0)
            {
                return true;
            }

            uint head = _head;
            int frames = WaitingFrames;
            int bytes = WaitingBytes;
            int records = WaitingRecords;
            uint overwritten = OverwrittenRecords;
            bool full = _closedCount + 1 > _maxSegments;
            if (full)
            {
                GiveUp(_closed[0]);
            }

            string name = NameOf(_imageFirst, _imageName != null && _imageName[9] == 'a' ? 'b' : 'a');
            SegmentPage.WriteHeader(_image, _imageFirst, _head, OverwrittenRecords);
            _page.Forget(name);

            if (!_store.TryWrite(name, _image, 0, _imageBytes))
            {
                // A part of it may be there, and its header speaks of a giving up that did not happen.
                _store.TryDelete(name);
                _head = head;
                WaitingFrames = frames;
                WaitingBytes = bytes;
                WaitingRecords = records;
                OverwrittenRecords = overwritten;
                WriteFailures++;
                return false;
            }

            // Only now that the new file is durable may the old ones go.
            if (full)
            {
                _store.TryDelete(RemoveOldest());
            }

            if (_imageName != null)
            {
                _store.TryDelete(_imageName);
            }

            _imageName = name;
            _durableNext = _next;
            _storeFails = false;
            SegmentsWritten++;
            return true;
        }
    }
}
