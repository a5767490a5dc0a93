using System.Globalization;
using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.LambdaHost.Tests.Host;

/// <summary>Events as the gateway and the event source mapping hand them to a function.</summary>
internal static class HostEvents
{
    public const string Device = "drone-1";

    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static byte[] Frame(uint sequence) => FrameWriter.Write(
    [
        new TelemetryRecord
        {
            DeviceId = Device,
            BootId = 1,
            Sequence = sequence,
            TimeMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            ClockSynced = true,
            Kind = RecordKind.Power,
            Mask = 1,
            Values = new long[] { 15800 },
        },
    ]);

    public static string Post(params byte[][] frames)
    {
        var body = FrameBody.Join([.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)]);
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var call = Call("POST", "/v1/frames");
        call["headers"] = new JsonObject
        {
            ["content-type"] = "application/vnd.dronelink.frames",
            ["x-device-id"] = Device,
            ["x-timestamp"] = timestamp,
            ["x-signature"] = RequestSignature.Compute(Key, Device, timestamp, body),
        };
        call["body"] = Convert.ToBase64String(body);
        call["isBase64Encoded"] = true;
        return call.ToJsonString();
    }

    public static string Get(string path) => Call("GET", path).ToJsonString();

    public static string Batch(params (string SequenceNumber, byte[] Data)[] records) => new JsonObject
    {
        ["Records"] = new JsonArray(
        [
            .. records.Select(record => new JsonObject
            {
                ["kinesis"] = new JsonObject
                {
                    ["partitionKey"] = Device,
                    ["sequenceNumber"] = record.SequenceNumber,
                    ["data"] = Convert.ToBase64String(record.Data),
                    ["approximateArrivalTimestamp"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0,
                },
                ["eventSource"] = "aws:kinesis",
            }),
        ]),
    }.ToJsonString();

    public static string Iot(byte[] message) => new JsonObject
    {
        ["data"] = Convert.ToBase64String(message),
        ["fleetId"] = "fleet-1",
        ["deviceId"] = Device,
        ["iotTs"] = 1795413600187,
    }.ToJsonString();

    private static JsonObject Call(string method, string path) => new()
    {
        ["version"] = "2.0",
        ["rawPath"] = path,
        ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = method, ["path"] = path } },
    };
}
