using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda.Runtime;

namespace DroneLink.LambdaHost;

/// <summary>
/// One line of JSON an event, to standard output: time, level, requestId, event, and what belongs to the event. No bodies, and no secret of
/// the environment. Thread safe.
/// </summary>
internal sealed class HostLog(Stream output, HostLogLevel level, TimeProvider time)
{
    private readonly Lock _lock = new();
    private volatile string? _requestId;

    /// <summary>The invocation under way; null before the first.</summary>
    public string? RequestId
    {
        get => _requestId;
        set => _requestId = value;
    }

    /// <summary>Returns a log to standard output, as <c>AWS_LAMBDA_LOG_LEVEL</c> says: TRACE, DEBUG, INFO (the default), WARN, ERROR or FATAL.</summary>
    public static HostLog FromEnvironment() => new(
        Console.OpenStandardOutput(),
        Enum.TryParse<HostLogLevel>(Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL"), ignoreCase: true, out var level) ? level : HostLogLevel.Info,
        TimeProvider.System);

    /// <summary>Writes an event.</summary>
    /// <param name="eventLevel">How grave it is.</param>
    /// <param name="code">What it is, one word.</param>
    /// <param name="members">What belongs to it: text, integers, numbers, truths; what is null is left out.</param>
    public void Write(HostLogLevel eventLevel, string code, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        if (eventLevel < level)
            return;
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time"u8, time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("level"u8, eventLevel.ToString().ToUpperInvariant());
            if (RequestId is { } requestId)
                writer.WriteString("requestId"u8, requestId);
            writer.WriteString("event"u8, code);
            foreach (var (name, value) in members)
                WriteMember(writer, name, value);
            writer.WriteEndObject();
        }

        WriteLine(buffer);
    }

    /// <summary>Writes a finished line, whatever the level.</summary>
    public void WriteLine(ArrayBufferWriter<byte> line)
    {
        line.Write("\n"u8);
        lock (_lock)
        {
            output.Write(line.WrittenSpan);
            output.Flush();
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case bool truth:
                writer.WriteBoolean(name, truth);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case double number:
                writer.WriteNumber(name, Math.Round(number, 3));
                break;
            default:
                writer.WriteString(name, Secrets.Redact(value.ToString() ?? ""));
                break;
        }
    }
}

/// <summary>How grave an event is, as Lambda names it.</summary>
internal enum HostLogLevel
{
    /// <summary>Everything.</summary>
    Trace,

    /// <summary>For who looks for a fault.</summary>
    Debug,

    /// <summary>What happens.</summary>
    Info,

    /// <summary>What mends itself.</summary>
    Warn,

    /// <summary>What somebody must look at.</summary>
    Error,

    /// <summary>What ends the process.</summary>
    Fatal,
}
