using System.CommandLine;
using System.Text.Json;
using DroneLink.CloudSdk.Ota;
using DroneLink.Tool.Ota;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink ota rollout</c> and <c>retry</c>: to whom a release goes.</summary>
internal static class OtaRolloutCommand
{
    private const string All = "all";

    public static Command Create(CommandConsole console)
    {
        var (build, (url, cloud)) = (OtaCommand.BuildArgument(), OtaCommand.PlaceOptions());
        var percent = WholeOrNone("--percent", "Part of the devices that are to get it, 0 to 100 %. Raising it only adds devices.", 0, 100);
        var fleet = new Option<string?>("--fleet") { Description = $"The one fleet that it is for, or {All}.", HelpName = "ID" }.Id();
        var role = new Option<string?>("--role") { Description = $"The one role that it is for: drone, groundReceiver or bench, or {All}.", HelpName = "ROLE" };
        var devices = DevicesOption("The one device that it is for, or all; again for another.");
        var atOnce = WholeOrNone("--at-once", "Devices at the most that are at it at once.", 1, 1_000_000);
        var pauseAt = WholeOrNone("--pause-at", $"Pause when this part of those that ended failed, 1 to 100 %. Unless said: {OtaRollout.DefaultPauseAtFailurePercent}.", 1, 100);
        var pauseAfter = WholeOrNone("--pause-after", $"But not before so many ended. Unless said: {OtaRollout.DefaultPauseAfterEnded}.", 1, 1_000_000);
        var command = new Command("rollout", "Offer a release to devices, or to more of them. What is not said stays as it is.")
        {
            build, percent, fleet, role, devices, atOnce, pauseAt, pauseAfter, url, cloud,
        };
        command.SetAction((parsed, token) => OtaPlace.OnAsync(
            parsed.GetValue(cloud),
            parsed.GetRequiredValue(url),
            api => OtaCommand.ChangeAsync(
                console,
                api,
                parsed.GetRequiredValue(build),
                writer =>
                {
                    writer.WriteString("state", "active");
                    WriteNumber(writer, "percentage", parsed.GetValue(percent));
                    WriteText(writer, "fleet", parsed.GetValue(fleet));
                    WriteText(writer, "role", parsed.GetValue(role));
                    WriteDevices(writer, "devices", parsed.GetValue(devices));
                    WriteNumber(writer, "maxInProgress", parsed.GetValue(atOnce));
                    WriteNumber(writer, "pauseAtFailurePercent", parsed.GetValue(pauseAt));
                    WriteNumber(writer, "pauseAfterEnded", parsed.GetValue(pauseAfter));
                },
                token),
            token));
        HelpWithExamples.Add(
            command,
            "dronelink ota rollout 7 --percent 100 --device kite               one device first",
            "dronelink ota rollout 7 --percent 10 --fleet north --at-once 5    then a tenth of a fleet",
            "dronelink ota rollout 7 --percent 100                             then the rest of it");
        return command;
    }

    public static Command CreateRetry(CommandConsole console)
    {
        var (build, (url, cloud)) = (OtaCommand.BuildArgument(), OtaCommand.PlaceOptions());
        var devices = DevicesOption("A device that is to have it again, whatever became of it; again for another. Default: all that failed.");
        var command = new Command("retry", "Offer a release again where it failed.") { build, devices, url, cloud };
        command.SetAction((parsed, token) => OtaPlace.OnAsync(
            parsed.GetValue(cloud),
            parsed.GetRequiredValue(url),
            api => OtaCommand.ChangeAsync(
                console,
                api,
                parsed.GetRequiredValue(build),
                writer =>
                {
                    if (parsed.GetValue(devices) is { Length: > 0 } named) WriteDevices(writer, "retry", named);
                    else writer.WriteBoolean("retry", true);
                },
                token),
            token));
        HelpWithExamples.Add(command, "dronelink ota retry 7", "dronelink ota retry 7 --device kite");
        return command;
    }

    private static Option<string[]> DevicesOption(string description)
    {
        var option = new Option<string[]>("--device") { Description = description, HelpName = "NAME" };
        option.Validators.Add(result =>
        {
            foreach (var name in result.GetValueOrDefault<string[]>()?.Where(name => name != All && !DeviceName.IsValid(name)) ?? [])
                result.AddError($"--device: '{name}' is no id; expected {DeviceName.Rule}.");
        });
        return option;
    }

    private static Option<int?> WholeOrNone(string name, string description, int min, int max)
    {
        var option = NumberOption.WholeOrNone(name, "N", description);
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } value && (value < min || value > max))
                result.AddError($"{name}: expected a whole number from {min} to {max}, not '{value}'.");
        });
        return option;
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number) writer.WriteNumber(name, number);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value == All) writer.WriteNull(name);
        else if (value is not null) writer.WriteString(name, value);
    }

    private static void WriteDevices(Utf8JsonWriter writer, string name, string[]? values)
    {
        if (values is not { Length: > 0 }) return;
        writer.WriteStartArray(name);
        foreach (var value in values.Where(value => value != All)) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
