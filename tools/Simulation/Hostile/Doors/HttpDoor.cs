using System.Text;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;
using DroneLink.Tool.GroundStation.Http;
using Microsoft.AspNetCore.Http;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>
/// A request with any headers to the ground station, as its web server hands it on: no header and no byte of the body is another's for the handler, and nothing is stored but what
/// a device has signed.
/// </summary>
internal sealed class HttpDoor : CloudDoor
{
    private readonly FrameIngest _ingest;
    private DefaultHttpContext _context = null!;
    private HttpApiRequest _request = null!;
    private byte[] _body = [];

    /// <summary>Opens it.</summary>
    public HttpDoor() => _ingest = new FrameIngest(Intake, Intake, Intake, Time, new FrameIngestOptions { OnFailure = Failures.Add });

    /// <inheritdoc/>
    public override string Name => "http";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [.. new FrameBodyDoor().Examples.Take(2).Select(Make)];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Hostile.Words.Text,
        .. Hostile.Words.Of("X-Device-Id: ", "x-signature:", "x-timestamp: 0\n", "content-type: application/json\n", "content-type: text/plain; charset=utf-7\n", "content-encoding: gzip\n", "transfer-encoding: chunked\n", "\n\n"),
    ];

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Intake.Clear();
        Failures.Clear();
        _context = Read(input);
        _request = Now(HttpApiAdapter.ReadAsync(_context, Time, default));
        var response = Now(_ingest.HandleAsync(_request));
        Now(WriteAsync(response));
        return Of(response);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        CheckNothingFailed();
        var headers = _context.Request.Headers;
        ViolationException.Unless(_request.Headers!.Count == headers.Count, "a header came or went");
        foreach (var (name, values) in headers)
            ViolationException.Unless(_request.Headers[name.ToLowerInvariant()] == string.Join(',', values.AsEnumerable()), () => $"{name} is another");
        var body = _request.Body is not { } text ? [] : _request.IsBase64Encoded ? Convert.FromBase64String(text) : _body;
        ViolationException.Unless(body.AsSpan().SequenceEqual(_body), "the body is another");
        if (Intake.Stored.Count + Intake.Letters.Count == 0) return;
        string Header(string name) => headers[name].ToString();
        var key = Header("x-device-id") == Samples.Device ? Samples.Key : Samples.OtherKey;
        var right = RequestSignature.Compute(key, Header("x-device-id"), Header("x-timestamp"), _body);
        ViolationException.Unless(Header("x-signature") == right, "what nobody signed is stored");
    }

    private DefaultHttpContext Read(byte[] input)
    {
        // A line for each header, an empty one, the body: what the web server has made sure of before, it does here too.
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = "/v1/frames";
        var rest = input.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.IsEmpty) break;
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].ContainsAnyExceptInRange((byte)'!', (byte)'~')) continue;
            context.Request.Headers.Append(Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(line[(colon + 1)..]).Trim(' ', '\t'));
        }

        _body = rest.ToArray();
        context.Request.Body = new MemoryStream(_body);
        context.Response.Body = new MemoryStream();
        return context;
    }

    private async Task<bool> WriteAsync(HttpApiResponse response)
    {
        await HttpApiAdapter.WriteAsync(_context, response, default);
        return true;
    }

    private static byte[] Make(byte[] body)
    {
        var signature = RequestSignature.Compute(Samples.Key, Samples.Device, Requests.Timestamp, body);
        var head = $"content-type: application/vnd.dronelink.frames\nx-device-id: {Samples.Device}\nx-timestamp: {Requests.Timestamp}\nx-signature: {signature}\naccept: */*\n\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
