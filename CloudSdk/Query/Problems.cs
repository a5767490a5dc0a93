using System.Buffers;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Query;

/// <summary>Problem documents (RFC 9457).</summary>
internal static class Problems
{
    public static HttpApiResponse BadRequest(string detail) => Problem(400, "Bad Request", detail);

    public static HttpApiResponse NotFound(string detail) => Problem(404, "Not Found", detail);

    public static HttpApiResponse MethodNotAllowed(string allow) => Problem(405, "Method Not Allowed", $"Allowed: {allow}.", ("allow", allow));

    private static HttpApiResponse Problem(int status, string title, string detail, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("title"u8, title);
            writer.WriteNumber("status"u8, status);
            writer.WriteString("detail"u8, detail);
            writer.WriteEndObject();
        }

        var all = new Dictionary<string, string> { ["content-type"] = "application/problem+json" };
        foreach (var (name, value) in headers)
            all.Add(name, value);
        return new HttpApiResponse { StatusCode = status, Headers = all, Body = Encoding.UTF8.GetString(buffer.WrittenSpan) };
    }
}
