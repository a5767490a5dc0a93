using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DroneLink.LambdaHost.Tests.Host;

/// <summary>
/// The host as <c>dotnet publish</c> makes it, once a run, in a folder of the tests' own so that no other build is disturbed. Where the machine
/// cannot link native code the tests of it are skipped.
/// </summary>
internal static class PublishedHost
{
    private static readonly Lazy<Task<string>> Native = new(() => PublishAsync("native", "-p:PublishAot=true"));
    private static readonly Lazy<Task<string>> Managed = new(() => PublishAsync("managed", "-p:PublishAot=false", "--self-contained", "false"));

    /// <summary>Folder of the native AOT binary.</summary>
    public static Task<string> NativeAsync()
    {
        Assert.SkipUnless(RuntimeInformation.RuntimeIdentifier.StartsWith("linux-", StringComparison.Ordinal), "Lambda's binary is for Linux");
        Assert.SkipUnless(IsOnPath("clang") || IsOnPath("gcc"), "there is no C linker: install clang or gcc");
        return Native.Value;
    }

    /// <summary>Folder of the same program for the JIT.</summary>
    public static Task<string> ManagedAsync() => Managed.Value;

    private static async Task<string> PublishAsync(string name, params string[] arguments)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "cloud.sln")))
            root = root.Parent;
        Assert.SkipWhen(root is null, "the sources are not beside the tests");

        var work = Path.Combine(AppContext.BaseDirectory, "published");
        var output = Path.Combine(work, name);
        var start = new ProcessStartInfo(Dotnet.Path) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all =
        [
            "publish", Path.Combine(root.FullName, "tools", "LambdaHost"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "-o", output, "--artifacts-path", Path.Combine(work, "artifacts-" + name), "-nologo", "-nodeReuse:false", "-p:PublishStandIn=true", .. arguments,
        ];
        foreach (var argument in all)
            start.ArgumentList.Add(argument);
        using var publish = Process.Start(start)!;
        var (said, complained) = (publish.StandardOutput.ReadToEndAsync(), publish.StandardError.ReadToEndAsync());
        await publish.WaitForExitAsync();
        var text = await said + await complained;
        var isOutOfReach = text.Contains("error NU1301", StringComparison.Ordinal)
            || (text.Contains("error NU1", StringComparison.Ordinal) && text.Contains("ILCompiler", StringComparison.OrdinalIgnoreCase));
        Assert.SkipWhen(isOutOfReach, "the package feed does not have the ILCompiler of this SDK, or cannot be reached");
        Assert.True(publish.ExitCode == 0, text);
        Assert.DoesNotContain("warning IL", text, StringComparison.Ordinal);
        return output;
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
