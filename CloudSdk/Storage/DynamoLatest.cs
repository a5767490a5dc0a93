using System.Buffers;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// The newest record of every kind of one device, in two items of pk <c>LATEST#{shard}</c>: sk <c>{device}</c> has the newest of those that
/// the device dated and is all that most writes touch; sk <c>{device}#U</c> has what came without a date, by boot, as it came, so that an
/// anchor dates it whenever that comes. What it answers depends on which records it was given and not on their order, as
/// <see cref="ITelemetryStore"/> asks, but for what <see cref="MaxBoots"/> says. One caller at a time.
/// </summary>
internal sealed class DynamoLatest
{
    /// <summary>
    /// Boots whose records without a date are remembered, those with the highest ids, and beside them those that have the newest record of a kind:
    /// an anchor, or a record without a date, of another boot changes the history only. Boots count upwards, so what is given up is a date for what
    /// newer boots have outdated.
    /// </summary>
    public const int MaxBoots = 8;

    /// <summary>Bytes of them at most, below an item's 400 KB; past it older boots are forgotten too. Not reached by any kind that is known.</summary>
    public const int MaxBytes = 300 * 1024;

    private const string Prefix = "LATEST";
    private const string UndatedSuffix = "#U";

    private readonly string _pk;
    private readonly string _deviceId;
    private readonly long? _version;
    private readonly long? _undatedVersion;
    private readonly long? _readSeenMs;
    private readonly byte[] _readDated;
    private readonly byte[] _readUndated;
    private readonly byte[] _readAnchors;

    private readonly SortedDictionary<byte, ProjectedRecord> _dated = [];
    private readonly SortedDictionary<uint, Boot> _boots = [];
    private long? _seenMs;

    private DynamoLatest(string deviceId, Item? dated, Item? undated)
    {
        (_pk, _deviceId) = (PartitionKey(deviceId), deviceId);
        (_version, _undatedVersion) = (dated.Version(), undated.Version());
        _seenMs = _readSeenMs = dated?.Number("seen");
        _readDated = dated?.Bytes("r") ?? [];
        _readUndated = undated?.Bytes("r") ?? [];
        _readAnchors = undated?.Bytes("anchors") ?? [];
        foreach (var record in DynamoRecordPack.Unpack(deviceId, _readDated))
            _dated.Add(record.Record.Kind, record);
        foreach (var record in DynamoRecordPack.Unpack(deviceId, _readUndated))
            BootOf(record.Record.BootId).Records.Add(record);
        ReadAnchors();
    }

    /// <summary>Whether a record ever came.</summary>
    public bool IsKnown => _seenMs is not null;

    /// <summary>Boots of which the newest record without a date came again with one, so that another is the newest: read them anew.</summary>
    public HashSet<uint> Outdated { get; } = [];

    private static string PartitionKey(string deviceId) => DynamoItem.Shard(Prefix, deviceId);

    /// <summary>Reads one device.</summary>
    public static async Task<DynamoLatest> ReadAsync(DynamoTable table, string deviceId, CancellationToken cancellationToken)
    {
        // No other device is between the two: '#' sorts before all that an id is made of.
        var items = new List<Item>();
        await foreach (var page in table.QueryAsync(PartitionKey(deviceId), deviceId, deviceId + UndatedSuffix, cancellationToken).ConfigureAwait(false))
            items.AddRange(page);
        return Of(deviceId, items);
    }

    /// <summary>Reads all devices, in any order.</summary>
    public static async Task<IEnumerable<DynamoLatest>> ReadAllAsync(DynamoTable table, CancellationToken cancellationToken)
    {
        var items = await table.QueryShardsAsync(Prefix, cancellationToken).ConfigureAwait(false);
        return items.GroupBy(item => item.Text(DynamoTable.SortKey)!.Split('#')[0], Of);
    }

