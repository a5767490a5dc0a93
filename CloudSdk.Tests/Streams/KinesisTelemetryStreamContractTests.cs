using DroneLink.CloudSdk.Streams;

namespace DroneLink.CloudSdk.Tests.Streams;

/// <summary>The contract on a client in memory, wherever the tests run.</summary>
public sealed class KinesisTelemetryStreamContractTests : TelemetryStreamContract, IDisposable
{
    private readonly FakeKinesis _kinesis = new(TimeProvider.System);

    public KinesisTelemetryStreamContractTests() => Stream = new KinesisTelemetryStream(_kinesis, "telemetry", TimeProvider.System);

    protected override ITelemetryStream Stream { get; }

    public void Dispose() => _kinesis.Dispose();

    protected override Task<IReadOnlyList<(string SequenceNumber, string PartitionKey, byte[] Data)>> ReadAllAsync() =>
        Task.FromResult<IReadOnlyList<(string, string, byte[])>>(_kinesis.Stored);
}
