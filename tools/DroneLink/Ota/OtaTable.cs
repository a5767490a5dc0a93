using System.Globalization;
using System.Text.Json;

namespace DroneLink.Tool.Ota;

/// <summary>Releases, roll-outs and devices as lines of text, columns under one another.</summary>
internal static class OtaTable
{
    /// <summary>One line a release.</summary>
    public static IEnumerable<string> Releases(JsonElement answer)
    {
        var rows = answer.GetProperty("releases").EnumerateArray().Select(release => new[]
        {
            Text(release, "build"), Text(release, "release"), Text(release, "version"), Text(release, "role"), Text(release, "runtime"),
            release.GetProperty("rollout") is { ValueKind: JsonValueKind.Object } rollout
                ? $"{Text(rollout, "state")} {Percentage(rollout)}"
                : "not rolled out",
        }).ToList();
        return rows.Count == 0 ? ["There is no release. Publish one with 'dronelink ota publish'."] : Lines(["BUILD", "RELEASE", "VERSION", "ROLE", "RUNTIME", "ROLL-OUT"], rows);
    }

    /// <summary>What a release is and how its roll-out is.</summary>
    public static IEnumerable<string> Overview(JsonElement release)
    {
        yield return $"Build {Text(release, "build")} is '{Text(release, "release")}', version {Text(release, "version")} for {Text(release, "role")} on {Text(release, "runtime")}, {Text(release, "size")} bytes.";
        if (release.GetProperty("rollout") is not { ValueKind: JsonValueKind.Object } rollout)
        {
            yield return "It is not rolled out. Begin with 'dronelink ota rollout'.";
            yield break;
        }

        var because = Text(rollout, "pausedBecause") is not "-" and var reason ? $": {reason}" : "";
        yield return $"Its roll-out is {Text(rollout, "state")}{because}";
        yield return $"{Text(release, "included")} of {Text(release, "cohort")} devices are in, at {Percentage(rollout)}: "
            + string.Join(", ", release.GetProperty("counts").EnumerateObject().Select(count => $"{count.Value.GetInt32()} {count.Name}")) + ".";
    }

    /// <summary>One line a device.</summary>
    public static IEnumerable<string> Devices(JsonElement answer)
    {
        var size = answer.GetProperty("size").GetInt32();
        var rows = answer.GetProperty("devices").EnumerateArray().Select(device => new[]
        {
            Text(device, "deviceId"), Text(device, "version"), Text(device, "state"), Progress(device, size), Text(device, "reason"),
        }).ToList();
        return rows.Count == 0 ? [] : Lines(["DEVICE", "VERSION", "STATE", "PROGRESS", "REASON"], rows);
    }

    private static string Progress(JsonElement device, int size)
    {
        if (Text(device, "state") is not ("offered" or "started")) return "-";
        var bytes = device.GetProperty("downloadedBytes").GetInt32();
        return string.Create(CultureInfo.InvariantCulture, $"{bytes} of {size} bytes, {bytes * 100L / size} %");
    }

    private static string Percentage(JsonElement rollout) => Text(rollout, "percentage") is not "-" and var percentage ? $"{percentage} %" : "no percentage";

    private static IEnumerable<string> Lines(string[] head, List<string[]> rows)
    {
        var widths = Enumerable.Range(0, head.Length).Select(column => rows.Append(head).Max(row => row[column].Length)).ToArray();
        return rows.Prepend(head).Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.Null } => "-",
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        var value => value.GetRawText(),
    };
}
