using System.Diagnostics;

namespace DroneLink.Tool.Tests.Commands;

public sealed class WorkingDirectoryTests
{
    /// <summary>The Web SDK makes <c>dotnet run</c> change the folder; a path given in the repository's root would then be another one.</summary>
    [Fact]
    public async Task DotnetRun_KeepsTheFolderThatItIsCalledFrom()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "cloud.sln"))) root = root.Parent;
        Assert.SkipWhen(root is null, "the sources are not beside the tests");

        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "msbuild", Path.Combine(root.FullName, "tools", "DroneLink"), "-getProperty:RunWorkingDirectory" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var folder = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", folder.Trim());
    }
}
