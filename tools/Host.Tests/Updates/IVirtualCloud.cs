namespace DroneLink.Host.Tests.Updates;

/// <summary>What a virtual device speaks to.</summary>
internal interface IVirtualCloud
{
    /// <summary>Takes a frame; true when it is stored.</summary>
    bool TakeFrame(string deviceId, byte[] frame);

    /// <summary>Answers what a device asks about updates; null for no answer.</summary>
    byte[] AnswerOta(string deviceId, byte[] request);
}
