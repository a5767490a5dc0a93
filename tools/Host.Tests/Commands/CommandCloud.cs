using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Wire;
using DroneLink.Host.Tests.Updates;
using Xunit;

namespace DroneLink.Host.Tests.Commands;

/// <summary>A cloud that sends its open commands whenever the device comes online, and takes what it is told about them.</summary>
internal sealed class CommandCloud : IVirtualCloud
{
    private readonly Dictionary<string, byte[]> _open = [];

    /// <summary>Results as they came, each <c>id status message</c>.</summary>
    public List<string> Results { get; } = [];

    /// <summary>Results that are lost before one arrives.</summary>
    public int Loses { get; set; }

    /// <summary>Results that were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>What answers about updates; null for nothing.</summary>
    public ScriptedCloud Updates { get; set; }

    /// <summary>Every record, by its name.</summary>
    public Dictionary<(string Device, uint Boot, uint Sequence), TelemetryRecord> Records { get; } = [];

    /// <summary>Texts among them.</summary>
    public IEnumerable<TelemetryRecord> Texts => Records.Values.Where(record => record.Kind == RecordKind.Text);

    /// <summary>Makes a command open until its result comes.</summary>
    public byte[] Add(string id, string command, long expires, string parameters = null)
    {
        var end = parameters is null ? "" : $",\"parameters\":{parameters}";
        return _open[id] = Encoding.ASCII.GetBytes($"{{\"id\":\"{id}\",\"command\":\"{command}\",\"expires\":{expires}{end}}}");
    }

    /// <summary>The result of a command; null while there is none.</summary>
    public string ResultOf(string id) =>
        Results.FirstOrDefault(result => result.StartsWith(id + " ", StringComparison.Ordinal)) is { } result ? result[(id.Length + 1)..] : null;

    public bool TakeFrame(string deviceId, byte[] frame)
    {
        Assert.True(FrameReader.TryRead(frame, out var read, out var error), error.ToString());
        foreach (var record in read.Records) Records[(record.DeviceId, record.BootId, record.Sequence)] = record;
        return true;
    }

    public (int Status, byte[] Body) AnswerHttps(
        string deviceId, string method, string path, string range, byte[] body, string timestamp, string signature) =>
        throw new InvalidOperationException("there is a broker");

    public byte[] AnswerOta(string deviceId, byte[] request) => Updates?.AnswerOta(deviceId, request);

    public bool TakeResult(string deviceId, byte[] result)
    {
        Assert.InRange(result.Length, 1, 1024);
        Assert.DoesNotContain(result, b => b is < 32 or > 126);
        if (Lost < Loses)
        {
            Lost++;
            return false;
        }

        using var json = JsonDocument.Parse(result);
        var root = json.RootElement;
        var id = root.GetProperty("id").GetString();
        var message = root.TryGetProperty("message", out var text) ? " " + text.GetString() : "";
        Results.Add($"{id} {root.GetProperty("status").GetString()}{message}");
        _open.Remove(id!);
        return true;
    }

    public IEnumerable<byte[]> OpenCommands(string deviceId) => [.. _open.Values];
}
