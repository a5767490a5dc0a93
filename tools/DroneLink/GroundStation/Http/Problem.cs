using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DroneLink.Tool.GroundStation.Http;

/// <summary>Problem documents (RFC 9457) for what is refused before a handler sees it.</summary>
public static class Problem
{
    /// <summary>Their content type.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Answers with a problem document, unless the answer has begun.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string title, string? detail = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Response.HasStarted) return;
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "about:blank");
            writer.WriteString("title", title);
            writer.WriteNumber("status", status);
            if (detail is not null) writer.WriteString("detail", detail);
            writer.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
