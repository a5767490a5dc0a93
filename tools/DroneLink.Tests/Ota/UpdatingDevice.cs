using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Ingest;

namespace DroneLink.Tool.Tests.Ota;

/// <summary>
/// A device that takes an update as the firmware does: it believes a manifest by its HMAC alone, fetches block by block, and believes the
/// image by its hash alone. How it asks, its subclass knows.
/// </summary>
internal abstract class UpdatingDevice(DeviceIdentity device)
{
    private uint _sequence;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected DeviceIdentity Device { get; } = device;

    protected abstract int BlockBytes { get; }

    /// <summary>Asks for a manifest; null when there is nothing.</summary>
    public async Task<JsonElement?> ManifestAsync(int build)
    {
        if (await AskAsync(build) is not { } bytes)
            return null;
        var json = bytes[32..];
        Assert.Equal(HMACSHA256.HashData(Device.Key.Span, (byte[])[.. Encoding.ASCII.GetBytes("dronelink-manifest-1\n"), .. json]), bytes[..32]);
        return JsonSerializer.Deserialize<JsonElement>(json);
    }

    /// <summary>Fetches what a manifest tells of.</summary>
    public async Task<byte[]> DownloadAsync(JsonElement manifest)
    {
        var (build, size) = (manifest.GetProperty("build").GetInt32(), manifest.GetProperty("size").GetInt32());
        var image = new List<byte>();
        while (image.Count < size)
            image.AddRange(await BlockAsync(build, image.Count, Math.Min(BlockBytes, size - image.Count)));
        Assert.Equal(manifest.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData([.. image])));
        return [.. image];
    }

    /// <summary>Tells the cloud an event.</summary>
    public async Task TellAsync(TestStation station, int code, int value, int build)
    {
        using var answer = await station.Http.SendAsync(Frames.Post(Device, Frames.Event(Device.DeviceId, _sequence++, code, value, build)), Token);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    protected abstract Task<byte[]?> AskAsync(int build);

    protected abstract Task<byte[]> BlockAsync(int build, int offset, int count);
}

/// <summary>One that asks over HTTPS.</summary>
internal sealed class HttpUpdatingDevice(DeviceIdentity device, HttpClient http) : UpdatingDevice(device)
{
    protected override int BlockBytes => 4092;

    protected override async Task<byte[]?> AskAsync(int build)
    {
        using var answer = await GetAsync($"/v1/devices/{Device.DeviceId}/ota/manifest?build={build}&version=0.1.0&runtime=nano1&role={Device.Role}", null);
        if (answer.StatusCode == HttpStatusCode.NoContent)
            return null;
        Assert.Equal((HttpStatusCode.OK, "application/vnd.dronelink.manifest"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsByteArrayAsync(Token);
    }

    protected override async Task<byte[]> BlockAsync(int build, int offset, int count)
    {
        using var answer = await GetAsync($"/v1/devices/{Device.DeviceId}/ota/{build}/image", new RangeHeaderValue(offset, offset + count - 1));
        Assert.Equal((HttpStatusCode.PartialContent, offset, count), (answer.StatusCode, (int?)answer.Content.Headers.ContentRange?.From, (int?)answer.Content.Headers.ContentLength));
        return await answer.Content.ReadAsByteArrayAsync(Token);
    }

    private Task<HttpResponseMessage> GetAsync(string target, RangeHeaderValue? range)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.ASCII.GetBytes($"GET\n{target}\n{Device.DeviceId}\n{timestamp}\n");
        var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Add("x-device-id", Device.DeviceId);
        request.Headers.Add("x-timestamp", timestamp);
        request.Headers.Add("x-signature", Convert.ToHexStringLower(HMACSHA256.HashData(Device.Key.Span, signed)));
        request.Headers.Range = range;
        return http.SendAsync(request, Token);
    }
}

/// <summary>One that asks over MQTT; it has subscribed already.</summary>
internal sealed class MqttUpdatingDevice(FakeDevice connection) : UpdatingDevice(connection.Device)
{
    protected override int BlockBytes => 2046;

    protected override async Task<byte[]?> AskAsync(int build)
    {
        var answer = await RequestAsync($$"""{"want":"manifest","build":{{build}},"version":"0.1.0","role":"{{Device.Role}}","runtime":"nano1","core":"0.1.0"}""");
        return answer[0] == 'N' ? null : answer[0] == 'M' ? answer[1..] : throw new InvalidDataException($"answer {(char)answer[0]}");
    }

    protected override async Task<byte[]> BlockAsync(int build, int offset, int count)
    {
        var answer = await RequestAsync($$"""{"want":"block","build":{{build}},"offset":{{offset}},"count":{{count}}}""");
        Assert.Equal(('B', build, offset, count), ((char)answer[0], BitConverter.ToInt32(answer, 1), BitConverter.ToInt32(answer, 5), answer.Length - 9));
        return answer[9..];
    }

    /// <summary>Publishes a request and waits for its answer.</summary>
    public async Task<byte[]> RequestAsync(string json)
    {
        Assert.True(await connection.PublishAsync(connection.Topic("ota-request"), json));
        return await NextAsync();
    }

    /// <summary>Waits for what comes next on its topic.</summary>
    public async Task<byte[]> NextAsync()
    {
        byte[]? next = null;
        await Eventually.IsTrueAsync(
            () =>
            {
                if (!connection.Messages.TryDequeue(out var message)) return false;
                Assert.Equal(connection.Topic("ota"), message.Topic);
                next = message.Payload;
                return true;
            },
            "a message on the topic ota");
        return next!;
    }
}
