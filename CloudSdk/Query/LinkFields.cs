using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Query;

/// <summary>Fields of transmitter and receiver records, and what their states mean; numbers of the wire format.</summary>
internal static class LinkFields
{
    public const int Temperature = 0;

    public const int TransmitterState = 3;
    public const int TransmitterOff = 0;
    public const int TransmitterPit = 1;
    public const int TransmitterThrottled = 3;
    public const int TransmitterCut = 4;

    public const int ReceiverState = 3;
    public const int ReceiverOff = 0;
    public const int ReceiverCut = 2;

    /// <summary>Second value of an event about a temperature that is normal again.</summary>
    public const int NormalTemperature = 0;

    /// <summary>The value of a field; null when there is no record or it does not have it.</summary>
    public static long? Value(StoredRecord? record, int field) =>
        record is not null && record.Record.TryGet(field, out var value) ? value : null;
}
