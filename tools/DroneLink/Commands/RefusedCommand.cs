using System.CommandLine;
using System.Globalization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Storage;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink refused</c>: the dead letters, for whoever asks where a device's records are.</summary>
internal static class RefusedCommand
{
    private const int DefaultLimit = 20;
    private const int MaxHexBytes = 16;

    public static Command Create(CommandConsole console)
    {
        var data = GroundStationCommand.DataOption();
        var limit = NumberOption.Whole("--limit", "N", "Lines at the most.", DefaultLimit, 1, PageLimits.MaxRecords);
        var cloud = CloudOption.Create(CloudKind.Embedded, CloudKind.Aws);
        var command = new Command("refused", "List what was refused and why, the newest first. A ground station may be running.") { data, limit, cloud };
        command.SetAction((parsed, token) => parsed.GetValue(cloud) == CloudKind.Aws
            ? AwsAccount.OnTableAsync(table => ListAsync(console, new DynamoDeadLetters(table), parsed.GetValue(limit), token), token)
            : RunAsync(console, parsed.GetRequiredValue(data), parsed.GetValue(limit), token));
        HelpWithExamples.Add(
            command,
            "dronelink refused                     the last 20",
            "dronelink refused --limit 1000 | grep kite",
            "dronelink refused --cloud aws         those of the table that DRONELINK_TABLE names");
        return command;
    }

    private static async Task<int> RunAsync(CommandConsole console, string data, int limit, CancellationToken cancellationToken)
    {
        // To look must not make anything, least of all an empty database in a folder that was misspelled.
        if (!File.Exists(Path.Combine(data, GroundStationOptions.DatabaseName)))
        {
            throw new UserErrorException($"There is no {GroundStationOptions.DatabaseName} in {data}. Name the station's folder with --data.");
        }

        using var cloud = CloudFile.OpenIn(data);
        return await ListAsync(console, cloud.DeadLetters, limit, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> ListAsync(CommandConsole console, IDeadLetterArchive archive, int limit, CancellationToken cancellationToken)
    {
        var letters = await archive.ListAsync(limit, cancellationToken: cancellationToken).ConfigureAwait(false);
        var output = console.Output;
        if (letters.Count == 0) await output.WriteLineAsync("Nothing was refused.").ConfigureAwait(false);
        foreach (var letter in letters) await output.WriteLineAsync(LineOf(letter)).ConfigureAwait(false);
        if (await archive.CountDroppedAsync(cancellationToken).ConfigureAwait(false) is > 0 and var dropped)
        {
            await output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{dropped} older ones were dropped to make room.")).ConfigureAwait(false);
        }

        return ExitCode.Ok;
    }

    private static string LineOf(StoredDeadLetter stored)
    {
        var letter = stored.Letter;
        var bytes = letter.Data.Span;
        var hex = Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, MaxHexBytes)]) + (bytes.Length > MaxHexBytes ? "…" : "");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{letter.ReceivedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {letter.DeviceId ?? "-"} {letter.Code} times={stored.Times} bytes={bytes.Length} {hex} {letter.Message}")
            .ReplaceLineEndings(" ");
    }
}
