using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Search;

/// <summary>A record of a batch, and where in the batch it came.</summary>
internal sealed class BatchDocument(ProjectedRecord projected, int index)
{
    /// <summary>The record; of several with one name the one that its device dated, else the first.</summary>
    public ProjectedRecord Projected { get; private set; } = projected;

    /// <summary>All places of it in the batch.</summary>
    public List<int> Indices { get; } = [index];

    /// <summary>Its document id.</summary>
    public string Id { get; } = SearchDocument.IdOf(projected.Record);

    /// <summary>Its boot.</summary>
    public BootKey Boot { get; } = new(projected.Record.DeviceId, projected.Record.BootId);

    /// <summary>Whether its device dated it.</summary>
    public bool IsDated => Projected.Record.ClockSynced;

    /// <summary>Takes the same record once more. The earliest arrival stands.</summary>
    public void Add(ProjectedRecord again, int index)
    {
        Indices.Add(index);
        var received = again.ReceivedAt < Projected.ReceivedAt ? again.ReceivedAt : Projected.ReceivedAt;
        Projected = (again.Record.ClockSynced && !IsDated ? again : Projected) with { ReceivedAt = received };
    }
}

/// <summary>A batch on its way into the index: every record once, by boot.</summary>
internal sealed class RecordBatch
{
    private readonly Dictionary<int, SinkFailure> _failures = [];

    public RecordBatch(IReadOnlyList<ProjectedRecord> records, SearchNames names)
    {
        var documents = new Dictionary<string, BatchDocument>(StringComparer.Ordinal);
        var wanted = new Dictionary<BootKey, BootState>();
        for (var i = 0; i < records.Count; i++)
        {
            var (record, receivedAt) = (records[i].Record, records[i].ReceivedAt);
            var id = SearchDocument.IdOf(record);
            if (documents.TryGetValue(id, out var document))
                document.Add(records[i], i);
            else
                documents.Add(id, document = new BatchDocument(records[i], i));

            var news = new BootState(
                record.ClockSynced, record.ClockSynced ? null : names.Undated(receivedAt.ToUnixTimeMilliseconds()), BootAnchor.Of(records[i]));
            wanted[document.Boot] = wanted.TryGetValue(document.Boot, out var known) ? known.With(news) : news;
        }

        Wanted = wanted;
        Documents = [.. documents.Values];
    }

    /// <summary>What the batch tells of its boots.</summary>
    public IReadOnlyDictionary<BootKey, BootState> Wanted { get; }

    /// <summary>Its records, each once.</summary>
    public IReadOnlyList<BatchDocument> Documents { get; }

    /// <summary>What was not stored, in the order of the batch.</summary>
    public IReadOnlyList<SinkFailure> Failures => [.. _failures.Values.OrderBy(failure => failure.Index)];

    /// <summary>Books that a record was not stored; the first reason stands.</summary>
    public void Fail(BatchDocument document, bool isPoison, string code, string message)
    {
        foreach (var index in document.Indices)
            _failures.TryAdd(index, new SinkFailure(index, isPoison, code, message));
    }
}
