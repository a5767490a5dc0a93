using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using DroneLink.Firmware;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink fly</c>: one simulated device in a process of its own, for a ground station anywhere or for AWS.</summary>
internal static class FlyCommand
{
    private const string SurveyMission = "survey";
    private const string OutAndBackMission = "outAndBack";
    private const int DefaultStatusMs = 10000;
    private const int MaxStatusMs = 3600000;

    public static Command Create(CommandConsole console)
    {
        var config = new Option<string>("--config") { Description = "Configuration file of the device, as provision writes it.", HelpName = "FILE", Required = true };
        var flash = new Option<string?>("--flash") { Description = "Folder of its flash. Default: flash, beside the configuration.", HelpName = "DIR" };
        var seed = NumberOption.WholeOrNone("--seed", "N", "Makes the flight the same each time; a drone and its receiver take the same.");
        var mission = new Option<string>("--mission")
        {
            Description = "What the drone flies; a receiver takes that of its drone.",
            DefaultValueFactory = _ => SurveyMission,
        };
        mission.AcceptOnlyFromAmong(SurveyMission, OutAndBackMission);
        var status = NumberOption.Whole("--status", "MS", "Milliseconds between status lines.", DefaultStatusMs, 1, MaxStatusMs);
        var command = new Command("fly", "Run one simulated device: the firmware, in a world with a model of each part that its configuration names.") { config, flash, seed, mission, status };
        command.SetAction((parsed, token) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(config));
            var folder = parsed.GetValue(flash) ?? Path.Combine(Path.GetDirectoryName(path)!, TwinOptions.FlashFolderName);
            var options = new TwinOptions
            {
                ConfigurationPath = path,
                FlashFolder = folder,
                Seed = parsed.GetValue(seed) ?? 0,
                Mission = parsed.GetRequiredValue(mission) == OutAndBackMission ? FlightMission.OutAndBack : FlightMission.Survey,
                Random = (uint)RandomNumberGenerator.GetInt32(int.MaxValue),
                Log = line => console.Error.WriteLine(line),
            };
            return RunAsync(console, options, parsed.GetValue(status), token);
        });
        HelpWithExamples.Add(
            command,
            "dronelink provision kite",
            "dronelink fly --config dronelink-data/devices/kite/dronelink.json");
        return command;
    }

    private static async Task<int> RunAsync(
        CommandConsole console, TwinOptions options, int statusMs, CancellationToken cancellationToken)
    {
        using var twin = Open(options);
        var due = 0L;
        await twin.RunAsync(
            device =>
            {
                if (Environment.TickCount64 < due) return;
                due = Environment.TickCount64 + statusMs;
                console.Output.WriteLine(StatusOf(device));
            },
            cancellationToken).ConfigureAwait(false);
        await console.Output.WriteLineAsync(StatusOf(twin.Device)).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static Twin Open(TwinOptions options)
    {
        if (!File.Exists(options.ConfigurationPath))
        {
            throw new UserErrorException($"There is no configuration {options.ConfigurationPath}. dronelink provision NAME writes one.");
        }

        try
        {
            return new Twin(options);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    private static string StatusOf(Device device) => string.Create(
        CultureInfo.InvariantCulture,
        $"boot {device.BootId}: {device.RecordedRecords} records, {device.Ring.WaitingFrames} frames wait, {device.Ring.OverwrittenRecords} overwritten, {device.Uplink.State}");
}
