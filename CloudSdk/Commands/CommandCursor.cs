using System.Buffers.Text;
using System.Globalization;
using System.Text;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Commands;

/// <summary>A place among the commands of a device as an opaque text. It is no secret; it only says from where to go on.</summary>
internal static class CommandCursor
{
    /// <summary>Returns the text for a place.</summary>
    public static string Write(CommandPosition position) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{position.RequestedMs}#{position.Id}")));

    /// <summary>Reads a text back; false when it is no cursor.</summary>
    public static bool TryRead(string text, out CommandPosition position)
    {
        position = default;
        if (text.Length > 64 || !Base64Url.IsValid(text))
            return false;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('#');
        if (parts.Length != 2 || !FrameFormat.IsDeviceId(parts[1]) || parts[0].Length > 13
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ms))
        {
            return false;
        }

        position = new CommandPosition(ms, parts[1]);
        return Write(position) == text;
    }
}
