using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.CloudSdk.Projection;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>Kinesis's event, with records of every kind that a stream can hold: the batch is answered, and no record holds it up for ever.</summary>
internal sealed class KinesisEventDoor : CloudDoor
{
    private readonly LambdaFunction _function;
    private bool _isAnswered;

    /// <summary>Opens it.</summary>
    public KinesisEventDoor() => _function = LambdaFunctions.Kinesis(new ProjectionHandler([Intake], Intake, Time));

    /// <inheritdoc/>
    public override string Name => "kinesis-event";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
        [.. Hostile.Words.Of(Event(Samples.Frames()[0]), Event(KplDoor.Aggregate(Samples.Frames()[..2])), """{"Records":[],"state":{"a":1,"b":{"c":[2]}}}""")];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override int BytesPerByte => 128;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Intake.Clear();
        _isAnswered = false;
        return Invoke(_function, input, answer =>
        {
            _isAnswered = answer.GetProperty("batchItemFailures").GetArrayLength() == 0;
            return new Outcome(_isAnswered, (Intake.Records.Count * 8) + Intake.Letters.Count);
        });
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (!_isAnswered) ViolationException.Unless(Intake.Records.Count + Intake.Letters.Count == 0, "a batch that is taken is not answered");
        foreach (var record in Intake.Records) ViolationException.Unless(record.ReceivedAt.Year is > 1969 and < 9999, "a time of arrival that is none");
    }

    private static string Event(byte[] data) =>
        $$"""{"Records":[{"kinesis":{"partitionKey":"{{Samples.Device}}","sequenceNumber":"49","data":"{{Convert.ToBase64String(data)}}","approximateArrivalTimestamp":1795608000.123},"eventSource":"aws:kinesis","eventID":"s:49"}]}""";
}
