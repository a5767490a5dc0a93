namespace DroneLink.Tool.Tests;

/// <summary>Programs of other people that tests use where they are installed.</summary>
internal static class Programs
{
    /// <summary>Path of a program on the PATH; null when it is not there.</summary>
    public static string? Find(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
