using DroneLink.Firmware.Storage;

namespace DroneLink.Host.Tests.Commands;

/// <summary>A flash that refuses writes at times.</summary>
internal sealed class RefusingStore(ISegmentStore store, Func<bool> refuses) : ISegmentStore
{
    public bool TryWrite(string name, byte[] buffer, int offset, int count) => !refuses() && store.TryWrite(name, buffer, offset, count);

    public int Read(string name, byte[] buffer) => store.Read(name, buffer);

    public bool TryDelete(string name) => !refuses() && store.TryDelete(name);

    public string[] List() => store.List();
}
