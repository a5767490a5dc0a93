using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DroneLink.Tool.Commands;

/// <summary>The command line: one root, the ground station, and what helps around it.</summary>
public static class CommandTree
{
    /// <summary>How long Ctrl-C waits for a clean end before the process ends anyway.</summary>
    private static readonly TimeSpan CleanEndTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Runs a command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(console);
        var parsed = Create(console).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            await console.Error.WriteLineAsync($"See '{CallOf(parsed.CommandResult.Command)} --help'.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var invocation = new InvocationConfiguration
        {
            Output = console.Output,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = CleanEndTimeout,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (UserErrorException e)
        {
            await console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }

    private static RootCommand Create(CommandConsole console)
    {
        // Every command is registered here, and nowhere else.
        var root = GroundStationCommand.Create(console);
        root.Subcommands.Add(DecodeCommand.Create(console));
        root.Subcommands.Add(DeviceCommand.Create(console));
        root.Subcommands.Add(FlyCommand.Create(console));
        root.Subcommands.Add(OtaCommand.Create(console));
        root.Subcommands.Add(ProvisionCommand.Create(console));
        root.Subcommands.Add(RefusedCommand.Create(console));
        root.Subcommands.Add(ReplayCommand.Create(console));
        root.Subcommands.Add(TokenCommand.Create(console));
        MakeInterruptible(root);

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    // A command that only holds others has no action of its own.
    private static void MakeInterruptible(Command command)
    {
        if (command.Action is AsynchronousCommandLineAction action) command.Action = new Interruptible(action);
        foreach (var subcommand in command.Subcommands) MakeInterruptible(subcommand);
    }

    private static string CallOf(Command command) =>
        command is RootCommand ? "dronelink" : $"{CallOf(command.Parents.OfType<Command>().Single())} {command.Name}";
}
