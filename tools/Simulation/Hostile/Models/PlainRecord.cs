using DroneLink.CloudSdk.Wire;

namespace DroneLink.Simulation.Hostile.Models;

/// <summary>A record as <see cref="PlainFrame"/> reads it.</summary>
internal sealed record PlainRecord(byte Kind, long TimeMs)
{
    /// <summary>Its fields and their values, in order.</summary>
    public List<(int Field, long Value)> Fields { get; } = [];

    /// <summary>A text's severity.</summary>
    public byte Severity { get; init; }

    /// <summary>A text.</summary>
    public string? Text { get; init; }

    /// <summary>Whether a record says the same.</summary>
    public bool Says(TelemetryRecord record) =>
        record.Kind == Kind && record.TimeMs == TimeMs && record.Severity == Severity && record.Text == Text && record.Values.Length == Fields.Count
        && Fields.All(field => record.TryGet(field.Field, out var value) && value == field.Value);
}
