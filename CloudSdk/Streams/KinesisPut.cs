using System.Text;

namespace DroneLink.CloudSdk.Streams;

/// <summary>
/// The bookkeeping of one put: which entries are stored, which wait, and which may be sent next. Each device is a queue, and only its
/// head goes out, so that nothing overtakes. Without a clock of its own; one caller at a time.
/// </summary>
internal sealed class KinesisPut
{
    private readonly IReadOnlyList<StreamEntry> _entries;
    private readonly KinesisTelemetryStreamOptions _options;
    private readonly StreamResult[] _results;
    private readonly List<Device> _devices = [];

    public KinesisPut(IReadOnlyList<StreamEntry> entries, KinesisTelemetryStreamOptions options)
    {
        _entries = entries;
        _options = options;
        _results = new StreamResult[entries.Count];
        var byKey = new Dictionary<string, Device>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            if (!byKey.TryGetValue(entries[i].PartitionKey, out var device))
            {
                byKey.Add(entries[i].PartitionKey, device = new Device());
                _devices.Add(device);
            }

            device.Waiting.Add(i);
        }
    }

    /// <summary>One result an entry.</summary>
    public IReadOnlyList<StreamResult> Results => _results;

    /// <summary>Whether every entry is stored or given up.</summary>
    public bool IsDone => _devices.Count == 0;

    /// <summary>Picks what to send now, in the order of the put; empty while every device waits after a failure.</summary>
    /// <param name="now">The time in ticks of any clock, the same for all calls.</param>
    public List<int> Next(long now)
    {
        var candidates = new List<int>();
        foreach (var device in _devices)
        {
            if (device.NotBefore <= now)
                candidates.AddRange(device.Waiting.GetRange(device.Head, Math.Min(_options.MaxDeviceEntries, device.Waiting.Count - device.Head)));
        }

        // What does not fit ends the call: leaving it out alone could let a later one of its device pass.
        candidates.Sort();
        var bytes = 0L;
        var count = 0;
        while (count < candidates.Count && count < _options.MaxCallEntries)
        {
            var entry = _entries[candidates[count]];
            bytes += entry.Data.Length + Encoding.UTF8.GetByteCount(entry.PartitionKey);
            if (bytes > _options.MaxCallBytes)
                break;
            count++;
        }

        candidates.RemoveRange(count, candidates.Count - count);
        return candidates;
    }

    /// <summary>When the first waiting device may be sent again.</summary>
    public long NextTime() => _devices.Min(device => device.NotBefore);

    /// <summary>
    /// Takes the results of what was sent. Behind the first failure of a device nothing of it counts, even if the service stored it: it
    /// goes again, behind the one that failed.
    /// </summary>
    /// <returns>The most failures in a row of a device that failed now and is tried again; 0 when none is.</returns>
    public int Take(IReadOnlyList<int> sent, Func<int, StreamResult> resultOf)
    {
        var order = new Dictionary<int, int>(sent.Count);
        for (var i = 0; i < sent.Count; i++)
            order.Add(sent[i], i);

        var most = 0;
        foreach (var device in _devices)
        {
            device.HasFailed = false;
            while (device.Head < device.Waiting.Count && order.TryGetValue(device.Waiting[device.Head], out var place))
            {
                var result = resultOf(place);
                if (result.IsStored)
                {
                    _results[device.Waiting[device.Head++]] = result;
                    device.Failures = 0;
                    continue;
                }

                device.Last = result;
                device.HasFailed = true;
                if (++device.Failures >= _options.MaxAttempts)
                    GiveUp(device, result);
                else
                    most = Math.Max(most, device.Failures);
                break;
            }
        }

        _devices.RemoveAll(static device => device.Head == device.Waiting.Count);
        return most;
    }

    /// <summary>Keeps back the devices that just failed.</summary>
    public void HoldFailed(long until)
    {
        foreach (var device in _devices)
        {
            if (device.HasFailed)
                device.NotBefore = until;
        }
    }

    /// <summary>Gives everything up that is not stored. A device that failed before keeps what the service said then.</summary>
    public void GiveUp(string code, string message)
    {
        foreach (var device in _devices)
            GiveUp(device, device.Failures > 0 ? device.Last : new StreamResult(null, code, message));
        _devices.Clear();
    }

    /// <summary>Gives everything up that is not stored, all for the same reason.</summary>
    public void GiveUpAll(string code, string message)
    {
        foreach (var device in _devices)
            GiveUp(device, new StreamResult(null, code, message));
        _devices.Clear();
    }

    private void GiveUp(Device device, StreamResult result)
    {
        for (; device.Head < device.Waiting.Count; device.Head++)
            _results[device.Waiting[device.Head]] = result;
    }

    private sealed class Device
    {
        public List<int> Waiting { get; } = [];

        public int Head { get; set; }

        public int Failures { get; set; }

        public long NotBefore { get; set; } = long.MinValue;

        public bool HasFailed { get; set; }

        public StreamResult Last { get; set; }
    }
}
