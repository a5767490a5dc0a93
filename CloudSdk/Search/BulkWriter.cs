using System.Buffers;
using System.Text.Json;

namespace DroneLink.CloudSdk.Search;

/// <summary>
/// Carries operations through <c>_bulk</c>. An operation counts as done only when its own item of the answer says so; what the cluster
/// refused for the moment is sent again alone. A call that is too large is halved. Thread safe.
/// </summary>
internal sealed class BulkWriter(SearchClient client, ElasticEventSearchOptions options)
{
    // 400, yet it is not the document's fault: the cluster is full of shards, or the index is closed or cannot be made.
    private static readonly HashSet<string> NotPoison = new(StringComparer.Ordinal)
    {
        "validation_exception", "index_closed_exception", "invalid_index_name_exception", "index_create_block_exception",
    };

    private static readonly BulkResult Done = new(BulkStatus.Done);
    private static readonly BulkResult Unneeded = new(BulkStatus.Unneeded);

    private readonly string _path = "_bulk?filter_path=errors,items.*._id,items.*.status,items.*.error" + options.Refresh switch
    {
        SearchRefresh.AtOnce => "&refresh=true",
        SearchRefresh.Wait => "&refresh=wait_for",
        _ => "",
    };

    /// <summary>Carries out operations and returns what became of each.</summary>
    public async Task<BulkResult[]> WriteAsync(IReadOnlyList<BulkOperation> operations, CancellationToken cancellationToken)
    {
        var results = new BulkResult[operations.Count];
        foreach (var call in Cut(operations))
            await SendAsync(operations, call, results, cancellationToken).ConfigureAwait(false);
        return results;
    }

    private IEnumerable<List<int>> Cut(IReadOnlyList<BulkOperation> operations)
    {
        var call = new List<int>();
        var bytes = 0;
        for (var i = 0; i < operations.Count; i++)
        {
            if (call.Count > 0 && (call.Count >= options.MaxCallItems || bytes + operations[i].Bytes > options.MaxCallBytes))
            {
                yield return call;
                call = [];
                bytes = 0;
            }

            call.Add(i);
            bytes += operations[i].Bytes;
        }

        if (call.Count > 0)
            yield return call;
    }

    private async Task SendAsync(
        IReadOnlyList<BulkOperation> operations, List<int> call, BulkResult[] results, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await client.TryBulkAsync(_path, Lines(operations, call), cancellationToken).ConfigureAwait(false);
            if (answer.Status == 413 && call.Count > 1)
            {
                await SendAsync(operations, call[..(call.Count / 2)], results, cancellationToken).ConfigureAwait(false);
                await SendAsync(operations, call[(call.Count / 2)..], results, cancellationToken).ConfigureAwait(false);
                return;
            }

            call = Judge(operations, call, answer, results);
            if (call.Count == 0 || attempt >= options.MaxAttempts)
                return;
            await client.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ReadOnlyMemory<byte> Lines(IReadOnlyList<BulkOperation> operations, List<int> call)
    {
        var buffer = new ArrayBufferWriter<byte>(call.Sum(i => operations[i].Bytes));
        foreach (var i in call)
            operations[i].WriteTo(buffer);
        return buffer.WrittenMemory;
    }

    /// <summary>Books what a call brought and returns what may be sent again.</summary>
    private static List<int> Judge(IReadOnlyList<BulkOperation> operations, List<int> call, SearchAnswer answer, BulkResult[] results)
    {
        if (!answer.IsSuccess)
        {
            var failure = answer.ToException();
            return FailAll(answer.MayPass, failure.Code, failure.Message);
        }

        if (answer.Body.ValueKind != JsonValueKind.Object
            || !answer.Body.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() != call.Count)
        {
            return FailAll(mayPass: true, "bad-answer", $"It did not answer for exactly the {call.Count} documents that it was given.");
        }

        var again = new List<int>();
        for (var place = 0; place < call.Count; place++)
        {
            var i = call[place];
            (results[i], var mayPass) = Judge(operations[i], items[place]);
            if (mayPass)
                again.Add(i);
        }

        return again;

        List<int> FailAll(bool mayPass, string code, string message)
        {
            foreach (var i in call)
                results[i] = new BulkResult(BulkStatus.Failed, code, message);
            return mayPass ? call : [];
        }
    }

    private static (BulkResult Result, bool MayPass) Judge(BulkOperation operation, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object
            || !answer.TryGetProperty(operation.Name, out var item) || item.ValueKind != JsonValueKind.Object
            || !item.TryGetProperty("_id", out var id) || id.ValueKind != JsonValueKind.String || !id.ValueEquals(operation.Id)
            || !item.TryGetProperty("status", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var status))
        {
            return (new BulkResult(BulkStatus.Failed, "bad-answer", "It answered for another document."), true);
        }

        var isRefused = item.TryGetProperty("error", out _);
        if (!isRefused && status is 200 or 201)
            return (Done, false);
        if (!isRefused && status == 404 && operation.Name == "delete")
            return (Unneeded, false);
        if (status == 409)
            return operation.Name == "create" ? (Unneeded, false) : (new BulkResult(BulkStatus.Conflict, "conflict", "It was changed meanwhile."), false);

        var (code, message) = SearchAnswer.ErrorOf(item, status);
        if (status is 429 or 500 or 502 or 503 or 504 || code.EndsWith("rejected_execution_exception", StringComparison.Ordinal))
            return (new BulkResult(BulkStatus.Failed, code, message), true);
        return status == 400 && isRefused && !NotPoison.Contains(code)
            ? (new BulkResult(BulkStatus.Poison, code, message), false)
            : (new BulkResult(BulkStatus.Failed, code, SearchAnswer.Advice(status) + message), false);
    }
}
