using System.Globalization;
using System.Text;
using DroneLink.CloudSdk.Storage;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Ota;

/// <summary>
/// The releases on DynamoDB: pk <c>OTA#releases</c>, sk the build, is a release; pk <c>OTA#image#{build}#{sha256}</c> has its image in parts. The
/// parts are written first, so that a release that is there has all of its image. They never expire. Thread safe.
/// </summary>
/// <param name="table">Where they are kept.</param>
public sealed class DynamoReleaseStore(DynamoTable table) : IReleaseStore
{
    // Two blocks of a device's slot: a block that it asks for costs the reading of one or two parts.
    private const int PartBytes = 2 * 4092;
    private const string ReleasesKey = "OTA#releases";
    private const string Document = "json";
    private const string Data = "data";

    private readonly DynamoTable _table = table ?? throw new ArgumentNullException(nameof(table));

    /// <inheritdoc/>
    public async ValueTask<OtaRelease> AddAsync(OtaRelease release, ReadOnlyMemory<byte> image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(release);
        if (await FindAsync(release.Build, cancellationToken).ConfigureAwait(false) is { } earlier)
            return earlier;

        await _table.PutManyAsync(Parts(release, image), cancellationToken).ConfigureAwait(false);
        var item = DynamoItem.Key(ReleasesKey, BuildKey(release.Build));
        item[Document] = DynamoItem.Text(Encoding.UTF8.GetString(OtaReleaseJson.Write(release)));
        return await _table.TryPutAsync(item, null, cancellationToken).ConfigureAwait(false)
            ? release
            : await FindAsync(release.Build, cancellationToken).ConfigureAwait(false) ?? throw new IOException($"Release {release.Build} went while it was added.");
    }

    /// <inheritdoc/>
    public async ValueTask<OtaRelease?> FindAsync(int build, CancellationToken cancellationToken = default) =>
        await _table.GetAsync(ReleasesKey, BuildKey(build), cancellationToken).ConfigureAwait(false) is { } item ? Read(item) : null;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OtaRelease>> ListAsync(CancellationToken cancellationToken = default)
    {
        var releases = new List<OtaRelease>();
        await foreach (var page in _table.QueryAsync(ReleasesKey, "0", "9~", cancellationToken, forward: false).ConfigureAwait(false))
            releases.AddRange(page.Select(Read));
        return releases;
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(OtaRelease release, int offset, int count, CancellationToken cancellationToken = default)
    {
        OtaRange.Check(release, offset, count);
        var (first, last) = (offset / PartBytes, (offset + count - 1) / PartBytes);
        var keys = Enumerable.Range(first, last - first + 1).Select(part => DynamoItem.Key(ImageKey(release), PartKey(part)));
        var items = await _table.GetManyAsync(keys, cancellationToken).ConfigureAwait(false);
        var bytes = items.OrderBy(item => item.Text(DynamoTable.SortKey), StringComparer.Ordinal).SelectMany(item => item.Bytes(Data)).ToArray();
        var start = offset - first * PartBytes;
        return items.Count == last - first + 1 && bytes.Length >= start + count
            ? bytes.AsMemory(start, count)
            : throw new IOException($"The image of release {release.Build} is not all there. Publish it again with a higher build.");
    }

    internal static string BuildKey(int build) => build.ToString("D10", CultureInfo.InvariantCulture);

    private static IEnumerable<Item> Parts(OtaRelease release, ReadOnlyMemory<byte> image)
    {
        for (var part = 0; part * PartBytes < image.Length; part++)
        {
            var item = DynamoItem.Key(ImageKey(release), PartKey(part));
            item[Data] = DynamoItem.Bytes(image.Slice(part * PartBytes, Math.Min(PartBytes, image.Length - part * PartBytes)).ToArray());
            yield return item;
        }
    }

    private static OtaRelease Read(Item item) => OtaReleaseJson.Read(Encoding.UTF8.GetBytes(item.Text(Document)!));

    private static string ImageKey(OtaRelease release) => $"OTA#image#{BuildKey(release.Build)}#{release.Sha256}";

    private static string PartKey(int part) => part.ToString("D4", CultureInfo.InvariantCulture);
}
