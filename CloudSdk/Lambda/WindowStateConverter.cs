using System.Text.Json;
using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>
/// Carries a window's state through <see cref="System.Text.Json"/> with its very values, in any generated context: an object of any values
/// would ask each context to know their types.
/// </summary>
public sealed class WindowStateConverter : JsonConverter<IReadOnlyDictionary<string, object?>>
{
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var state = JsonElement.ParseValue(ref reader);
        if (state.ValueKind != JsonValueKind.Object)
            throw new JsonException("The state of a window is an object.");
        var members = new Dictionary<string, object?>();
        foreach (var member in state.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
                throw new JsonException("The state of a window says something twice.");
        }

        // Texts are looked at only when they are asked for, and by then the batch would be done and its answer not to be written.
        using var nobody = new Utf8JsonWriter(Stream.Null);
        state.WriteTo(nobody);
        return members;
    }

    /// <inheritdoc/>
    /// <exception cref="JsonException">A value did not come from <see cref="Read"/>.</exception>
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach (var (name, member) in value)
        {
            writer.WritePropertyName(name);
            (member is JsonElement element ? element : throw new JsonException($"The state's '{name}' is not as it came.")).WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
