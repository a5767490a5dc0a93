using DroneLink.Firmware.Storage;

namespace DroneLink.Host.Board;

/// <summary>A flash that lives as long as its process: for a replay, whose source is the log itself. Not thread safe.</summary>
public sealed class MemorySegmentStore : ISegmentStore
{
    private readonly Dictionary<string, byte[]> _files = [];

    /// <inheritdoc/>
    public bool TryWrite(string name, byte[] buffer, int offset, int count)
    {
        _files[name] = buffer.AsSpan(offset, count).ToArray();
        return true;
    }

    /// <inheritdoc/>
    public int Read(string name, byte[] buffer)
    {
        if (!_files.TryGetValue(name, out var file))
        {
            return -1;
        }

        var count = Math.Min(file.Length, buffer.Length);
        file.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    /// <inheritdoc/>
    public bool TryDelete(string name)
    {
        _files.Remove(name);
        return true;
    }

    /// <inheritdoc/>
    public string[] List() => [.. _files.Keys];
}
