using System.CommandLine;
using System.CommandLine.Parsing;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink ota pack</c>: one release file of an image.</summary>
internal static class OtaPackCommand
{
    public static Command Create(CommandConsole console)
    {
        var image = new Argument<string>("IMAGE") { Description = "DroneLink.Application.pe for boards, or .dll for simulated devices." };
        var version = VersionOption("--version", "Version of the payload, such as 0.2.0; each part 0 to 255.");
        version.Required = true;
        var build = NumberOption.Whole("--build", "N", "Security counter: higher than that of every release before.", 0, 1, int.MaxValue);
        build.DefaultValueFactory = null;
        build.Required = true;
        var role = new Option<string>("--role") { Description = "Which devices it is for: any, drone, groundReceiver or bench.", HelpName = "ROLE", DefaultValueFactory = _ => OtaRelease.AnyRole };
        var minVersion = VersionOption("--min-version", "The version that a device must run at least.");
        var name = new Option<string?>("--name") { Description = "Name for people. Default: version and build.", HelpName = "NAME" }.Id();
        var output = new Option<string?>("--out") { Description = "Where to write it. Default: NAME.RUNTIME.release in this folder.", HelpName = "FILE" };
        var command = new Command("pack", "Make a release file of an image, after checking that a device could run it.") { image, version, build, role, minVersion, name, output };
        command.SetAction(async (parsed, token) =>
        {
            var path = parsed.GetRequiredValue(image);
            var bytes = await ReadFileAsync(path, token).ConfigureAwait(false);
            try
            {
                var release = OtaRelease.Of(
                    bytes, parsed.GetValue(version)!.Value, parsed.GetValue(build), parsed.GetValue(name), parsed.GetRequiredValue(role), parsed.GetValue(minVersion));
                return await WriteAsync(console, new OtaReleaseFile(release, bytes), parsed.GetValue(output), token).ConfigureAwait(false);
            }
            catch (OtaImageException e)
            {
                throw new UserErrorException($"{path}: {e.Message}", e);
            }
        });
        HelpWithExamples.Add(
            command,
            "dronelink ota pack DroneLink.Application.pe --version 0.2.0 --build 7",
            "dronelink ota pack DroneLink.Application.pe --version 0.2.0 --build 7 --role drone --min-version 0.1.0 --out a.release");
        return command;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or is far too large to be a release.</exception>
    internal static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // One byte more than there may be, so that who looks at it says how it is too large.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            var bytes = new byte[Math.Min(file.Length, OtaReleaseFile.MaxBytes + 1)];
            await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"Cannot read {path}: {e.Message}", e);
        }
    }

    private static async Task<int> WriteAsync(CommandConsole console, OtaReleaseFile release, string? wanted, CancellationToken cancellationToken)
    {
        var path = wanted ?? $"{release.Release.Release}.{release.Release.Runtime}.release";
        var bytes = release.Write();
        try
        {
            if (File.Exists(path) && !(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)).AsSpan().SequenceEqual(bytes))
                throw new UserErrorException($"There is a {path} already, with another content. Choose another with --out, or delete it.");
            await File.WriteAllBytesAsync(path, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"Cannot write {path}: {e.Message}", e);
        }

        var made = release.Release;
        await console.Output.WriteLineAsync(
            $"{path}: build {made.Build}, version {made.Version} for {made.Role} on {made.Runtime}, {made.Size} bytes, SHA-256 {made.Sha256}").ConfigureAwait(false);
        await console.Output.WriteLineAsync($"It needs {string.Join(", ", made.Libraries.Select(library => $"{library.Key} {library.Value}"))}.").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static Option<OtaVersion?> VersionOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "VERSION",
        CustomParser = result => ReadVersion(result, name),
    };

    private static OtaVersion? ReadVersion(ArgumentResult result, string name)
    {
        var text = result.Tokens[0].Value;
        if (OtaVersion.TryParse(text, out var version)) return version;
        result.AddError($"{name}: '{text}' is no version; expected one such as 0.2.0, each part 0 to 255.");
        return null;
    }
}
