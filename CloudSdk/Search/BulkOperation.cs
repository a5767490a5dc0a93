using System.Buffers;
using System.Text.Json;

namespace DroneLink.CloudSdk.Search;

/// <summary>What became of an operation.</summary>
internal enum BulkStatus
{
    /// <summary>It was not done: what may pass, but did not in time, and what takes an operator.</summary>
    Failed,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>There was nothing to do: a document to create was there, or one to delete was not.</summary>
    Unneeded,

    /// <summary>The document is no longer what it was when it was read.</summary>
    Conflict,

    /// <summary>It will never be done, whoever tries.</summary>
    Poison,
}

/// <summary>What became of an operation, and why.</summary>
/// <param name="Status">What.</param>
/// <param name="Code">Why it was not done.</param>
/// <param name="Message">The same for people.</param>
internal sealed record BulkResult(BulkStatus Status, string Code = "", string Message = "")
{
    /// <summary>Whether the document is now as the operation wants it.</summary>
    public bool IsSettled => Status is BulkStatus.Done or BulkStatus.Unneeded;

    /// <summary>Returns it as an exception; call it only when it is not settled.</summary>
    public SearchException ToException() => new(Code, Message);
}

/// <summary>The state that a document must still have to be written over.</summary>
/// <param name="SequenceNumber">Its <c>_seq_no</c>.</param>
/// <param name="PrimaryTerm">Its <c>_primary_term</c>.</param>
internal sealed record DocumentVersion(long SequenceNumber, long PrimaryTerm)
{
    /// <summary>Reads it from a hit, or a document that was got.</summary>
    public static DocumentVersion Of(JsonElement hit) =>
        new(hit.GetProperty("_seq_no").GetInt64(), hit.GetProperty("_primary_term").GetInt64());
}

/// <summary>One operation of a bulk call.</summary>
internal sealed class BulkOperation
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly byte[] _action;
    private readonly byte[]? _source;

    private BulkOperation(string name, string index, string id, byte[]? source, DocumentVersion? version)
    {
        Name = name;
        Id = id;
        _source = source;
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject(name);
        json.WriteString("_index", index);
        json.WriteString("_id", id);
        if (version is not null)
        {
            json.WriteNumber("if_seq_no", version.SequenceNumber);
            json.WriteNumber("if_primary_term", version.PrimaryTerm);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        _action = buffer.WrittenSpan.ToArray();
    }

    /// <summary>What is done: <c>create</c>, <c>index</c> or <c>delete</c>.</summary>
    public string Name { get; }

    /// <summary>The document's id.</summary>
    public string Id { get; }

    /// <summary>Bytes of its lines.</summary>
    public int Bytes => _action.Length + LineEnd.Length + (_source is null ? 0 : _source.Length + LineEnd.Length);

    /// <summary>Puts a document where there is none.</summary>
    public static BulkOperation Create(string index, string id, byte[] source) => new("create", index, id, source, null);

    /// <summary>Puts a document in the place of the one that was read.</summary>
    public static BulkOperation Replace(string index, string id, byte[] source, DocumentVersion version) => new("index", index, id, source, version);

    /// <summary>Removes a document.</summary>
    public static BulkOperation Delete(string index, string id) => new("delete", index, id, null, null);

    /// <summary>Writes its lines.</summary>
    public void WriteTo(IBufferWriter<byte> buffer)
    {
        buffer.Write(_action);
        buffer.Write(LineEnd);
        if (_source is null)
            return;
        buffer.Write(_source);
        buffer.Write(LineEnd);
    }
}
