using System.Text.Json;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Query;

/// <summary>
/// Answers <c>GET /v1/links</c> and <c>/v1/links/{id}</c>: both ends of a video link, how it is, and what is wrong. For each device of a link
/// it reads one page of events, one or two of readings, and one of records after each event that raised an alarm; for a history at most <see cref="MaxHistoryRecords"/> records of each device.
/// </summary>
internal sealed class LinkQueries(ITelemetryStore store, IEventSearch search, IDeviceDirectory directory, TimeProvider time)
{
    /// <summary>Readings that a history is made of at most, for each device.</summary>
    public const int MaxHistoryRecords = 20_000;

    private const int MaxEvents = 500;
    private const int MaxLater = 500;
    private const long EventsMs = 24 * 60 * 60 * 1000;
    private const long DefaultHistoryMs = 10 * 60 * 1000;

    private static readonly byte[] ShownKinds = [RecordKind.VideoLink, RecordKind.Transmitter, RecordKind.Receiver];

    /// <summary>Answers with every link that a provisioned device names, in the order of their ids and fleets.</summary>
    public async Task<HttpApiResponse> ListAsync(CancellationToken cancellationToken)
    {
        var nowMs = NowMs();
        var devices = await directory.ListAsync(cancellationToken).ConfigureAwait(false);
        var links = new List<Assessed>();
        var named = devices.Where(device => device.LinkId is not null).GroupBy(device => (LinkId: device.LinkId!, device.FleetId));
        foreach (var link in named.OrderBy(link => link.Key.LinkId, StringComparer.Ordinal).ThenBy(link => link.Key.FleetId, StringComparer.Ordinal))
            links.Add(await AssessAsync(link.Key.LinkId, link.Key.FleetId, link, nowMs, cancellationToken).ConfigureAwait(false));
        return QueryJson.Answer(writer =>
        {
            writer.WriteStartArray("links"u8);
            foreach (var link in links)
            {
                writer.WriteStartObject();
                Write(writer, link);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>Answers with one link and its history.</summary>
    public async Task<HttpApiResponse> DescribeAsync(string linkId, QueryParameters parameters, CancellationToken cancellationToken)
    {
        var nowMs = NowMs();
        var (from, to) = parameters.Range();
        var toMs = to ?? Math.Max(nowMs + 1, (from ?? 0) + 1);
        var fromMs = from ?? Math.Max(toMs - DefaultHistoryMs, 0);
        var devices = await directory.ListAsync(cancellationToken).ConfigureAwait(false);
        var fleetId = parameters.Fleet();
        List<DeviceIdentity> ends = [.. devices.Where(device => device.LinkId == linkId && (fleetId is null || device.FleetId == fleetId))];
        List<string> fleets = [.. ends.Select(device => device.FleetId).Distinct().Order(StringComparer.Ordinal)];
        if (fleets.Count == 0)
            return Problems.Create(404, "unknown-link", $"There is no link '{linkId}'{(fleetId is null ? "" : $" in fleet '{fleetId}'")}: no provisioned device names it.");
        if (fleets.Count > 1)
        {
            return Problems.Create(
                400, "ambiguous-link", $"Several fleets have a link '{linkId}': say with fleet which of {string.Join(", ", fleets)} is meant.");
        }

        var link = await AssessAsync(linkId, fleets[0], ends, nowMs, cancellationToken).ConfigureAwait(false);
        var history = new LinkHistory(fromMs, toMs);
        var isComplete = true;
        foreach (var end in link.Ends.Where(end => end.Latest(RecordKind.VideoLink) is not null))
            isComplete &= await ReadHistoryAsync(history, end.Identity.DeviceId, fromMs, toMs, cancellationToken).ConfigureAwait(false);
        return QueryJson.Answer(writer =>
        {
            Write(writer, link);
            writer.WriteStartObject("history"u8);
            writer.WriteNumber("from"u8, fromMs);
            writer.WriteNumber("to"u8, toMs);
            writer.WriteBoolean("complete"u8, isComplete);
            writer.WriteStartArray("points"u8);
            foreach (var point in history.Points)
            {
                writer.WriteStartObject();
                writer.WriteNumber("time"u8, point.TimeMs);
                QueryJson.WriteNumber(writer, "health", point.Health);
                QueryJson.WriteNumber(writer, "rssiMean", point.RssiMean);
                QueryJson.WriteNumber(writer, "availability", point.Availability);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<Assessed> AssessAsync(
        string linkId, string fleetId, IEnumerable<DeviceIdentity> devices, long nowMs, CancellationToken cancellationToken)
    {
        var ends = new List<LinkEnd>();
        var receivers = new List<LinkReceiver>();
        foreach (var device in devices.OrderBy(device => device.DeviceId, StringComparer.Ordinal))
        {
            var stored = await store.FindDeviceAsync(device.DeviceId, cancellationToken).ConfigureAwait(false);
            var events = stored is null ? [] : await EventsAsync(device.DeviceId, nowMs, cancellationToken).ConfigureAwait(false);
            var end = new LinkEnd(device, stored, events);
            end = end with { Later = await LaterAsync(end, cancellationToken).ConfigureAwait(false) };
            ends.Add(end);
            if (end.Latest(RecordKind.VideoLink) is { } newest)
            {
                var readings = await ReadingsAsync(new LinkReading(newest), cancellationToken).ConfigureAwait(false);
                receivers.Add(new LinkReceiver(end, readings, nowMs));
            }
        }

        // Of several receivers the one with the best picture is the one that is looked at.
        var (best, state) = receivers
            .Select(receiver => (Receiver: (LinkReceiver?)receiver, State: LinkJudge.Judge(receiver, ends)))
            .OrderBy(judged => judged.State.Rank)
            .ThenByDescending(judged => judged.Receiver!.Newest.AtMs)
            .FirstOrDefault((null, LinkJudge.NoReading));
        return new Assessed(linkId, fleetId, ends, state, best, LinkAlarms.Of(ends, receivers, best, state, nowMs));
    }

    private async Task<IReadOnlyList<StoredRecord>> EventsAsync(string deviceId, long nowMs, CancellationToken cancellationToken)
    {
        var query = new EventQuery { DeviceId = deviceId, FromMs = Math.Max(nowMs - EventsMs, 0), Limit = MaxEvents };
        var page = await search.SearchAsync(query, cancellationToken).ConfigureAwait(false);
        return [.. page.Records.Where(record => record.Record.Kind == RecordKind.Event)];
    }

    private async Task<IReadOnlyDictionary<int, IReadOnlyList<StoredRecord>>> LaterAsync(LinkEnd end, CancellationToken cancellationToken)
    {
        var later = new Dictionary<int, IReadOnlyList<StoredRecord>>();
        foreach (var latch in LinkLatch.All)
        {
            if (end.Raised(latch) is not { } told || end.Latest(latch.Kind) is not { } latest || latest.EffectiveMs <= told.EffectiveMs)
                continue;
            var query = new RecordQuery(end.Identity.DeviceId) { Kind = latch.Kind, FromMs = told.EffectiveMs + 1, Limit = MaxLater };
            var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            later[latch.Raising] = [.. page.Records.Append(latest).Where(record => record.Record.BootId == told.Record.BootId)];
        }

        return later;
    }

    private async Task<IReadOnlyList<LinkReading>> ReadingsAsync(LinkReading newest, CancellationToken cancellationToken)
    {
        // Where readings are so many that a page does not reach the newest, a shorter time has enough of them.
        foreach (var backMs in new[] { Math.Max(LinkReceiver.LookBackMs, newest.FreshMs), newest.FreshMs })
        {
            var query = new RecordQuery(newest.Record.Record.DeviceId)
            {
                Kind = RecordKind.VideoLink,
                FromMs = Math.Max(newest.AtMs - backMs, 0),
                ToMs = newest.AtMs + 1,
                Limit = PageLimits.MaxRecords,
            };
            var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            if (page.Next is not null)
                continue;
            var ofBoot = page.Records.Where(record =>
                record.Record.BootId == newest.Record.Record.BootId && record.Position != newest.Record.Position);
            return [.. ofBoot.Select(record => new LinkReading(record)), newest];
        }

        return [newest];
    }

    private async Task<bool> ReadHistoryAsync(LinkHistory history, string deviceId, long fromMs, long toMs, CancellationToken cancellationToken)
    {
        RecordPosition? after = null;
        for (var read = 0; read < MaxHistoryRecords; read += PageLimits.MaxRecords)
        {
            var query = new RecordQuery(deviceId)
            {
                Kind = RecordKind.VideoLink,
                FromMs = fromMs,
                ToMs = toMs,
                Limit = PageLimits.MaxRecords,
                After = after,
            };
            var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var record in page.Records)
                history.Add(new LinkReading(record));
            if (page.Next is null)
                return true;
            after = page.Next;
        }

        return false;
    }

    private static void Write(Utf8JsonWriter writer, Assessed link)
    {
        writer.WriteString("linkId"u8, link.LinkId);
        writer.WriteString("fleetId"u8, link.FleetId);
        writer.WriteString("state"u8, link.State.Name);
        writer.WriteString("reason"u8, link.State.Reason);
        writer.WriteString("text"u8, link.State.Text);
        QueryJson.WriteNumber(writer, "since", link.State.SinceMs);
        QueryJson.WriteNumber(writer, "health", link.State.Name == LinkState.Unknown ? null : link.Best?.Judged.Health);
        writer.WriteString("receiver"u8, link.Best?.End.Identity.DeviceId);
        writer.WriteStartArray("devices"u8);
        foreach (var end in link.Ends)
        {
            writer.WriteStartObject();
            writer.WriteString("deviceId"u8, end.Identity.DeviceId);
            writer.WriteString("fleetId"u8, end.Identity.FleetId);
            writer.WriteString("role"u8, end.Identity.Role);
            QueryJson.WriteNumber(writer, "lastSeen", end.Stored?.LastSeen.ToUnixTimeMilliseconds());
            writer.WriteStartObject("latest"u8);
            foreach (var kind in ShownKinds)
            {
                if (end.Latest(kind) is { } record)
                {
                    writer.WriteStartObject(KindSchema.Find(kind)!.Name);
                    QueryJson.WriteRecord(writer, record);
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("alarms"u8);
        foreach (var alarm in link.Alarms)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, alarm.Code);
            writer.WriteString("deviceId"u8, alarm.DeviceId);
            writer.WriteNumber("severity"u8, alarm.Severity);
            writer.WriteNumber("since"u8, alarm.SinceMs);
            writer.WriteString("text"u8, alarm.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private sealed record Assessed(
        string LinkId, string FleetId, IReadOnlyList<LinkEnd> Ends, LinkState State, LinkReceiver? Best, IReadOnlyList<LinkAlarm> Alarms);
}
