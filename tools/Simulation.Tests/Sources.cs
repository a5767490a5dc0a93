namespace DroneLink.Simulation.Tests;

/// <summary>The sources of the checkout that the tests were built in.</summary>
internal static class Sources
{
    private static readonly string Root = Find();

    /// <summary>Returns the C# sources of folders, by path.</summary>
    public static IEnumerable<(string Path, string Text)> Of(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(path => (Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)));

    /// <summary>Returns a file's text.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "cloud.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"There is no cloud.sln above {AppContext.BaseDirectory}.");
    }
}
