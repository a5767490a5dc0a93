using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>An MQTT topic with <c>{fleet}</c>, <c>{device}</c> and <c>{kind}</c> in it.</summary>
public sealed partial class TopicTemplate
{
    /// <summary>The usual one.</summary>
    public const string Standard = "dronelink/{fleet}/{device}/{kind}";

    /// <summary>What one must be, for messages.</summary>
    public const string Rule = "a topic of up to 200 characters, without + and #, not beginning with $, with {fleet}, {device} and {kind} where wanted";

    private const int MaxChars = 200;

    private readonly string _template;

    private TopicTemplate(string template) => _template = template;

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TopicTemplate? template)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = Places().Replace(text, "x");
        template = text.Length is > 0 and <= MaxChars && text[0] != '$' && !rest.Any(c => c is '+' or '#' or '{' or '}' || char.IsControl(c))
            ? new TopicTemplate(text)
            : null;
        return template is not null;
    }

    /// <summary>Returns the topic of a record.</summary>
    public string Of(TelemetryRecord record, string fleetId) => Places().Replace(_template, place => place.Value switch
    {
        "{fleet}" => fleetId,
        "{device}" => record.DeviceId,
        _ => KindSchema.Find(record.Kind)?.Name ?? record.Kind.ToString(CultureInfo.InvariantCulture),
    });

    /// <inheritdoc/>
    public override string ToString() => _template;

    [GeneratedRegex(@"\{(fleet|device|kind)\}")]
    private static partial Regex Places();
}
