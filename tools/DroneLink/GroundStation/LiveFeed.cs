using System.Buffers;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation;

/// <summary>
/// Hands each newly stored record, and each coming and going of a device, to whoever listens. A slow listener loses its oldest events
/// and is told so, and never holds up the pipeline. Thread safe.
/// </summary>
public sealed class LiveFeed
{
    /// <summary>Listeners at the most.</summary>
    public const int MaxListeners = 64;

    /// <summary>Events kept for a listener that is behind.</summary>
    public const int QueueCapacity = 512;

    private readonly Lock _gate = new();
    private readonly RecentRecords _recent = new();
    private LiveListener[] _listeners = [];
    private long _records;

    /// <summary>Raised for each newly stored record, on the thread that stored it; handlers must return at once.</summary>
    public event Action<ProjectedRecord>? Stored;

    /// <summary>Records that were newly stored since the start.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Starts listening; dispose the listener to stop.</summary>
    /// <param name="deviceId">Only this device; null for all.</param>
    /// <param name="kind">Only records of this kind; null for all.</param>
    /// <returns>Null when <see cref="MaxListeners"/> listen already.</returns>
    public LiveListener? TryListen(string? deviceId = null, byte? kind = null)
    {
        var listener = new LiveListener(deviceId, kind, QueueCapacity, Remove);
        lock (_gate)
        {
            if (_listeners.Length >= MaxListeners) return null;
            _listeners = [.. _listeners, listener];
        }

        return listener;
    }

    /// <summary>Tells the listeners what was stored. Records that were told lately are not told again.</summary>
    public void Announce(IReadOnlyList<ProjectedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var listeners = Volatile.Read(ref _listeners);
        foreach (var projected in records)
        {
            // A device sends again what was not acknowledged, and a batch comes again after a crash.
            if (!_recent.TryAdd(projected.Record)) continue;
            Interlocked.Increment(ref _records);
            Stored?.Invoke(projected);
            LiveEvent? shared = null;
            foreach (var listener in listeners)
            {
                if (listener.Wants(projected.Record)) listener.Offer(shared ??= new LiveEvent("record", ToJson(projected)));
            }
        }
    }

    /// <summary>Tells the listeners that a device came or went.</summary>
    public void Announce(DevicePresence presence)
    {
        ArgumentNullException.ThrowIfNull(presence);
        var shared = new LiveEvent("status", ToJson(presence));
        foreach (var listener in Volatile.Read(ref _listeners))
        {
            if (listener.Wants(presence.DeviceId)) listener.Offer(shared);
        }
    }

    private static string ToJson(ProjectedRecord projected) => WriteJson(writer =>
    {
        RecordJson.WriteMembers(writer, projected.Record);
        writer.WriteNumber("received"u8, projected.ReceivedAt.ToUnixTimeMilliseconds());
    });

    private static string ToJson(DevicePresence presence) => WriteJson(writer =>
    {
        writer.WriteString("deviceId"u8, presence.DeviceId);
        writer.WriteBoolean("online"u8, presence.Online);
        writer.WriteNumber("since"u8, presence.Since);
    });

    private static string WriteJson(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Remove(LiveListener listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners.Where(l => !ReferenceEquals(l, listener))];
        }
    }
}
