using System.Globalization;
using System.Text.Json;

namespace DroneLink.Tool.Remote;

/// <summary>The body of a command, from the words of a command line.</summary>
internal static class CommandBody
{
    /// <summary>Writes it.</summary>
    /// <param name="id">The command's id.</param>
    /// <param name="command">What is to be done.</param>
    /// <param name="parameters">Each <c>name=value</c>: true, false and whole numbers are those, all else is a text, as is what is in double quotes.</param>
    /// <param name="expiresIn">s; null for the station's own.</param>
    public static byte[] Write(string id, string command, IEnumerable<string> parameters, int? expiresIn)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, id);
            writer.WriteString("command"u8, command);
            writer.WriteStartObject("parameters"u8);
            foreach (var parameter in parameters)
            {
                var at = parameter.IndexOf('=', StringComparison.Ordinal);
                WriteValue(writer, parameter[..at], parameter[(at + 1)..]);
            }

            writer.WriteEndObject();
            if (expiresIn is { } seconds) writer.WriteNumber("expiresIn"u8, seconds);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    /// <summary>Whether a word is <c>name=value</c>.</summary>
    public static bool IsParameter(string word) => word.IndexOf('=', StringComparison.Ordinal) > 0;

    private static void WriteValue(Utf8JsonWriter writer, string name, string value)
    {
        if (value is "true" or "false") writer.WriteBoolean(name, value == "true");
        else if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) writer.WriteNumber(name, number);
        else writer.WriteString(name, value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value);
    }
}
