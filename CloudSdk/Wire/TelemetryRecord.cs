using System.Numerics;

namespace DroneLink.CloudSdk.Wire;

/// <summary>One record of a telemetry frame. <c>(DeviceId, BootId, Sequence)</c> names it for ever.</summary>
public sealed class TelemetryRecord
{
    /// <summary>The device that recorded it, 1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The boot of the device that recorded it.</summary>
    public required uint BootId { get; init; }

    /// <summary>Its sequence number, from 0 in each boot.</summary>
    public required uint Sequence { get; init; }

    /// <summary>When it was taken: ms since 1970-01-01 UTC if <see cref="ClockSynced"/>, else since boot.</summary>
    public required long TimeMs { get; init; }

    /// <summary>Whether <see cref="TimeMs"/> is UTC.</summary>
    public required bool ClockSynced { get; init; }

    /// <summary>Its kind, a number of <see cref="RecordKind"/>; others are kept with no fields.</summary>
    public required byte Kind { get; init; }

    /// <summary>Bit <em>i</em> is set when field <em>i</em> is known. 0 for texts and unknown kinds.</summary>
    public uint Mask { get; init; }

    /// <summary>The values of the fields in <see cref="Mask"/>, in ascending order of field.</summary>
    public ReadOnlyMemory<long> Values { get; init; }

    /// <summary>Severity of a text, 0 to 7 (syslog) in well-formed use; 0 for other kinds.</summary>
    public byte Severity { get; init; }

    /// <summary>The text of a <see cref="RecordKind.Text"/>, else null.</summary>
    public string? Text { get; init; }

    /// <summary>Returns the value of a field, if it is known.</summary>
    /// <param name="field">Its number, 0 to 31.</param>
    /// <param name="value">Its value, in the unit of its kind.</param>
    public bool TryGet(int field, out long value)
    {
        var bit = 1u << field;
        if ((Mask & bit) == 0)
        {
            value = 0;
            return false;
        }

        value = Values.Span[BitOperations.PopCount(Mask & (bit - 1))];
        return true;
    }
}
