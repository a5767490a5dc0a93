using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>
/// One connection with its prepared statements. Parameters are <c>$1</c>, <c>$2</c>, … in the order of the arguments.
/// Owns the connection. Not thread safe.
/// </summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    // The texts are a small fixed set, so the statements are kept for the life of the connection.
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>Returns the first value of the first row, or null when there is none or it is NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments) =>
        Bind(sql, arguments).ExecuteScalar() is var value and not DBNull ? value : null;

    /// <summary>Returns all rows.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Bind(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs work in one transaction: all of it is kept, or with an exception none.</summary>
    /// <param name="begin"><c>BEGIN IMMEDIATE</c> to write, <c>BEGIN</c> to read one state.</param>
    /// <param name="work">The work.</param>
    public T Transact<T>(string begin, Func<SqliteSession, T> work)
    {
        Execute(begin);
        try
        {
            var result = work(this);
            Execute("COMMIT");
            return result;
        }
        catch
        {
            // A full disk makes SQLite roll back by itself, and a second ROLLBACK would then hide the first error.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                Execute("ROLLBACK");
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < arguments.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            _commands.Add(sql, command);
        }

        for (var i = 0; i < arguments.Length; i++)
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        return command;
    }
}
