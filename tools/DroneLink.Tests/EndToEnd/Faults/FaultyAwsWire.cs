using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace DroneLink.Tool.Tests.EndToEnd.Faults;

/// <summary>
/// The wire to Kinesis and DynamoDB: throttles, answers 500, breaks before and after the service did its work, and lets batches through in
/// part, as the services say it: with 200, and what was left out named in the answer.
/// </summary>
internal sealed class FaultyAwsWire(string place, FaultPlan plan) : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>Lets a client's calls go over such a wire.</summary>
    public static HttpClientFactory Factory(string place, FaultPlan plan) => new WireFactory(place, plan);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = request.Headers.TryGetValues("X-Amz-Target", out var target) ? target.First().Split('.')[1] : "";
        var isBatch = operation is "PutRecords" or "BatchWriteItem";
        List<string> kinds = ["throttled", "broken", "reset", "answer lost"];
        if (isBatch)
            kinds.AddRange(["part", "part"]);
        // One is enough: whoever calls waits for seconds.
        if (!plan.Done.ContainsKey($"{place}: timeout"))
            kinds.Add("timeout");
        switch (plan.Pick(place, [.. kinds]))
        {
            case "timeout":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException("Nobody ended the wait.");
            case "throttled":
                return Answer(HttpStatusCode.BadRequest, new JsonObject { ["__type"] = "ProvisionedThroughputExceededException", ["message"] = "Rate exceeded." });
            case "broken":
                return Answer(HttpStatusCode.InternalServerError, new JsonObject { ["__type"] = "InternalFailure", ["message"] = "Not now." });
            case "reset":
                throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was reset.");
            case "answer lost":
                using (await base.SendAsync(request, cancellationToken))
                    throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was reset.");
            case "part":
                return operation == "PutRecords" ? await PutInPartAsync(request, cancellationToken) : await WriteInPartAsync(request, cancellationToken);
            default:
                return await base.SendAsync(request, cancellationToken);
        }
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, JsonNode body) => new(status)
    {
        Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1"),
    };

    private static async Task<JsonNode> ReadAsync(HttpContent content, CancellationToken cancellationToken) =>
        JsonNode.Parse(await content.ReadAsStringAsync(cancellationToken))!;

    private static void Replace(HttpRequestMessage request, JsonNode body)
    {
        var type = request.Content!.Headers.ContentType;
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        request.Content.Headers.ContentType = type;
    }

    private async Task<HttpResponseMessage> PutInPartAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(request.Content!, cancellationToken);
        var records = body["Records"]!.AsArray().Select(record => (Record: record!.DeepClone(), IsSent: plan.Next(2) == 0)).ToList();
        var results = new Queue<JsonNode>();
        if (records.Exists(item => item.IsSent))
        {
            body["Records"] = new JsonArray([.. records.Where(item => item.IsSent).Select(item => item.Record)]);
            Replace(request, body);
            using var response = await base.SendAsync(request, cancellationToken);
            foreach (var result in (await ReadAsync(response.Content, cancellationToken))["Records"]!.AsArray())
                results.Enqueue(result!.DeepClone());
        }

        var answer = records.ConvertAll(item => item.IsSent
            ? results.Dequeue()
            : new JsonObject { ["ErrorCode"] = "ProvisionedThroughputExceededException", ["ErrorMessage"] = "Rate exceeded." });
        return Answer(HttpStatusCode.OK, new JsonObject { ["FailedRecordCount"] = records.Count(item => !item.IsSent), ["Records"] = new JsonArray([.. answer]) });
    }

    private async Task<HttpResponseMessage> WriteInPartAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(request.Content!, cancellationToken);
        var (table, writes) = body["RequestItems"]!.AsObject().Single();
        var items = writes!.AsArray().Select(write => (Write: write!.DeepClone(), IsSent: plan.Next(2) == 0)).ToList();
        if (items.Exists(item => item.IsSent))
        {
            body["RequestItems"] = new JsonObject { [table] = new JsonArray([.. items.Where(item => item.IsSent).Select(item => item.Write)]) };
            Replace(request, body);
            using var response = await base.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return Answer(response.StatusCode, await ReadAsync(response.Content, cancellationToken));
        }

        var left = items.Where(item => !item.IsSent).Select(item => item.Write).ToArray();
        return Answer(HttpStatusCode.OK, new JsonObject { ["UnprocessedItems"] = left.Length == 0 ? new JsonObject() : new JsonObject { [table] = new JsonArray(left) } });
    }

    private sealed class WireFactory(string place, FaultPlan plan) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new FaultyAwsWire(place, plan));
    }
}
