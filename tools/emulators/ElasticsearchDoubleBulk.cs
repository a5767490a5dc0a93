using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static DroneLink.Emulators.ElasticsearchDoubleError;

namespace DroneLink.Emulators;

/// <summary>A bulk call of the double.</summary>
internal static class ElasticsearchDoubleBulk
{
    private const int MaxIdBytes = 512;

    /// <summary>Carries it out and returns the answer.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="body">Its lines.</param>
    /// <param name="refresh">Whether a search then sees it.</param>
    /// <param name="refuse">Refuses an operation, by its place, action, index and id.</param>
    public static JsonObject Run(
        ElasticsearchDoubleCluster cluster, string body, bool refresh, Func<int, string, string, string, ElasticsearchRefusal?> refuse)
    {
        // All of it is read before any of it is done: a malformed call does nothing.
        var operations = Parse(body).ToList();
        var touched = new HashSet<ElasticsearchDoubleIndex>();
        var items = new JsonArray();
        var errors = false;
        foreach (var operation in operations)
        {
            var answer = Run(cluster, operation, refuse(items.Count, operation.Action, operation.Index, operation.Id), touched);
            errors |= answer.ContainsKey("error");
            items.Add(new JsonObject { [operation.Action] = answer });
        }

        if (refresh)
        {
            foreach (var index in touched)
                index.Refresh();
        }

        return new JsonObject { ["took"] = 1, ["errors"] = errors, ["items"] = items };
    }

    private static IEnumerable<Operation> Parse(string body)
    {
        if (body.Length == 0)
            throw BadRequest("request body is required", "parse_exception");
        if (!body.EndsWith('\n'))
            throw BadRequest("The bulk request must be terminated by a newline [\\n]");
        var lines = body[..^1].Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            var action = Json(lines[i], i).EnumerateObject().ToList() is [var only] ? only : throw BadRequest($"Malformed action/metadata line [{i + 1}]");
            if (action.Name is not ("create" or "index" or "delete"))
                throw BadRequest($"Malformed action/metadata line [{i + 1}], expected field [create], [delete], [index] or [update] but found [{action.Name}]");
            i++;
            string? index = null, id = null;
            long? sequence = null, term = null;
            foreach (var parameter in action.Value.EnumerateObject())
            {
                switch (parameter.Name)
                {
                    case "_index":
                        index = parameter.Value.GetString();
                        break;
                    case "_id":
                        id = parameter.Value.GetString();
                        break;
                    case "if_seq_no":
                        sequence = parameter.Value.GetInt64();
                        break;
                    case "if_primary_term":
                        term = parameter.Value.GetInt64();
                        break;
                    default:
                        throw BadRequest($"Action/metadata line [{i}] contains an unknown parameter [{parameter.Name}]");
                }
            }

            if (string.IsNullOrEmpty(index) || string.IsNullOrEmpty(id))
                throw BadRequest("Validation Failed: 1: index is missing; or this double wants an id", "action_request_validation_exception");
            if (Encoding.UTF8.GetByteCount(id) > MaxIdBytes)
                throw BadRequest($"Validation Failed: 1: id [{id}] is too long, must be no longer than {MaxIdBytes} bytes", "action_request_validation_exception");
            if (sequence is null != term is null || (sequence is not null && action.Name == "create"))
                throw BadRequest("Validation Failed: 1: if_seq_no and if_primary_term go together, and not with create", "action_request_validation_exception");

            JsonElement? source = null;
            if (action.Name != "delete")
            {
                if (i >= lines.Length || lines[i].Length == 0)
                    throw BadRequest($"Source missing for action on line [{i}]");
                source = Json(lines[i], i);
                i++;
            }

            yield return new Operation(action.Name, index, id, source, sequence);
        }
    }

    private static JsonElement Json(string line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw BadRequest($"Malformed line [{number + 1}], expected START_OBJECT");
        }
        catch (JsonException exception)
        {
            throw BadRequest($"Malformed line [{number + 1}]: {exception.Message}", "json_parse_exception");
        }
    }

    private static JsonObject Run(
        ElasticsearchDoubleCluster cluster, Operation operation, ElasticsearchRefusal? refusal, HashSet<ElasticsearchDoubleIndex> touched)
    {
        var answer = new JsonObject { ["_index"] = operation.Index, ["_id"] = operation.Id };
        try
        {
            if (refusal is not null)
                throw new ElasticsearchDoubleError(refusal.Status, refusal.Type, refusal.Reason);
            var index = operation.Action == "delete"
                ? cluster.Get(operation.Index) ?? throw NoIndex(operation.Index)
                : cluster.GetOrCreate(operation.Index);
            var old = index.Live.GetValueOrDefault(operation.Id);
            if (operation.Action == "create" && old is not null)
                throw Conflict($"[{operation.Id}]: version conflict, document already exists (current version [1])");
            if (operation.SequenceNumber is { } wanted && wanted != old?.SequenceNumber)
                throw Conflict($"[{operation.Id}]: version conflict, required seqNo [{wanted}], primary term [1]. current document has seqNo [{old?.SequenceNumber ?? -2}]");

            var number = index.Write(operation.Id, operation.Source);
            touched.Add(index);
            answer["_version"] = 1;
            answer["result"] = operation.Action == "delete" ? (old is null ? "not_found" : "deleted") : old is null ? "created" : "updated";
            answer["_shards"] = new JsonObject { ["total"] = 2, ["successful"] = 1, ["failed"] = 0 };
            answer["_seq_no"] = number;
            answer["_primary_term"] = 1;
            answer["status"] = operation.Action == "delete" ? (old is null ? 404 : 200) : old is null ? 201 : 200;
        }
        catch (ElasticsearchDoubleError error)
        {
            answer["status"] = error.Status;
            answer["error"] = error.ToError();
        }

        return answer;
    }

    private static ElasticsearchDoubleError Conflict(string reason) => new(409, "version_conflict_engine_exception", reason);

    private sealed record Operation(string Action, string Index, string Id, JsonElement? Source, long? SequenceNumber);
}
