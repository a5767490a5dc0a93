using System;

namespace DroneLink.Drivers.Mavlink
{
    /// <summary>
    /// Puts the texts of MAVLink 2 that come in parts together, within bounded memory. A part that is not full ends its text; a
    /// text whose parts stop coming for <see cref="PartTimeoutMs"/> is given out as far as it came; where parts are missing stands
    /// <c>...</c>; beyond <see cref="MaxTextBytes"/> it is cut. After each <see cref="Take"/> call <see cref="TryTake"/> until it
    /// returns false. Allocates nothing after construction.
    /// </summary>
    public sealed class StatusTextAssembler
    {
        /// <summary>Bytes of a text at the most.</summary>
        public const int MaxTextBytes = 200;

        /// <summary>ms that the next part may take.</summary>
        public const int PartTimeoutMs = 1000;

        /// <summary>Texts that may be under way at once; a further one ends the oldest.</summary>
        public const int MaxOpenTexts = 3;

        private const int GapBytes = 3;

        // One more than may be open, so that there always is a free one for the next text.
        private readonly OpenText[] _texts = new OpenText[MaxOpenTexts + 1];
        private OpenText _taken;

        /// <summary>Creates an assembler.</summary>
        public StatusTextAssembler()
        {
            for (int index = 0; index < _texts.Length; index++)
            {
                _texts[index] = new OpenText();
            }

            _taken = _texts[0];
        }

        /// <summary>MAV_SEVERITY of the text that was taken; as sent.</summary>
        public byte Severity => _taken.Severity;

        /// <summary>The text that was taken, as bytes that may be any; valid until the next call.</summary>
        public byte[] Text => _taken.Bytes;

        /// <summary>How many of <see cref="Text"/> count, 0..<see cref="MaxTextBytes"/>.</summary>
        public int TextBytes => _taken.Count;

        /// <summary>Takes a text or a part of one.</summary>
        /// <param name="reading">It.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Take(StatusTextReading reading, long nowMs)
        {
            OpenText text = reading.Id == 0 ? null : Find(reading);
            if (text == null)
            {
                text = FindFree();
                text.Start(reading);
            }

            if (reading.Part < text.NextPart)
            {
                return; // a part that came twice
            }

            if (reading.Part > text.NextPart)
            {
                text.AppendGap();
            }

            text.NextPart = reading.Part + 1;
            text.LastMs = nowMs;
            text.Append(reading.Text, reading.TextBytes);
            text.IsDone = reading.Id == 0 || reading.TextBytes < StatusTextReading.MaxTextBytes;
            KeepOneFree();
        }

        /// <summary>Takes out a text that is complete, or will not become so.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>False when there is none.</returns>
        public bool TryTake(long nowMs)
        {
            for (int index = 0; index < _texts.Length; index++)
            {
                OpenText text = _texts[index];
                if (text.IsOpen && (text.IsDone || nowMs - text.LastMs >= PartTimeoutMs))
                {
                    text.IsOpen = false;
                    _taken = text;
                    return true;
                }
            }

            return false;
        }

        private OpenText Find(StatusTextReading reading)
        {
            for (int index = 0; index < _texts.Length; index++)
            {
                OpenText text = _texts[index];
                if (text.IsOpen && text.Id == reading.Id && text.SystemId == reading.SystemId && text.ComponentId == reading.ComponentId)
                {
                    return text;
                }
            }

            return null;
        }

        private OpenText FindFree()
        {
            for (int index = 0; index < _texts.Length; index++)
            {
                if (!_texts[index].IsOpen)
                {
                    return _texts[index];
                }
            }

            // Only when TryTake was not called: the oldest is lost.
            return FindOldest();
        }

        private void KeepOneFree()
        {
            for (int index = 0; index < _texts.Length; index++)
            {
                if (!_texts[index].IsOpen || _texts[index].IsDone)
                {
                    return;
                }
            }

            FindOldest().IsDone = true;
        }

        private OpenText FindOldest()
        {
            OpenText oldest = _texts[0];
            for (int index = 1; index < _texts.Length; index++)
            {
                if (_texts[index].LastMs < oldest.LastMs)
                {
                    oldest = _texts[index];
                }
            }

            return oldest;
        }

        private sealed class OpenText
        {
            public readonly byte[] Bytes = new byte[MaxTextBytes];
            public bool IsOpen;
            public bool IsDone;
            public byte SystemId;
            public byte ComponentId;
            public byte Severity;
            public int Id;
            public int NextPart;
            public int Count;
            public long LastMs;

            public void Start(StatusTextReading reading)
            {
                IsOpen = true;
                IsDone = false;
                SystemId = reading.SystemId;
                ComponentId = reading.ComponentId;
                Severity = reading.Severity;
                Id = reading.Id;
                NextPart = 0;
                Count = 0;
            }

            public void Append(byte[] text, int count)
            {
                int room = MaxTextBytes - Count;
                if (count > room)
                {
                    count = room;
                }

                Array.Copy(text, 0, Bytes, Count, count);
                Count += count;
            }

            public void AppendGap()
            {
                for (int index = 0; index < GapBytes && Count < MaxTextBytes; index++)
                {
                    Bytes[Count++] = (byte)'.';
                }
            }
        }
    }
}
