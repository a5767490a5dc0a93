using System.Text.Json;

namespace DroneLink.Emulators;

/// <summary>A document of the double.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Id">Its id.</param>
/// <param name="Source">It itself, as it came.</param>
/// <param name="Values">What a search sees of it.</param>
/// <param name="SequenceNumber">Which write of the index wrote it.</param>
internal sealed record ElasticsearchDoubleDocument(
    string Index, string Id, JsonElement Source, Dictionary<string, List<object>> Values, long SequenceNumber);

/// <summary>An index of the double: what was written, and what a search sees of it since the last refresh.</summary>
internal sealed class ElasticsearchDoubleIndex(string name, ElasticsearchDoubleMapping mapping, TimeSpan refreshInterval, TimeProvider timeProvider)
{
    private readonly Dictionary<string, ElasticsearchDoubleDocument> _live = new(StringComparer.Ordinal);
    private ElasticsearchDoubleDocument[] _searchable = [];
    private long _refreshed = timeProvider.GetTimestamp();
    private long _nextSequenceNumber;
    private bool _isDirty;

    public string Name => name;

    public ElasticsearchDoubleMapping Mapping => mapping;

    /// <summary>All documents, as a look by id sees them.</summary>
    public IReadOnlyDictionary<string, ElasticsearchDoubleDocument> Live => _live;

    /// <summary>Writes a document; null removes it.</summary>
    public long Write(string id, JsonElement? source)
    {
        if (source is { } document)
            _live[id] = new ElasticsearchDoubleDocument(name, id, document, mapping.Parse(id, document), _nextSequenceNumber);
        else
            _live.Remove(id);
        _isDirty = true;
        return _nextSequenceNumber++;
    }

    /// <summary>Returns what a search sees.</summary>
    public ElasticsearchDoubleDocument[] Searchable()
    {
        if (timeProvider.GetElapsedTime(_refreshed) >= refreshInterval)
            Refresh();
        return _searchable;
    }

    /// <summary>Lets a search see all.</summary>
    public void Refresh()
    {
        if (_isDirty)
            _searchable = [.. _live.Values];
        _isDirty = false;
        _refreshed = timeProvider.GetTimestamp();
    }
}
