using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DroneLink.CloudSdk.Storage;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Ingest;

/// <summary>
/// The dead letters on Amazon DynamoDB. A letter goes when the table's retention has passed since it last came, and none is dropped for newer
/// ones. The same letter again is counted and not kept twice; a call that had to be repeated may count it once more than it came, and one
/// that keeps coming is a new letter after each retention. Thread safe.
/// </summary>
/// <remarks>
/// pk <c>X#{month}</c>, sk the id, which begins with the time of first arrival: the letter, the newest last. pk <c>X#{digest}</c>, sk
/// <c>ID</c>: the id of the letter with that digest, by which a repetition finds it; sk <c>PART#{n}</c>: what of its data is beyond the
/// letter's item.
/// </remarks>
/// <param name="table">Where they are kept.</param>
public sealed class DynamoDeadLetters(DynamoTable table) : IDeadLetterArchive
{
    /// <summary>Bytes of data in one item: an item holds 400 KB with all that is in it.</summary>
    public const int PartBytes = 300 * 1024;

    private const string IdSortKey = "ID";
    private const int DigestCharacters = 16;
    private const int TickDigits = 19;
    private const int PlaceDigits = 6;

    private readonly DynamoTable _table = table ?? throw new ArgumentNullException(nameof(table));

    /// <inheritdoc/>
    public async ValueTask PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letters);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _table.TimeProvider.GetUtcNow();
        await Task.WhenAll(letters
            .GroupBy(Digest, StringComparer.Ordinal)
            .Select((same, place) => PutAsync(same.Key, [.. same], NewId(now, place, same.Key), cancellationToken))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException"><paramref name="after"/> is no id of a letter.</exception>
    public async ValueTask<IReadOnlyList<StoredDeadLetter>> ListAsync(
        int limit = PageLimits.DefaultRecords, string? after = null, CancellationToken cancellationToken = default)
    {
        PageLimits.Checked(limit);
        var now = _table.TimeProvider.GetUtcNow();
        var month = after is null ? now : TimeOf(after);

        // A letter keeps its place for a retention, and then stays for another.
        var last = PartitionKey(now - _table.Options.Retention - _table.Options.Retention);
        var items = new List<Item>();
        for (var pk = PartitionKey(month); items.Count < limit && string.CompareOrdinal(pk, last) >= 0; pk = PartitionKey(month = FirstOf(month).AddDays(-1)))
        {
            // "!" and "~" sort before and behind every id.
            var pages = _table.QueryAsync(pk, "!", after ?? "~", cancellationToken, forward: false, pageSize: () => limit + 1);
            await foreach (var page in pages.ConfigureAwait(false))
            {
                items.AddRange(page.Where(item => !_table.IsExpired(item) && item.Text(DynamoTable.SortKey) != after));
                if (items.Count >= limit)
                    break;
            }
        }

        return await Task.WhenAll(items.Take(limit).Select(item => ReadAsync(item, cancellationToken))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Always 0.</remarks>
    public ValueTask<long> CountDroppedAsync(CancellationToken cancellationToken = default) => new(0);

    private static string PartitionKey(DateTimeOffset month) => $"X#{month.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture)}";

    private static string PartitionKey(string digest) => $"X#{digest}";

    private static DateTimeOffset FirstOf(DateTimeOffset month) => new(month.UtcDateTime.Year, month.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static string NewId(DateTimeOffset now, int place, string digest) => string.Create(
        CultureInfo.InvariantCulture, $"{now.UtcTicks:D19}-{place:D6}-{digest[..DigestCharacters]}");

    private static DateTimeOffset TimeOf(string id) =>
        id.Length == TickDigits + PlaceDigits + DigestCharacters + 2
        && long.TryParse(id.AsSpan(0, TickDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new FormatException($"'{id}' is no id of a dead letter.");

    private static string Digest(DeadLetter letter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{letter.DeviceId}\n{letter.Code}\n"));
        hash.AppendData(letter.Data.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task PutAsync(string digest, List<DeadLetter> same, string newId, CancellationToken cancellationToken)
    {
        var letter = same[0];
        var expires = _table.ExpiryOf(_table.NowMs);
        var data = letter.Data;
        var parts = new List<Item>();
        for (var at = PartBytes; at < data.Length; at += PartBytes)
        {
            var part = DynamoItem.Key(PartitionKey(digest), PartSortKey(parts.Count + 1));
            part["data"] = DynamoItem.Bytes(data.Slice(at, Math.Min(PartBytes, data.Length - at)).ToArray());
            part[DynamoTable.Expires] = DynamoItem.Number(expires);
            parts.Add(part);
        }

        await _table.PutManyAsync(parts, cancellationToken).ConfigureAwait(false);
        var id = await ClaimAsync(digest, newId, expires, cancellationToken).ConfigureAwait(false);
        var pk = PartitionKey(TimeOf(id));
        for (var attempt = 1; ; attempt++)
        {
            var stored = await _table.GetAsync(pk, id, cancellationToken).ConfigureAwait(false);
            var receivedMs = Math.Max(stored?.Number("received") ?? long.MinValue, same.Max(item => item.ReceivedAt.ToUnixTimeMilliseconds()));
            var item = DynamoItem.Key(pk, id);
            if (letter.DeviceId is not null)
                item["device"] = DynamoItem.Text(letter.DeviceId);
            item["code"] = DynamoItem.Text(letter.Code);
            item["message"] = DynamoItem.Text(stored?.Text("message") ?? letter.Message);
            item["digest"] = DynamoItem.Text(digest);
            item["data"] = DynamoItem.Bytes(data[..Math.Min(PartBytes, data.Length)].ToArray());
            item["parts"] = DynamoItem.Number(parts.Count);
            item["received"] = DynamoItem.Number(receivedMs);
            item["times"] = DynamoItem.Number((stored?.Number("times") ?? 0) + same.Count);
            item[DynamoTable.Expires] = DynamoItem.Number(expires);
            if (await _table.TryPutAsync(item, stored.Version(), cancellationToken).ConfigureAwait(false))
                return;
            await _table.BackOffAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Returns the id of the letter with a digest: a new one, unless it has one from within the retention. It is there before the letter, so
    /// that an attempt after a cut finds it.
    /// </summary>
    private async Task<string> ClaimAsync(string digest, string newId, long expires, CancellationToken cancellationToken)
    {
        var pk = PartitionKey(digest);
        for (var attempt = 1; ; attempt++)
        {
            var stored = await _table.GetAsync(pk, IdSortKey, cancellationToken).ConfigureAwait(false);
            var id = stored?.Text("id") is { } known && TimeOf(known) > TimeOf(newId) - _table.Options.Retention ? known : newId;
            var item = DynamoItem.Key(pk, IdSortKey);
            item["id"] = DynamoItem.Text(id);
            item[DynamoTable.Expires] = DynamoItem.Number(expires);
            if (await _table.TryPutAsync(item, stored.Version(), cancellationToken).ConfigureAwait(false))
                return id;
            await _table.BackOffAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<StoredDeadLetter> ReadAsync(Item item, CancellationToken cancellationToken)
    {
        var data = new MemoryStream();
        data.Write(item.Bytes("data"));
        for (var part = 1; part <= item.Number("parts"); part++)
        {
            var rest = await _table.GetAsync(PartitionKey(item.Text("digest") ?? ""), PartSortKey(part), cancellationToken).ConfigureAwait(false);
            data.Write(rest?.Bytes("data") ?? []);
        }

        return new StoredDeadLetter(
            item.Text(DynamoTable.SortKey)!,
            new DeadLetter(
                item.Text("device"),
                item.Text("code") ?? "",
                item.Text("message") ?? "",
                data.ToArray(),
                DateTimeOffset.FromUnixTimeMilliseconds(item.Number("received") ?? 0)),
            (int)Math.Min(item.Number("times") ?? 1, int.MaxValue));
    }

    private static string PartSortKey(int part) => string.Create(CultureInfo.InvariantCulture, $"PART#{part:D5}");
}
