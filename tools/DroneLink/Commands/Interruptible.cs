using System.CommandLine;
using System.CommandLine.Invocation;

namespace DroneLink.Tool.Commands;

/// <summary>
/// A command that may be stopped. Its end is told by the action itself: when the action throws instead, System.CommandLine answers either
/// with that exception or with the signal's own exit code, whichever comes first.
/// </summary>
internal sealed class Interruptible(AsynchronousCommandLineAction usual) : AsynchronousCommandLineAction
{
    public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
    {
        // System.CommandLine listens for signals only once the action has given its thread back.
        await Task.Yield();
        try
        {
            return await usual.InvokeAsync(parseResult, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whose token it was does not matter: Ctrl-C, a service manager or the caller, all of them stopped it.
            return ExitCode.Interrupted;
        }
    }
}
