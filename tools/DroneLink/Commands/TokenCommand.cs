using System.CommandLine;
using System.Globalization;
using DroneLink.CloudSdk.Authorization;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink token</c>: the tokens of the HTTP API. A token is shown once, when it is made; what is kept is its hash.</summary>
internal static class TokenCommand
{
    private const int MaxDays = 3650;
    private const int DefaultDays = 90;

    public static Command Create(CommandConsole console) => new("token", "Tokens of the HTTP API on AWS; a ground station asks for none.")
    {
        CreateAdd(console), CreateList(console), CreateRevoke(console),
    };

    private static Command CreateAdd(CommandConsole console)
    {
        var (name, data, cloud) = (NameArgument(), GroundStationCommand.DataOption(), CloudOption.Create(CloudKind.Embedded, CloudKind.Aws));
        var scopes = new Option<string>("--scopes")
        {
            Description = "What it is good for: read, command, or both.",
            HelpName = "SCOPES",
            DefaultValueFactory = _ => "read",
        };
        scopes.Validators.Add(result =>
        {
            if (!ApiScopesText.TryRead(result.GetValueOrDefault<string>(), out _))
                result.AddError($"--scopes: expected read, command or read,command, not '{result.GetValueOrDefault<string>()}'.");
        });
        var fleet = new Option<string?>("--fleet") { Description = "The one fleet that it is good for. Default: all.", HelpName = "ID" }.Id();
        var expires = NumberOption.Whole("--expires", "DAYS", "Days that it is good for; 0 for ever.", DefaultDays, 0, MaxDays);
        var command = new Command("add", "Make a token and show it, this once.") { name, scopes, fleet, expires, data, cloud };
        command.SetAction((parsed, token) => OnTokensAsync(parsed.GetValue(cloud), parsed.GetRequiredValue(data), async tokens =>
        {
            ApiScopesText.TryRead(parsed.GetRequiredValue(scopes), out var all);
            DateTimeOffset? until = parsed.GetValue(expires) is > 0 and var days ? DateTimeOffset.UtcNow.AddDays(days) : null;
            var text = ApiTokenText.Create();
            ApiTokenText.TryHash(text, out var hash);
            await tokens.AddAsync(hash, new ApiToken(parsed.GetRequiredValue(name), all, parsed.GetValue(fleet), until), token).ConfigureAwait(false);

            // Apart, so that a script gets the token and nothing else.
            await console.Output.WriteLineAsync(text).ConfigureAwait(false);
            await console.Error.WriteLineAsync("Keep it now: it is not shown again. A request carries it as 'authorization: Bearer TOKEN'.").ConfigureAwait(false);
            return ExitCode.Ok;
        }, token));
        HelpWithExamples.Add(
            command,
            "dronelink token add dashboard --cloud aws                                         may read, for 90 days",
            "dronelink token add pilot --scopes read,command --fleet north --cloud aws         may also command that fleet",
            "curl --header \"authorization: Bearer TOKEN\" https://API/v1/devices");
        return command;
    }

    private static Command CreateList(CommandConsole console)
    {
        var (data, cloud) = (GroundStationCommand.DataOption(), CloudOption.Create(CloudKind.Embedded, CloudKind.Aws));
        var command = new Command("list", "List the tokens that are good.") { data, cloud };
        command.SetAction((parsed, token) => OnTokensAsync(parsed.GetValue(cloud), parsed.GetRequiredValue(data), async tokens =>
        {
            var all = await tokens.ListAsync(token).ConfigureAwait(false);
            if (all.Count == 0) await console.Output.WriteLineAsync("There is no token.").ConfigureAwait(false);
            foreach (var one in all) await console.Output.WriteLineAsync(LineOf(one)).ConfigureAwait(false);
            return ExitCode.Ok;
        }, token));
        HelpWithExamples.Add(command, "dronelink token list --cloud aws");
        return command;
    }

    private static Command CreateRevoke(CommandConsole console)
    {
        var (name, data, cloud) = (NameArgument(), GroundStationCommand.DataOption(), CloudOption.Create(CloudKind.Embedded, CloudKind.Aws));
        var command = new Command("revoke", "Take a token back, at once.") { name, data, cloud };
        command.SetAction((parsed, token) => OnTokensAsync(parsed.GetValue(cloud), parsed.GetRequiredValue(data), async tokens =>
        {
            var wanted = parsed.GetRequiredValue(name);
            if (!await tokens.RevokeAsync(wanted, token).ConfigureAwait(false)) throw new UserErrorException($"There is no token '{wanted}'.");
            await console.Output.WriteLineAsync($"'{wanted}' is good no longer.").ConfigureAwait(false);
            return ExitCode.Ok;
        }, token));
        HelpWithExamples.Add(command, "dronelink token revoke pilot --cloud aws");
        return command;
    }

    private static Argument<string> NameArgument() =>
        new Argument<string>("NAME") { Description = $"Who has it: {DeviceName.Rule}." }.Id();

    private static string LineOf(ApiToken token) => string.Create(
        CultureInfo.InvariantCulture,
        $"{token.Name} scopes={ApiScopesText.Write(token.Scopes).Replace(' ', ',')} fleet={token.FleetId ?? "-"} expires={Date(token.ExpiresAt)}");

    private static string Date(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "-";

    private static async Task<int> OnTokensAsync(CloudKind cloud, string data, Func<IApiTokens, Task<int>> work, CancellationToken token)
    {
        try
        {
            if (cloud != CloudKind.Embedded)
                return await AwsAccount.OnTableAsync(table => work(new DynamoApiTokens(table)), token).ConfigureAwait(false);
            using var embedded = CloudFile.OpenIn(data);
            return await work(embedded.Tokens).ConfigureAwait(false);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw new UserErrorException(e.Message, e);
        }
    }
}
