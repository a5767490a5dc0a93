using System.Text;

namespace DroneLink.Simulation.Hostile;

/// <summary>What has broken readers of JSON and of text before.</summary>
internal static class Words
{
    /// <summary>For JSON.</summary>
    public static IReadOnlyList<byte[]> Json { get; } =
    [
        .. Of(
            "{", "}", "[", "]", ":", ",", "\"", "\\", "null", "true", "false", "0", "-0", "-1", "1e999", "1E-9", "0.1", "2147483647", "2147483648", "-2147483649", "4294967296",
            "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "1e1", "01", "NaN", "\"\"", "{}", "[]", "\\u0000", "\\ud800", "\\udc00\\ud800", "\"\\ud800\"",
            "{\"\\ud800\":1}", "\\\"", "\\u0022", "//", "/**/", ",\"\":0", "\t", "\n", "\r\n", " ", "\u00E9", "\u2028"),
        .. Raw,
        Encoding.ASCII.GetBytes(new string('[', 70)),
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 70))),
        Encoding.ASCII.GetBytes("\"" + new string('x', 300) + "\""),
    ];

    /// <summary>For other text.</summary>
    public static IReadOnlyList<byte[]> Text { get; } =
    [
        .. Of("", "/", "..", "%2e", "%00", "+", "#", "$", "*", "?", "&", "=", ";", ",", "-", "0", "-1", "99999999999999999999", "\0", "\r\n", "\t", " ", "\u00E9", "\u0130", "'", "\"", "(", ")", "NEAR", "OR"),
        .. Raw,
    ];

    // Cut, overlong, a surrogate, past the end of Unicode.
    private static byte[][] Raw => [[0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xEF, 0xBB, 0xBF]];

    /// <summary>Returns texts as bytes.</summary>
    public static IEnumerable<byte[]> Of(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);
}