    /// <summary>Takes records in.</summary>
    /// <param name="records">As they are stored now.</param>
    /// <param name="seenMs">When the last of them was received.</param>
    /// <param name="anchors">Anchors among them.</param>
    public void Merge(IEnumerable<ProjectedRecord> records, long seenMs, IEnumerable<(uint BootId, DynamoAnchor Anchor)> anchors)
    {
        _seenMs = Math.Max(_seenMs ?? long.MinValue, seenMs);
        foreach (var record in records)
        {
            if (record.Record.ClockSynced)
                MergeDated(record);
            else
                BootOf(record.Record.BootId).Records.Add(record);
        }

        foreach (var (bootId, anchor) in anchors)
        {
            var boot = BootOf(bootId);
            if (boot.Anchor is not { } known || anchor.Sequence < known.Sequence)
                boot.Anchor = anchor;
        }

        foreach (var boot in _boots.Values)
            boot.Thin();
        Forget();
    }

    /// <summary>Takes all records of an outdated boot that have no date.</summary>
    public void Replace(uint bootId, IEnumerable<ProjectedRecord> records)
    {
        var boot = BootOf(bootId);
        boot.Records.Clear();
        boot.Records.AddRange(records);
        boot.Thin();
        Outdated.Remove(bootId);
        Forget();
    }

    /// <summary>Puts what changed. The dated ones first: a record that has got its date is in both for a moment, never in none.</summary>
    /// <returns>False when another writer was ahead: begin anew.</returns>
    public async Task<bool> TryPutAsync(DynamoTable table, CancellationToken cancellationToken)
    {
        var dated = DynamoRecordPack.Pack(_dated.Values);
        if (_seenMs != _readSeenMs || !IsSame(dated, _readDated))
        {
            var item = DynamoItem.Key(_pk, _deviceId);
            item["seen"] = DynamoItem.Number(_seenMs ?? 0);
            item["r"] = DynamoItem.Bytes(dated);
            if (!await table.TryPutAsync(item, _version, cancellationToken).ConfigureAwait(false))
                return false;
        }

        var (undated, anchors) = (PackUndated(), PackAnchors());
        if (IsSame(undated, _readUndated) && anchors.AsSpan().SequenceEqual(_readAnchors))
            return true;
        var other = DynamoItem.Key(_pk, _deviceId + UndatedSuffix);
        other["r"] = DynamoItem.Bytes(undated);
        other["anchors"] = DynamoItem.Bytes(anchors);
        return await table.TryPutAsync(other, _undatedVersion, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns what is known of the device.</summary>
    public StoredDevice Describe()
    {
        // "Newer" is no order over dated and undated records together, so the best of each side is found first and then the two compared.
        var dated = new Dictionary<byte, StoredRecord>();
        var undated = new Dictionary<byte, StoredRecord>();
        foreach (var record in _dated.Values)
            Take(dated, record, null, Age);
        foreach (var boot in _boots.Values)
        {
            foreach (var record in boot.Records)
            {
                if (boot.Anchor is not null && BootClock.CanDate(record.Record))
                    Take(dated, record, boot.Anchor, Age);
                else
                    Take(undated, record, null, static record => (0, record.BootId, record.Sequence));
            }
        }

        var latest = dated.Values.Concat(undated.Values)
            .GroupBy(record => record.Record.Kind)
            .OrderBy(kind => kind.Key)
            .Select(kind => kind.MaxBy(record => (record.Record.BootId, record.Record.Sequence))!);
        return new StoredDevice(_deviceId, DateTimeOffset.FromUnixTimeMilliseconds(_seenMs ?? 0), [.. latest]);
    }

    private static DynamoLatest Of(string deviceId, IEnumerable<Item> items)
    {
        Item? dated = null, undated = null;
        foreach (var item in items)
        {
            if (item.Text(DynamoTable.SortKey) == deviceId)
                dated = item;
            else
                undated = item;
        }

        return new DynamoLatest(deviceId, dated, undated);
    }

    private static (long TimeMs, uint BootId, uint Sequence) Age(TelemetryRecord record) => (record.TimeMs, record.BootId, record.Sequence);

    private static void Take(
        Dictionary<byte, StoredRecord> best, ProjectedRecord record, DynamoAnchor? anchor, Func<TelemetryRecord, (long, uint, uint)> age)
    {
        var stored = new StoredRecord(BootClock.Date(record.Record, anchor?.OffsetMs), record.ReceivedAt);
        if (!best.TryGetValue(record.Record.Kind, out var other) || age(stored.Record).CompareTo(age(other.Record)) > 0)
            best[record.Record.Kind] = stored;
    }

    // Nothing packed and packed nothing are the same.
    private static bool IsSame(byte[] packed, byte[] read) => packed.AsSpan().SequenceEqual(read) || (packed.Length == 1 && read.Length == 0);

    private void MergeDated(ProjectedRecord record)
    {
        var kind = record.Record.Kind;
        var age = _dated.TryGetValue(kind, out var best) ? Age(record.Record).CompareTo(Age(best.Record)) : 1;
        if (age > 0 || (age == 0 && record.ReceivedAt < best!.ReceivedAt))
            _dated[kind] = record;
        if (_boots.TryGetValue(record.Record.BootId, out var boot)
            && boot.Records.RemoveAll(other => other.Record.Sequence == record.Record.Sequence) > 0)
        {
            Outdated.Add(record.Record.BootId);
        }
    }

    private Boot BootOf(uint bootId)
    {
        if (!_boots.TryGetValue(bootId, out var boot))
            _boots.Add(bootId, boot = new Boot());
        return boot;
    }

    private void Forget()
    {
        if (_boots.Count > MaxBoots)
        {
            // However old a boot is, what nothing newer of its kind has outdated is the latest state still.
            var needed = Describe().Latest.Select(record => record.Record.BootId).ToHashSet();
            foreach (var bootId in _boots.Keys.SkipLast(MaxBoots).Where(bootId => !needed.Contains(bootId)).ToList())
                _boots.Remove(bootId);
        }

        while (_boots.Count > 1 && PackUndated().Length > MaxBytes)
            _boots.Remove(_boots.Keys.First());
    }

    private byte[] PackUndated() => DynamoRecordPack.Pack(_boots.Values.SelectMany(boot => boot.Records));

    private byte[] PackAnchors()
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (bootId, boot) in _boots)
        {
            if (boot.Anchor is not { } anchor)
                continue;
            foreach (var value in (ReadOnlySpan<ulong>)[bootId, anchor.Sequence, (ulong)anchor.OffsetMs])
                output.Advance(VarInt.Write(output.GetSpan(VarInt.MaxBytes), value));
        }

        return output.WrittenSpan.ToArray();
    }

