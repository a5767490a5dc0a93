using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.LambdaHost;

/// <summary>
/// Writes what the SDK's meter counts as CloudWatch metrics, one line of embedded metric format an invocation. The names are those of
/// <see cref="CloudDiagnostics"/>. Thread safe.
/// </summary>
internal sealed class HostMetrics : IDisposable
{
    /// <summary>The metrics' namespace.</summary>
    public const string Namespace = "DroneLink";

    // CloudWatch takes no more values of one metric in a line.
    private const int MaxValues = 100;

    private readonly string _function;
    private readonly HostLog _log;
    private readonly TimeProvider _time;
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, (string Unit, List<double> Values)> _measured = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Listens from now on.</summary>
    /// <param name="function">The dimension <c>function</c>.</param>
    /// <param name="log">Where the lines go.</param>
    /// <param name="time">Dates the lines.</param>
    public HostMetrics(string function, HostLog log, TimeProvider time)
    {
        (_function, _log, _time) = (function, log, time);
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == CloudDiagnostics.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value, isSum: true));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value, isSum: false));
        _listener.Start();
    }

    /// <summary>Writes what was measured since the last time; nothing when that is nothing.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_measured.Count == 0)
                return;
            var buffer = new ArrayBufferWriter<byte>(512);
            using (var writer = new Utf8JsonWriter(buffer))
                Write(writer);
            _measured.Clear();
            _log.WriteLine(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, bool isSum)
    {
        lock (_lock)
        {
            if (!_measured.TryGetValue(instrument.Name, out var metric))
                _measured.Add(instrument.Name, metric = (instrument.Unit == "ms" ? "Milliseconds" : "Count", []));
            if (isSum && metric.Values.Count > 0)
                metric.Values[0] += value;
            else if (metric.Values.Count < MaxValues)
                metric.Values.Add(value);
        }
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("_aws"u8);
        writer.WriteNumber("Timestamp"u8, _time.GetUtcNow().ToUnixTimeMilliseconds());
        writer.WriteStartArray("CloudWatchMetrics"u8);
        writer.WriteStartObject();
        writer.WriteString("Namespace"u8, Namespace);
        writer.WriteStartArray("Dimensions"u8);
        writer.WriteStartArray();
        writer.WriteStringValue("service"u8);
        writer.WriteStringValue("function"u8);
        writer.WriteEndArray();
        writer.WriteEndArray();
        writer.WriteStartArray("Metrics"u8);
        foreach (var (name, (unit, _)) in _measured)
        {
            writer.WriteStartObject();
            writer.WriteString("Name"u8, name);
            writer.WriteString("Unit"u8, unit);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteString("service"u8, "dronelink"u8);
        writer.WriteString("function"u8, _function);
        if (_log.RequestId is { } requestId)
            writer.WriteString("requestId"u8, requestId);
        foreach (var (name, (_, values)) in _measured)
        {
            if (values.Count == 1)
            {
                writer.WriteNumber(name, values[0]);
                continue;
            }

            writer.WriteStartArray(name);
            foreach (var value in values)
                writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
