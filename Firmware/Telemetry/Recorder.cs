using DroneLink.Firmware.Storage;

namespace DroneLink.Firmware.Telemetry
{
    /// <summary>
    /// Takes every record of the device, numbers it, and puts sealed frames into the ring. Allocates nothing in steady use.
    /// </summary>
    public sealed class Recorder
    {
        // A commit is not instant: it starts this share of the window early, so that it is done within it.
        private const int CommitLeadDivisor = 8;
        private const int CommitRetryMs = 1000;

        private readonly FrameBuilder _builder;
        private readonly FlashRing _ring;
        private readonly DeviceClock _clock;
        private readonly RecorderOptions _options;
        private readonly TelemetryRecord _event = new TelemetryRecord();
        private uint _overwrittenReported;
        private long _lastUtcMs;
        private long _lastUnsyncedMs;
        private long _nextCommitTryMs;

        /// <summary>Creates a recorder.</summary>
        /// <param name="builder">Builds the frames. Owned.</param>
        /// <param name="ring">Takes them. Borrowed, opened.</param>
        /// <param name="clock">Dates them. Borrowed.</param>
        /// <param name="options">When to seal and commit.</param>
        public Recorder(FrameBuilder builder, FlashRing ring, DeviceClock clock, RecorderOptions options)
        {
            _builder = builder;
            _ring = ring;
            _clock = clock;
            _options = options;
            _overwrittenReported = ring.OverwrittenRecords;
            _builder.Start(0);
        }

        /// <summary>Sequence number of the next record: how many this boot has recorded.</summary>
        public uint NextSequence { get; private set; }

        /// <summary>Takes a record of a numeric kind.</summary>
        /// <param name="record">The record; one with no field is left out.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Record(TelemetryRecord record, long nowMs)
        {
            if (record.Mask == 0)
            {
                return;
            }

            if (!_builder.TryAdd(record, nowMs))
            {
                // An empty frame has room for the largest record there is.
                Seal();
                _builder.TryAdd(record, nowMs);
            }

            Taken();
        }

        /// <summary>Takes a text.</summary>
        /// <param name="severity">0 to 7, see <see cref="Severity"/>.</param>
        /// <param name="utf8">Holds valid UTF-8.</param>
        /// <param name="count">Its bytes; beyond 200 it is cut at a character's start.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void RecordText(int severity, byte[] utf8, int count, long nowMs)
        {
            if (count > FrameFormat.MaxTextBytes)
            {
                count = FrameFormat.MaxTextBytes;
                while (count > 0 && (utf8[count] & 0xC0) == 0x80)
                {
                    count--;
                }
            }

            if (!_builder.TryAddText((byte)severity, utf8, 0, count, nowMs))
            {
                Seal();
                _builder.TryAddText((byte)severity, utf8, 0, count, nowMs);
            }

            Taken();
        }

        /// <summary>Takes an event.</summary>
        /// <param name="code">See <see cref="EventCode"/>.</param>
        /// <param name="severity">See <see cref="Severity"/>.</param>
        /// <param name="value">Meaning by code.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void RecordEvent(int code, int severity, long value, long nowMs)
        {
            StartEvent(code, severity);
            _event.Set(EventField.Value, value);
            Record(_event, nowMs);
        }

        /// <summary>Takes an event of two values.</summary>
        /// <param name="code">See <see cref="EventCode"/>.</param>
        /// <param name="severity">See <see cref="Severity"/>.</param>
        /// <param name="value">Meaning by code.</param>
        /// <param name="value2">Meaning by code.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void RecordEvent(int code, int severity, long value, long value2, long nowMs)
        {
            StartEvent(code, severity);
            _event.Set(EventField.Value, value);
            _event.Set(EventField.Value2, value2);
            Record(_event, nowMs);
        }

        /// <summary>
        /// Seals and commits what is due. The commit window holds when this is called at least every eighth of it.
        /// </summary>
        public void Step(long nowMs)
        {
            if (_builder.Count > 0 && nowMs - _builder.FirstTime >= _options.FrameMaxAgeMs)
            {
                Seal();
            }

            long oldest = _ring.OldestVolatileMs;
            if (_builder.Count > 0 && _builder.FirstTime < oldest)
            {
                oldest = _builder.FirstTime;
            }

            int window = _options.CommitWindowMs - (_options.CommitWindowMs / CommitLeadDivisor);
            if (oldest != long.MaxValue && nowMs - oldest >= window && nowMs >= _nextCommitTryMs)
            {
                Seal();
                _nextCommitTryMs = _ring.Commit() ? 0 : nowMs + CommitRetryMs;
            }

            uint overwritten = _ring.OverwrittenRecords;
            if (overwritten != _overwrittenReported)
            {
                long more = overwritten - _overwrittenReported;
                _overwrittenReported = overwritten;
                RecordEvent(EventCode.BufferOverwrote, Severity.Warning, more, nowMs);
            }
        }

        /// <summary>Seals the frame under construction, if there is one, so that the ring has every record.</summary>
        public void Seal()
        {
            if (_builder.Count == 0)
            {
                return;
            }

            long baseTime = _builder.FirstTime;
            if (_clock.IsSynced)
            {
                // Within a boot UTC does not go back, even when a better source puts the clock back; frames from before the clock was
                // known are sent with the anchor.
                baseTime = Latest(_clock.ToUtc(baseTime), Latest(_lastUtcMs, _lastUnsyncedMs + _clock.AnchorMs));
                _lastUtcMs = baseTime + (_builder.LastTime - _builder.FirstTime);
            }
            else
            {
                _lastUnsyncedMs = _builder.LastTime;
            }

            _builder.Seal(_clock.IsSynced, baseTime);
            _ring.Append(_builder.Buffer, _builder.SealedOffset, _builder.SealedLength, _builder.Count, _builder.FirstTime);
            _builder.Start(NextSequence);
        }

        private static long Latest(long one, long other)
        {
            return one > other ? one : other;
        }

        private void StartEvent(int code, int severity)
        {
            _event.Start(RecordKind.Event);
            _event.Set(EventField.Code, code);
            _event.Set(EventField.Severity, severity);
        }

        private void Taken()
        {
            NextSequence++;
            if (_builder.Length >= _options.FrameMaxBytes)
            {
                Seal();
            }
        }
    }
}
