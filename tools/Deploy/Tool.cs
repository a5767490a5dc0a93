using System.ComponentModel;
using System.Diagnostics;

namespace DroneLink.Deploy;

/// <summary>Other people's programs.</summary>
internal static class Tool
{
    /// <summary>Runs a program on this console.</summary>
    /// <exception cref="UserErrorException">It is missing or failed, with <paramref name="otherwise"/>.</exception>
    public static void Run(string name, IReadOnlyList<string> arguments, string folder, string otherwise)
    {
        if (Start(name, arguments, folder, silent: false) != 0)
            throw new UserErrorException(otherwise);
    }

    /// <summary>Asks a program whether it works, without showing what it says.</summary>
    /// <exception cref="UserErrorException">It is missing or failed, with <paramref name="otherwise"/>.</exception>
    public static void Require(string name, IReadOnlyList<string> arguments, string otherwise)
    {
        if (Start(name, arguments, Directory.GetCurrentDirectory(), silent: true) != 0)
            throw new UserErrorException(otherwise);
    }

    // What npm installs is a script, which Windows finds by its whole name only.
    private static int? Start(string name, IReadOnlyList<string> arguments, string folder, bool silent)
    {
        var file = OperatingSystem.IsWindows() && name == "npx" ? "npx.cmd" : name;
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = silent,
            RedirectStandardError = silent,
        };
        try
        {
            using var process = Process.Start(start)!;
            if (silent)
            {
                process.OutputDataReceived += static (_, _) => { };
                process.ErrorDataReceived += static (_, _) => { };
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
            }

            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
