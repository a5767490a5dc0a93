using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using DroneLink.CloudSdk.Commands;
using DroneLink.Tool.Remote;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink command</c>: tells a device what to do, by a running ground station, and what became of it.</summary>
internal static class DeviceCommand
{
    private const int DefaultWaitSeconds = 10;
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);

    public static Command Create(CommandConsole console)
    {
        var device = new Argument<string>("DEVICE") { Description = "The device." }.Id();
        var name = new Argument<string>("COMMAND")
        {
            Description = "reboot, scan, update, setChannel, setPower, setRates, calibrate, locate, sendLog, rotateBeaconKey or applyConfiguration.",
        };
        var parameters = ParametersArgument();
        var expires = new Option<int?>("--expires") { Description = "The device begins nothing later, s, 5 to 3600. Unless said: 60.", HelpName = "S" };
        expires.CustomParser = result => ReadSeconds(result, "--expires", 5, (int)LoggedCommand.MaxLifetime.TotalSeconds);
        var id = new Option<string?>("--id") { Description = "Id of the command; the same again is the same command, and tells what became of it. Unless said: a new one.", HelpName = "ID" }.Id();
        var wait = NumberOption.Whole("--wait", "S", "How long to wait for what becomes of it, s, 0 to 3600.", DefaultWaitSeconds, 0, (int)LoggedCommand.MaxLifetime.TotalSeconds);
        var url = UrlOption.Create();
        var command = new Command("command", "Tell a device what to do, and say what became of it.") { device, name, parameters, expires, id, wait, url };
        command.SetAction(async (parsed, token) =>
        {
            using var station = new StationClient(parsed.GetRequiredValue(url));
            var path = $"/v1/devices/{parsed.GetRequiredValue(device)}/commands";
            var wanted = parsed.GetValue(id) ?? Guid.CreateVersion7().ToString("N");
            var body = CommandBody.Write(wanted, parsed.GetRequiredValue(name), parsed.GetValue(parameters) ?? [], parsed.GetValue(expires));
            var state = await PostAsync(station, path, body, token).ConfigureAwait(false);
            state = await WaitAsync(station, $"{path}/{wanted}", state, TimeSpan.FromSeconds(parsed.GetValue(wait)), token).ConfigureAwait(false);
            return await TellAsync(console, state, parsed.GetValue(wait)).ConfigureAwait(false);
        });
        HelpWithExamples.Add(
            command,
            "dronelink command kite locate seconds=30",
            "dronelink command kite setChannel channel=R3 --expires 600     for a drone that is out of reach: it has ten minutes to come back",
            "dronelink command kite setPower pit=true",
            "dronelink command kite applyConfiguration recorder.commitMs=5000 transmitter.cutInFlight=true");
        return command;
    }

    private static Argument<string[]> ParametersArgument()
    {
        var parameters = new Argument<string[]>("name=value") { Description = "Parameters of the command.", Arity = ArgumentArity.ZeroOrMore };
        parameters.Validators.Add(result =>
        {
            // What is wrong is not said again: it may be a part of a key.
            var words = result.Tokens.Select(token => token.Value).ToList();
            if (words.FindIndex(word => !CommandBody.IsParameter(word)) is >= 0 and var at) result.AddError($"Parameter {at + 1} is no name=value, such as powerMw=200.");
            else if (words.GroupBy(word => word[..word.IndexOf('=', StringComparison.Ordinal)]).FirstOrDefault(group => group.Count() > 1) is { } twice)
                result.AddError($"{twice.Key} is given twice.");
        });
        return parameters;
    }

    private static int? ReadSeconds(System.CommandLine.Parsing.ArgumentResult result, string name, int min, int max)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max) return value;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: expected a whole number from {min} to {max}, not '{text}'."));
        return null;
    }

    private static async Task<JsonElement> PostAsync(StationClient station, string path, byte[] body, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return StationClient.Read(await station.SendAsync(request, advice: null, token).ConfigureAwait(false));
    }

    private static async Task<JsonElement> WaitAsync(StationClient station, string path, JsonElement state, TimeSpan patience, CancellationToken token)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (Status(state) is "pending" or "sent" or "received" && time.GetElapsedTime(start) < patience)
        {
            await Task.Delay(AskEvery, time, token).ConfigureAwait(false);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            state = StationClient.Read(await station.SendAsync(request, advice: null, token).ConfigureAwait(false));
        }

        return state;
    }

    private static async Task<int> TellAsync(CommandConsole console, JsonElement state, int waitedSeconds)
    {
        var (status, name, device) = (Status(state), state.GetProperty("command").GetString(), state.GetProperty("deviceId").GetString());
        var latency = state.GetProperty("latencyMs") is { ValueKind: JsonValueKind.Number } ms ? $" after {ms.GetInt64().ToString(CultureInfo.InvariantCulture)} ms" : "";
        var message = state.GetProperty("message").GetString() is { } text ? $": {text}" : "";
        await console.Output.WriteLineAsync($"{device} {name} {state.GetProperty("id").GetString()}: {status}{latency}{message}").ConfigureAwait(false);
        switch (status)
        {
            case "done":
                return ExitCode.Ok;
            case "failed" or "refused" or "expired":
                return ExitCode.Failed;
            default:
                if (waitedSeconds == 0) return ExitCode.Ok;
                var until = DateTimeOffset.FromUnixTimeMilliseconds(state.GetProperty("expiresAt").GetInt64());
                await console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{device} has not said within {waitedSeconds} s how it ended. It may begin it until {until:HH:mm:ss} UTC; the same command with this --id tells what became of it.")).ConfigureAwait(false);
                return ExitCode.UnderWay;
        }
    }

    private static string? Status(JsonElement state) => state.GetProperty("status").GetString();
}
