using Microsoft.Data.Sqlite;

namespace DroneLink.Load.Stations;

/// <summary>Looks into a station's file how far its store is behind its stream.</summary>
internal static class StreamLag
{
    /// <summary>Returns the frames that are durable and not in the store yet.</summary>
    public static long Read(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadWrite;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT coalesce((SELECT max(sequence) FROM stream), 0) - coalesce((SELECT position FROM consumers WHERE name = 'projection'), 0)";
        return (long)command.ExecuteScalar()!;
    }
}
