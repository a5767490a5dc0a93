using System.Text;
using DroneLink.CloudSdk.Wire;
using DroneLink.Host.Mavlink;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>A STATUSTEXT that waits.</summary>
/// <param name="Vehicle">Whose it is.</param>
/// <param name="IsOwn">Whether the drone says it, and not its ground receiver.</param>
/// <param name="Severity">0 to 7.</param>
/// <param name="Text">What it says.</param>
internal sealed record MavlinkText(MavlinkVehicle Vehicle, bool IsOwn, int Severity, string Text)
{
    /// <summary>Messages that it takes.</summary>
    public int Messages { get; } = MessagesOf(Text);

    /// <summary>Makes one of an event or a text; null when it says nothing.</summary>
    public static MavlinkText? Of(MavlinkVehicle vehicle, TelemetryRecord record, bool isOwn)
    {
        // A null character would end the text.
        var text = (record.Kind == RecordKind.Text ? record.Text ?? "" : EventText.Of(record)).Replace('\0', ' ');
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes == 0) return null;

        // The message that ends a text which fills its last one would be empty, and QGroundControl takes it for a lost one.
        if (bytes > MavlinkMessageWriter.TextBytes && bytes % MavlinkMessageWriter.TextBytes == 0) text += ' ';
        return new MavlinkText(vehicle, isOwn, RecordFilter.SeverityOf(record), text);
    }

    private static int MessagesOf(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= MavlinkMessageWriter.TextBytes ? 1 : (bytes / MavlinkMessageWriter.TextBytes) + 1;
    }
}
