using DroneLink.CloudSdk.Ota;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>The releases on one machine. Thread safe. Borrows the database.</summary>
/// <param name="database">Where they are kept.</param>
public sealed class SqliteReleaseStore(SqliteDatabase database) : IReleaseStore
{
    private const string Select = "SELECT document FROM ota_releases";

    private readonly SqliteDatabase _database = database ?? throw new ArgumentNullException(nameof(database));

    /// <inheritdoc/>
    public ValueTask<OtaRelease> AddAsync(OtaRelease release, ReadOnlyMemory<byte> image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(release);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Write(session =>
        {
            session.Execute(
                "INSERT INTO ota_releases (build, document, image) VALUES ($1, $2, $3) ON CONFLICT (build) DO NOTHING",
                release.Build, OtaReleaseJson.Write(release), image.ToArray());
            return Find(session, release.Build)!;
        }));
    }

    /// <inheritdoc/>
    public ValueTask<OtaRelease?> FindAsync(int build, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => Find(session, build)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OtaRelease>> ListAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => session.Query(Select + " ORDER BY build DESC", Read)));
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(OtaRelease release, int offset, int count, CancellationToken cancellationToken = default)
    {
        OtaRange.Check(release, offset, count);
        cancellationToken.ThrowIfCancellationRequested();
        var part = _database.Read(session => (byte[]?)session.Scalar(
            "SELECT substr(image, $2, $3) FROM ota_releases WHERE build = $1", release.Build, offset + 1, count));
        return part?.Length == count ? new(part) : throw new IOException($"The image of release {release.Build} is not there.");
    }

    private static OtaRelease? Find(SqliteSession session, int build) => session.Query(Select + " WHERE build = $1", Read, build).SingleOrDefault();

    private static OtaRelease Read(SqliteDataReader row) => OtaReleaseJson.Read((byte[])row.GetValue(0));
}
