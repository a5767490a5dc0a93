namespace DroneLink.Host.Tests.Updates;

/// <summary>What a virtual device speaks to.</summary>
internal interface IVirtualCloud
{
    /// <summary>Takes a frame; true when it is stored.</summary>
    bool TakeFrame(string deviceId, byte[] frame);

    /// <summary>Answers a request over HTTPS.</summary>
    /// <param name="deviceId">Who asks.</param>
    /// <param name="method">POST or GET.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="range">Header range; null for none.</param>
    /// <param name="body">The body; empty for none.</param>
    /// <param name="timestamp">Header x-timestamp.</param>
    /// <param name="signature">Header x-signature.</param>
    (int Status, byte[] Body) AnswerHttps(string deviceId, string method, string path, string range, byte[] body, string timestamp, string signature);

    /// <summary>Answers what a device asks about updates; null for no answer.</summary>
    byte[] AnswerOta(string deviceId, byte[] request);

    /// <summary>Takes the result of a command; false when it is lost on the way.</summary>
    bool TakeResult(string deviceId, byte[] result) => true;

    /// <summary>What is sent to a device that has just come online.</summary>
    IEnumerable<byte[]> OpenCommands(string deviceId) => [];
}
