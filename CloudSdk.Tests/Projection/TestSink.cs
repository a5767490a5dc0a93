using System.Collections.Concurrent;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Tests.Projection;

/// <summary>A sink that keeps what it gets, or does what a test says in its place.</summary>
internal sealed class TestSink : IRecordSink
{
    private readonly ConcurrentQueue<ProjectedRecord> _written = new();

    public Func<IReadOnlyList<ProjectedRecord>, CancellationToken, ValueTask<IReadOnlyList<SinkFailure>>>? Behaviour { get; set; }

    public IReadOnlyList<ProjectedRecord> Written => [.. _written];

    public async ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        var failures = Behaviour is null ? [] : await Behaviour(records, cancellationToken);
        for (var i = 0; i < records.Count; i++)
        {
            if (failures.All(failure => failure.Index != i))
                _written.Enqueue(records[i]);
        }

        return failures;
    }

    /// <summary>Fails the records that a condition picks.</summary>
    public void Fail(Func<ProjectedRecord, bool> which, bool isPoison, string code = "test") => Behaviour = (records, _) =>
        new([.. records.Index().Where(item => which(item.Item)).Select(item => new SinkFailure(item.Index, isPoison, code, "a test says so"))]);
}
