using System.Globalization;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Simulation.Fleet;

/// <summary>What the stream has, in its order.</summary>
internal sealed class StreamLog(FleetClock clock, Action<string, Frame> accepted)
{
    /// <summary>Its entries.</summary>
    public List<(string Sequence, string Key, byte[] Data, long UtcMs)> Entries { get; } = [];

    /// <summary>Puts an entry behind the others.</summary>
    /// <returns>Its sequence number.</returns>
    public string Append(string key, ReadOnlySpan<byte> data)
    {
        var sequence = (Entries.Count + 1).ToString(CultureInfo.InvariantCulture);
        Entries.Add((sequence, key, data.ToArray(), clock.UtcMs));
        if (FrameReader.TryRead(data, out var frame, out _)) accepted(key, frame);
        return sequence;
    }
}
