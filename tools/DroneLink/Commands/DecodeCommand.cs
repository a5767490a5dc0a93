using System.CommandLine;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink decode FILE|-</c>: frames to JSON lines.</summary>
internal static class DecodeCommand
{
    public static Command Create(CommandConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "File of frames as they are posted (u16 length, frame …); - reads the standard input." };
        var command = new Command("decode", "Write telemetry frames as JSON, one line a record.") { file };
        command.SetAction((parsed, token) => RunAsync(console, parsed.GetRequiredValue(file), token));
        HelpWithExamples.Add(
            command,
            "dronelink decode flight.frames                           every record, one JSON object a line",
            "dronelink decode flight.frames | grep '\"kind\":\"event\"'   what happened",
            "curl -s https://example.com/body | dronelink decode -    from a pipe");
        return command;
    }

    private static async Task<int> RunAsync(CommandConsole console, string path, CancellationToken cancellationToken)
    {
        var input = Open(console, path);
        await using (input.ConfigureAwait(false))
        {
            var decoder = new FrameDecoder(console.Output, console.Error);
            return await decoder.DecodeAsync(input, cancellationToken).ConfigureAwait(false) ? ExitCode.Ok : ExitCode.Failed;
        }
    }

    private static Stream Open(CommandConsole console, string path)
    {
        if (path == "-") return console.OpenInput();
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Cannot read {path}: {e.Message}", e);
        }
    }
}
