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
}
