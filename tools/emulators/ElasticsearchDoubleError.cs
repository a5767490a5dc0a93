using System.Text.Json.Nodes;

namespace DroneLink.Emulators;

/// <summary>What the double refuses, as Elasticsearch would put it.</summary>
internal sealed class ElasticsearchDoubleError(int status, string type, string reason, string? cause = null) : Exception(reason)
{
    public int Status => status;

    /// <summary>Returns the error of an answer or of an item.</summary>
    public JsonObject ToError()
    {
        var error = new JsonObject { ["type"] = type, ["reason"] = Message };
        if (cause is not null)
            error["caused_by"] = new JsonObject { ["type"] = "illegal_argument_exception", ["reason"] = cause };
        return error;
    }

    /// <summary>Returns the body of an answer.</summary>
    public JsonObject ToBody() => new() { ["error"] = ToError(), ["status"] = status };

    public static ElasticsearchDoubleError BadRequest(string reason, string type = "illegal_argument_exception") => new(400, type, reason);

    public static ElasticsearchDoubleError NoIndex(string name) => new(404, "index_not_found_exception", $"no such index [{name}]");
}
