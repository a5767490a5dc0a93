using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>
/// The one file of the embedded cloud. A completed write survives a kill and, as far as the disk keeps its word, a power cut.
/// Several processes may have the same file open. Thread safe. Owns its connections; dispose it after all that uses it.
/// </summary>
/// <remarks>The file holds the keys of the devices: on Unix it is created readable by its owner alone.</remarks>
public sealed class SqliteDatabase : IDisposable
{
    // Another process writes for milliseconds; one that holds the file longer than this is stuck, and the caller should hear of it.
    private const int BusyTimeoutSeconds = 10;
    private const int NotADatabase = 26;

    private readonly string _path;
    private readonly SqliteSession _writer;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly Lock _writing = new();
    private volatile bool _disposed;

    private SqliteDatabase(string path, SqliteSession writer)
    {
        _path = path;
        _writer = writer;
    }

    /// <summary>Opens a file, after creating it or bringing it up to this version's schema where needed.</summary>
    /// <param name="path">The file. SQLite keeps two more beside it, <c>-wal</c> and <c>-shm</c>, which belong to it.</param>
    /// <exception cref="InvalidDataException">The file is something else, or was written by a newer version.</exception>
    /// <exception cref="IOException">The file cannot be opened or created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder allows no new file.</exception>
    public static SqliteDatabase Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        CreatePrivately(path);
        SqliteSession? writer = null;
        try
        {
            writer = Connect(path);
            Migrate(writer, path);
            writer.Execute("PRAGMA journal_mode = WAL");

            // What is erased is erased from the file too, and not only from its tables; on the pages that are written anyway.
            writer.Execute("PRAGMA secure_delete = FAST");
            return new SqliteDatabase(path, writer);
        }
        catch (SqliteException exception)
        {
            writer?.Dispose();
            throw exception.SqliteErrorCode == NotADatabase
                ? new InvalidDataException($"'{path}' is not a DroneLink database: it is no SQLite file.", exception)
                : new IOException($"Cannot open '{path}': {exception.Message}", exception);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file, after the write under way.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            if (_disposed)
                return;
            _disposed = true;
            while (_readers.TryTake(out var reader))
                reader.Dispose();
            _writer.Dispose();
        }
    }

    /// <summary>Runs work in one transaction that is durable on return.</summary>
    internal T Write<T>(Func<SqliteSession, T> work)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _writer.Transact("BEGIN IMMEDIATE", work);
        }
    }

    /// <summary>Runs work that sees one state of the file and changes nothing. Readers wait for nobody.</summary>
    internal T Read<T>(Func<SqliteSession, T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_readers.TryTake(out var reader))
        {
            reader = Connect(_path);
            reader.Execute("PRAGMA query_only = ON");
        }

        try
        {
            return reader.Transact("BEGIN", work);
        }
        finally
        {
            _readers.Add(reader);
            // Whoever disposed meanwhile has not seen this reader.
            if (_disposed && _readers.TryTake(out var left))
                left.Dispose();
        }
    }

    private static SqliteSession Connect(string path)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        };
        var connection = new SqliteConnection(settings.ToString());
        var session = new SqliteSession(connection);
        try
        {
            connection.Open();
            session.Execute($"PRAGMA busy_timeout = {BusyTimeoutSeconds * 1000}");
            session.Execute("PRAGMA synchronous = FULL");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static void Migrate(SqliteSession session, string path) => session.Transact("BEGIN IMMEDIATE", s =>
    {
        var owner = (long)s.Scalar("PRAGMA application_id")!;
        var version = (long)s.Scalar("PRAGMA user_version")!;
        var isEmpty = (long)s.Scalar("SELECT count(*) FROM sqlite_schema")! == 0;
        if (owner != SqliteSchema.ApplicationId && !(owner == 0 && version == 0 && isEmpty))
            throw new InvalidDataException($"'{path}' is not a DroneLink database: it is an SQLite file of another program.");

        var known = SqliteSchema.Migrations.Length;
        if (version > known)
            throw new InvalidDataException(
                $"'{path}' was written by a newer version: its schema is {version}, this program knows up to {known}.");

        for (; version < known; version++)
            s.Execute(SqliteSchema.Migrations[version]);
        s.Execute($"PRAGMA application_id = {SqliteSchema.ApplicationId}");
        s.Execute($"PRAGMA user_version = {known}");
        return 0;
    });

    private static void CreatePrivately(string path)
    {
        if (File.Exists(path))
            return;

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Open(path, options).Dispose();
    }
}