    private void ReadAnchors()
    {
        for (var at = 0; at < _readAnchors.Length;)
        {
            if (!VarInt.TryRead32(_readAnchors, ref at, out var bootId)
                || !VarInt.TryRead32(_readAnchors, ref at, out var sequence)
                || !VarInt.TryRead64(_readAnchors, ref at, out var offset))
            {
                throw new InvalidDataException($"The anchors of '{_deviceId}' are damaged.");
            }

            BootOf(bootId).Anchor = new DynamoAnchor(sequence, (long)offset);
        }
    }

    /// <summary>What can still be the newest of a boot.</summary>
    private sealed class Boot
    {
        public DynamoAnchor? Anchor { get; set; }

        public List<ProjectedRecord> Records { get; } = [];

        /// <summary>
        /// Keeps of each kind the last by sequence number, which counts without an anchor; the last by uptime, which counts with one, whatever
        /// it is; and the last that no anchor dates.
        /// </summary>
        public void Thin()
        {
            var kept = Records
                .GroupBy(record => record.Record.Kind)
                .SelectMany(kind => new[]
                {
                    kind.MaxBy(record => record.Record.Sequence),
                    kind.Where(record => BootClock.CanDate(record.Record)).MaxBy(record => (record.Record.TimeMs, record.Record.Sequence)),
                    kind.Where(record => !BootClock.CanDate(record.Record)).MaxBy(record => record.Record.Sequence),
                })
                .OfType<ProjectedRecord>()
                .GroupBy(record => record.Record.Sequence)
                .OrderBy(record => record.Key)
                .Select(same => Records.Where(record => record.Record.Sequence == same.Key).MinBy(record => record.ReceivedAt)!)
                .ToList();
            Records.Clear();
            Records.AddRange(kept);
        }
    }
}
