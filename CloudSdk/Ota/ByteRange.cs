using System.Globalization;

namespace DroneLink.CloudSdk.Ota;

/// <summary>A part of a body that is asked for, header <c>range</c> of RFC 9110.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Count">Its bytes; 0 when it begins behind the end.</param>
internal readonly record struct ByteRange(int Offset, int Count)
{
    private const string Unit = "bytes=";

    /// <summary>
    /// Reads a header. Null when there is none, it is malformed or has several ranges: by the RFC it is then as if it were not there.
    /// </summary>
    public static ByteRange? Read(string header, int size)
    {
        if (!header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
            return null;
        var parts = header[Unit.Length..].Trim().Split('-');
        if (parts.Length != 2 || (parts[0].Length == 0 && parts[1].Length == 0))
            return null;
        if (!TryRead(parts[0], out var first) || !TryRead(parts[1], out var last))
            return null;

        // "-5" is the last 5 bytes.
        if (first is null)
            return new ByteRange((int)Math.Max(0, size - last!.Value), (int)Math.Min(size, last!.Value));
        if (last < first)
            return null;
        var end = Math.Min(last ?? size, size - 1);
        return first < size ? new ByteRange((int)first, (int)(end - first + 1)) : new ByteRange(0, 0);
    }

    private static bool TryRead(string text, out long? number)
    {
        number = null;
        if (text.Length == 0)
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        number = value;
        return true;
    }
}
