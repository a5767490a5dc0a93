using System.Text.Json;

namespace DroneLink.Load.Stations;

/// <summary>Reads a device's records as people do: over the station's API, page by page.</summary>
internal static class ApiReader
{
    /// <summary>Returns the sequence number and, for a position, the latitude in 1e-7 degrees, of each record of a device.</summary>
    public static async Task<IReadOnlyList<(uint Sequence, long? Latitude)>> ReadAsync(HttpClient http, string device, CancellationToken cancellationToken)
    {
        var records = new List<(uint, long?)>();
        string? cursor = null;
        do
        {
            var suffix = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            await using var body = await http.GetStreamAsync($"/v1/devices/{device}/records?limit=1000{suffix}", cancellationToken).ConfigureAwait(false);
            using var page = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
            foreach (var record in page.RootElement.GetProperty("records").EnumerateArray())
            {
                long? latitude = record.GetProperty("fields").TryGetProperty("latitude", out var value) ? value.GetInt64() : null;
                records.Add((record.GetProperty("seq").GetUInt32(), latitude));
            }

            cursor = page.RootElement.TryGetProperty("cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return records;
    }
}
