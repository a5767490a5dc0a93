using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace DroneLink.Tool.Commands;

/// <summary>The usual help, and then what a person would type.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private static readonly ConditionalWeakTable<Command, string[]> Examples = [];

    /// <summary>Gives a command its examples: each a command line, two spaces or more, and what it does.</summary>
    public static void Add(Command command, params string[] lines) => Examples.Add(command, lines);

    /// <summary>Who asks for help has not got the command line right yet.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        if (!Examples.TryGetValue(parseResult.CommandResult.Command, out var lines)) return result;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var line in lines) output.WriteLine("  " + line);
        output.WriteLine();
        return result;
    }
}
