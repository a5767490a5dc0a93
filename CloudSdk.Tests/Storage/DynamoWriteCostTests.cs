using System.Text.Json;
using Amazon.Runtime;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;
using DroneLink.Emulators;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>
/// What records cost on DynamoDB, by the size of the items that go over the wire: a write unit is 1 KB begun, a consistent read unit 4 KB. The
/// figures are in tools/Deploy's cost model.
/// </summary>
public sealed class DynamoWriteCostTests(ITestOutputHelper output, Dynalite dynalite) : IClassFixture<Dynalite>
{
    private const int Minutes = 10;

    // Of the simulated fleet a drone sends 0.8 frames a second with 4.5 records each; with frames of 10 s they hold 37.
    [Theory]
    [InlineData(1_250, 5)]
    [InlineData(10_000, 37)]
    public async Task A_record_costs_a_fraction_of_a_write_unit(int frameMs, int recordsPerFrame)
    {
        Assert.SkipWhen(dynalite.WhyNot is not null, dynalite.WhyNot ?? "");
        var meter = new Meter();
        using var client = dynalite.Connect(new MeteredWire(meter));
        var table = new DynamoTable(client, $"t{Guid.NewGuid():N}", TimeProvider.System);
        await table.CreateIfMissingAsync(Token);
        var store = new DynamoTelemetryStore(table);
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (Minutes * 60_000);
        meter.Reset();

        uint sequence = 0;
        for (var at = 0; at < Minutes * 60_000; at += frameMs)
        {
            var frame = Enumerable.Range(0, recordsPerFrame).Select(i => Flying(sequence++, start + at + (i * frameMs / recordsPerFrame))).ToList();
            Assert.Empty(await store.WriteAsync([.. frame.Select(record => record.At(start + at + frameMs))], Token));
        }

        var perFrame = (Writes: meter.WriteUnits * recordsPerFrame / sequence, Reads: meter.ReadUnits * recordsPerFrame / sequence);
        output.WriteLine(
            $"{recordsPerFrame} records a frame: {meter.WriteUnits / sequence:F3} write units and {meter.ReadUnits / sequence:F3} read units a record, "
            + $"{perFrame.Writes:F2} and {perFrame.Reads:F2} a frame, {meter.StoredBytes / sequence:F0} bytes kept a record");
        Assert.InRange(meter.WriteUnits / sequence, 0.01, 0.9);
    }

    // What a drone records most: where it is, and with it how it lies, what it draws.
    private static TelemetryRecord Flying(uint sequence, long time)
    {
        var turn = sequence / 40.0;
        (byte Kind, (int, long)[] Fields) content = (sequence % 5) switch
        {
            0 or 1 => (RecordKind.Position, [(0, -353_629_847 + (long)(9_000 * Math.Sin(turn))), (1, 1_491_652_374 + (long)(9_000 * Math.Cos(turn))), (2, 58_400 + (sequence % 90)), (3, 5_000), (4, 1_200), (5, sequence % 7), (6, sequence * 37 % 36_000), (7, 3), (8, 14), (9, 121)]),
            2 or 3 => (RecordKind.Attitude, [(0, (long)(900 * Math.Sin(turn * 3))), (1, (long)(400 * Math.Cos(turn * 5))), (2, sequence * 37 % 36_000)]),
            _ => (RecordKind.Power, [(0, 16_000 - (sequence / 50)), (1, 21_000 + (sequence % 900)), (2, 90), (3, sequence)]),
        };
        return Record(sequence, time, kind: content.Kind, fields: content.Fields);
    }

    private sealed class Meter
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, double> _stored = [];

        public double WriteUnits { get; private set; }

        public double ReadUnits { get; private set; }

        public double StoredBytes => _stored.Values.Sum();

        public void Reset() => (WriteUnits, ReadUnits) = (0, 0);

        public void Count(string operation, JsonElement request, JsonElement answer)
        {
            lock (_lock)
            {
                switch (operation)
                {
                    case "PutItem":
                        Write(request.GetProperty("Item"));
                        break;
                    case "BatchWriteItem":
                        foreach (var put in request.GetProperty("RequestItems").EnumerateObject().Single().Value.EnumerateArray())
                            Write(put.GetProperty("PutRequest").GetProperty("Item"));
                        break;
                    case "GetItem":
                        ReadUnits += answer.TryGetProperty("Item", out var item) ? Math.Ceiling(Size(item) / 4096) : 1;
                        break;
                    case "Query":
                        ReadUnits += Math.Max(1, Math.Ceiling(answer.GetProperty("Items").EnumerateArray().Sum(Size) / 4096));
                        break;
                    case "BatchGetItem":
                        ReadUnits += Math.Max(1, answer.GetProperty("Responses").EnumerateObject().Single().Value.EnumerateArray().Sum(found => Math.Ceiling(Size(found) / 4096)));
                        break;
                }
            }
        }

        private void Write(JsonElement item)
        {
            WriteUnits += Math.Ceiling(Size(item) / 1024);
            _stored[$"{item.GetProperty("pk")}{item.GetProperty("sk")}"] = Size(item);
        }

        // Names, and of a binary its bytes, of a number about half its digits, of a text its characters.
        private static double Size(JsonElement item) => item.EnumerateObject().Sum(attribute => attribute.Name.Length + attribute.Value.EnumerateObject().Sum(value => value.Name switch
        {
            "B" => value.Value.GetBytesFromBase64().Length,
            "N" => (value.Value.GetString()!.Length / 2) + 1,
            _ => value.Value.GetString()!.Length,
        }));
    }

    private sealed class MeteredWire(Meter meter) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(meter));

        private sealed class Handler(Meter meter) : DelegatingHandler(new SocketsHttpHandler())
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                using var asked = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
                var response = await base.SendAsync(request, cancellationToken);
                if (!response.IsSuccessStatusCode)
                    return response;
                using var answered = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
                meter.Count(request.Headers.GetValues("X-Amz-Target").First().Split('.')[1], asked.RootElement, answered.RootElement);
                return response;
            }
        }
    }
}
