using System.Diagnostics.Metrics;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Tests.Ingest;
using DroneLink.CloudSdk.Tests.Projection;
using DroneLink.CloudSdk.Wire;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Lambda;

public sealed class CloudDiagnosticsTests : IDisposable
{
    // The meter is the process's: what other tests count at the same time is not of this one.
    private static readonly AsyncLocal<Dictionary<string, long>?> Counted = new();

    private readonly MeterListener _listener = new();

    public CloudDiagnosticsTests()
    {
        Counted.Value = [];
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == CloudDiagnostics.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(static (instrument, value, _, _) =>
        {
            if (Counted.Value is { } counted)
                counted[instrument.Name] = counted.GetValueOrDefault(instrument.Name) + value;
        });
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Ingest_CountsFramesByWhatBecameOfThem()
    {
        var fixture = new IngestFixture();

        await fixture.PostAsync(IngestFixture.Frame(0), IngestFixture.Broken(1), IngestFixture.Frame(2));
        await fixture.AcceptAsync(IngestFixture.Device, IngestFixture.Frame(3));
        await fixture.AcceptAsync(IngestFixture.Device, IngestFixture.Broken(4));
        Assert.Equal((3, 2, 0), (Of(CloudDiagnostics.FramesAccepted), Of(CloudDiagnostics.FramesRejected), Of(CloudDiagnostics.FramesUnavailable)));

        fixture.StreamCode = index => index == 1 ? "InternalFailure" : null;
        await fixture.PostAsync(IngestFixture.Frame(5), IngestFixture.Frame(6));
        fixture.StreamFailure = new IOException("down");
        await fixture.PostAsync(IngestFixture.Frame(7));
        await fixture.AcceptAsync(IngestFixture.Device, IngestFixture.Frame(8));
        fixture.StreamFailure = null;
        fixture.StreamCode = _ => "InternalFailure";
        await fixture.AcceptAsync(IngestFixture.Device, IngestFixture.Frame(9));
        Assert.Equal((3, 2, 5), (Of(CloudDiagnostics.FramesAccepted), Of(CloudDiagnostics.FramesRejected), Of(CloudDiagnostics.FramesUnavailable)));
    }

    [Fact]
    public async Task Projection_CountsRecordsAndPoison()
    {
        var sink = new TestSink();
        sink.Fail(item => item.Record.Sequence == 2, isPoison: false);

        await new ProjectionHandler([sink], new TestDeadLetters(), TimeProvider.System).HandleAsync(
            new KinesisEvent
            {
                Records =
                [
                    Item("1", FrameWriter.Write([Record(0), Record(1)])),
                    Item("2", FrameWriter.Write([Record(2), Record(3), Record(4)])),
                    Item("3", []),
                ],
            },
            Token);

        Assert.Equal((2, 3, 1), (Of(CloudDiagnostics.RecordsProjected), Of(CloudDiagnostics.RecordsRetried), Of(CloudDiagnostics.FramesPoison)));
    }

    private static long Of(string name) => Counted.Value!.GetValueOrDefault(name);

    private static KinesisEventRecord Item(string sequenceNumber, byte[] data) =>
        new() { Kinesis = new KinesisPayload { SequenceNumber = sequenceNumber, PartitionKey = "drone-1", Data = data } };
}
