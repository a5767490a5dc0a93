using System.Text.Json;

namespace DroneLink.CloudSdk.Search;

/// <summary>
/// What is known of boots, one document each. It is read by id, which sees every write at once, and written over only as it was read.
/// Thread safe.
/// </summary>
internal sealed class BootTable(SearchClient client, BulkWriter bulk, SearchNames names)
{
    private const int MaxRounds = 20;

    /// <summary>Reads boots; one that nothing is known of has nothing in it.</summary>
    public async Task<Dictionary<BootKey, BootState>> ReadAsync(IReadOnlyCollection<BootKey> boots, CancellationToken cancellationToken) =>
        (await ReadVersionsAsync(boots, cancellationToken).ConfigureAwait(false)).ToDictionary(boot => boot.Key, boot => boot.Value.State);

    /// <summary>Makes known what a writer knows, and returns all that is then known of those boots.</summary>
    /// <exception cref="SearchException">It could not be made known; nothing may be written that relies on it.</exception>
    public async Task<Dictionary<BootKey, BootState>> MergeAsync(
        IReadOnlyDictionary<BootKey, BootState> wanted, CancellationToken cancellationToken)
    {
        var merged = new Dictionary<BootKey, BootState>();
        List<BootKey> open = [.. wanted.Keys];
        for (var round = 1; open.Count > 0; round++)
        {
            if (round > MaxRounds)
                throw new SearchException("conflict", "Others change the same boots all the time.");
            var known = await ReadVersionsAsync(open, cancellationToken).ConfigureAwait(false);
            foreach (var boot in open)
                merged[boot] = known[boot].State.With(wanted[boot]);

            open = [.. open.Where(boot => merged[boot] != known[boot].State)];
            var results = await bulk.WriteAsync([.. open.Select(boot => Write(boot, merged[boot], known[boot].Version))], cancellationToken)
                .ConfigureAwait(false);

            // One that is there already, though it was not when it was read, or is another now: somebody was quicker.
            open = [.. open.Where((_, i) => results[i].Status is BulkStatus.Unneeded or BulkStatus.Conflict || !Settled(results[i]))];
        }

        return merged;
    }

    private static bool Settled(BulkResult result) => result.IsSettled ? true : throw result.ToException();

    private static BootState ReadState(JsonElement source) => new(
        source.GetProperty("dated").GetBoolean(),
        source.TryGetProperty("home", out var home) ? home.GetString() : null,
        source.TryGetProperty("anchor", out var sequence)
            ? new BootAnchor(sequence.GetUInt32(), source.GetProperty("offset").GetInt64())
            : null);

    private BulkOperation Write(BootKey boot, BootState state, DocumentVersion? version)
    {
        var source = SearchJson.Object(json =>
        {
            json.WriteString("device", boot.DeviceId);
            json.WriteNumber("boot", boot.BootId);
            json.WriteBoolean("dated", state.HasDated);
            if (state.Home is not null)
                json.WriteString("home", state.Home);
            if (state.Anchor is null)
                return;
            json.WriteNumber("anchor", state.Anchor.Sequence);
            json.WriteNumber("offset", state.Anchor.OffsetMs);
        });
        return version is null ? BulkOperation.Create(names.Boots, boot.Id, source) : BulkOperation.Replace(names.Boots, boot.Id, source, version);
    }

    private async Task<Dictionary<BootKey, (BootState State, DocumentVersion? Version)>> ReadVersionsAsync(
        IReadOnlyCollection<BootKey> boots, CancellationToken cancellationToken)
    {
        var found = await client.GetManyAsync(names.Boots, [.. boots.Select(boot => boot.Id)], withSource: true, cancellationToken).ConfigureAwait(false);
        return SearchJson.Read(default, _ => boots.ToDictionary(
            boot => boot,
            boot => found.TryGetValue(boot.Id, out var document)
                ? (ReadState(document.GetProperty("_source")), DocumentVersion.Of(document))
                : (new BootState(), (DocumentVersion?)null)));
    }
}
