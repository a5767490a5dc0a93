using System.CommandLine;
using System.Text.Json;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.Ota;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink ota</c>: updates over the air, from the image to the last device.</summary>
internal static class OtaCommand
{
    public static Command Create(CommandConsole console) => new("ota", "Updates over the air: pack a release, publish it, roll it out and watch it.")
    {
        OtaPackCommand.Create(console),
        CreatePublish(console),
        OtaRolloutCommand.Create(console),
        CreateState(console, "pause", "Offer a release to nobody for now; downloads wait.", "paused"),
        CreateState(console, "resume", "Offer a paused release again; only what fails from now on pauses it again.", "active"),
        CreateState(console, "complete", "Offer a release to nobody new; those under way may end.", "completed"),
        CreateState(console, "cancel", "End a roll-out for good.", "cancelled"),
        OtaRolloutCommand.CreateRetry(console),
        CreateStatus(console),
    };

    /// <summary>The options that say where.</summary>
    internal static (Option<Uri> Url, Option<CloudKind> Cloud) PlaceOptions()
    {
        var url = UrlOption.Create();
        var cloud = CloudOption.Create(CloudKind.Embedded, CloudKind.Aws);
        cloud.Description = "Where: the running ground station at --url, or AWS as this environment names it.";
        return (url, cloud);
    }

    /// <summary>The argument that names a release.</summary>
    internal static Argument<int> BuildArgument() => new("BUILD")
    {
        Description = "Build of the release.",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out var build) && build > 0) return build;
            result.AddError($"BUILD: '{result.Tokens[0].Value}' is no build; expected a whole number from 1 to {int.MaxValue}.");
            return 0;
        },
    };

    /// <summary>Changes a roll-out and tells how it is then.</summary>
    internal static async Task<int> ChangeAsync(CommandConsole console, OtaApi api, int build, Action<Utf8JsonWriter> writeMembers, CancellationToken token)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        var answer = await api.RollOutAsync(build, json.ToArray(), token).ConfigureAwait(false);
        return await WriteAsync(console, OtaTable.Overview(answer)).ConfigureAwait(false);
    }

    private static Command CreatePublish(CommandConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "Release file that 'dronelink ota pack' made." };
        var (url, cloud) = PlaceOptions();
        var command = new Command("publish", "Publish a release; it is offered to nobody yet.") { file, url, cloud };
        command.SetAction(async (parsed, token) =>
        {
            var path = parsed.GetRequiredValue(file);
            var bytes = await OtaPackCommand.ReadFileAsync(path, token).ConfigureAwait(false);
            return await OtaPlace.OnAsync(parsed.GetValue(cloud), parsed.GetRequiredValue(url), async api =>
                await WriteAsync(console, OtaTable.Overview(await api.PublishAsync(bytes, token).ConfigureAwait(false))).ConfigureAwait(false), token)
                .ConfigureAwait(false);
        });
        HelpWithExamples.Add(command, "dronelink ota publish 0.2.0-7.nano1.release", "dronelink ota publish 0.2.0-7.nano1.release --cloud aws");
        return command;
    }

    private static Command CreateState(CommandConsole console, string name, string description, string state)
    {
        var (build, (url, cloud)) = (BuildArgument(), PlaceOptions());
        var command = new Command(name, description) { build, url, cloud };
        command.SetAction((parsed, token) => OtaPlace.OnAsync(
            parsed.GetValue(cloud),
            parsed.GetRequiredValue(url),
            api => ChangeAsync(console, api, parsed.GetRequiredValue(build), writer => writer.WriteString("state", state), token),
            token));
        HelpWithExamples.Add(command, $"dronelink ota {name} 7");
        return command;
    }

    private static Command CreateStatus(CommandConsole console)
    {
        var build = BuildArgument();
        build.Arity = ArgumentArity.ZeroOrOne;
        var (url, cloud) = PlaceOptions();
        var command = new Command("status", "List the releases, or the devices of one.") { build, url, cloud };
        command.SetAction((parsed, token) => OtaPlace.OnAsync(parsed.GetValue(cloud), parsed.GetRequiredValue(url), async api =>
        {
            if (parsed.GetValue(build) is not (> 0 and var wanted))
                return await WriteAsync(console, OtaTable.Releases(await api.ListAsync(token).ConfigureAwait(false))).ConfigureAwait(false);
            await WriteAsync(console, OtaTable.Overview(await api.DescribeAsync(wanted, token).ConfigureAwait(false))).ConfigureAwait(false);
            return await WriteAsync(console, OtaTable.Devices(await api.DevicesAsync(wanted, token).ConfigureAwait(false))).ConfigureAwait(false);
        }, token));
        HelpWithExamples.Add(command, "dronelink ota status         every release", "dronelink ota status 7       each device of build 7");
        return command;
    }

    private static async Task<int> WriteAsync(CommandConsole console, IEnumerable<string> lines)
    {
        foreach (var line in lines) await console.Output.WriteLineAsync(line).ConfigureAwait(false);
        return ExitCode.Ok;
    }
}
