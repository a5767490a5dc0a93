using System.Globalization;
using System.IO.Hashing;
using System.Text;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>What a Kinesis stream has stored, by shard.</summary>
/// <param name="clock">Dates arrivals.</param>
/// <param name="shards">How many.</param>
/// <param name="appended">Hears of each entry: the shard, the key and the data.</param>
internal sealed class StreamLog(FleetClock clock, int shards, Action<int, string, byte[]> appended)
{
    private readonly List<KinesisEventRecord>[] _shards = [.. Enumerable.Range(0, shards).Select(_ => new List<KinesisEventRecord>())];
    private long _sequence;

    /// <summary>The entries of a shard.</summary>
    public List<KinesisEventRecord> this[int shard] => _shards[shard];

    /// <summary>Puts an entry behind the others of its shard.</summary>
    /// <returns>Its sequence number.</returns>
    public string Append(string key, byte[] data)
    {
        var shard = (int)(Crc32.HashToUInt32(Encoding.UTF8.GetBytes(key)) % (uint)shards);
        var number = (++_sequence).ToString("D20", CultureInfo.InvariantCulture);
        _shards[shard].Add(new KinesisEventRecord
        {
            EventSource = "aws:kinesis",
            EventId = $"shard-{shard}:{number}",
            EventSourceArn = "simulated",
            Kinesis = new KinesisPayload { PartitionKey = key, SequenceNumber = number, Data = data, ApproximateArrivalTimestamp = clock.UtcMs / 1000.0 },
        });
        appended(shard, key, data);
        return number;
    }
}
