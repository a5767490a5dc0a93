using Spectre.Console;

namespace DroneLink.Tool.Commands;

/// <summary>What a command reads from and writes to; tests hand in their own.</summary>
public sealed class CommandConsole
{
    /// <summary>Makes one.</summary>
    /// <param name="output">Results.</param>
    /// <param name="error">What went wrong, and the log.</param>
    /// <param name="openInput">Opens the standard input as bytes.</param>
    /// <param name="isInteractive">Whether a person watches the output, so that a line may be written over.</param>
    public CommandConsole(TextWriter output, TextWriter error, Func<Stream> openInput, bool isInteractive)
    {
        Output = output;
        Error = error;
        OpenInput = openInput;
        IsInteractive = isInteractive;
        Pretty = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isInteractive ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }

    /// <summary>The process's own.</summary>
    public static CommandConsole System { get; } =
        new(Console.Out, Console.Error, Console.OpenStandardInput, isInteractive: !Console.IsOutputRedirected);

    /// <summary>Results.</summary>
    public TextWriter Output { get; }

    /// <summary>What went wrong, and the log.</summary>
    public TextWriter Error { get; }

    /// <summary>Opens the standard input as bytes.</summary>
    public Func<Stream> OpenInput { get; }

    /// <summary>Opens the standard output for bytes.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    /// <summary>Whether a person watches the output.</summary>
    public bool IsInteractive { get; }

    /// <summary>The output, with colours where they can be seen.</summary>
    public IAnsiConsole Pretty { get; }
}
