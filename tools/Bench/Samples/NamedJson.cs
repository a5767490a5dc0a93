using System.Text.Json;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Bench.Samples;

/// <summary>The records as people would write them: an array of what <see cref="RecordJson"/> shows.</summary>
internal static class NamedJson
{
    public static byte[] ToBytes(IReadOnlyList<TelemetryRecord> records)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var record in records)
            {
                RecordJson.Write(writer, record);
            }

            writer.WriteEndArray();
        }

        return stream.ToArray();
    }
}
