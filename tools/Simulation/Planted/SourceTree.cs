namespace DroneLink.Simulation.Planted;

/// <summary>The project's sources, found from the program that was built from them.</summary>
internal static class SourceTree
{
    // Which project compiles what; the first that fits.
    private static readonly (string Folder, string Project, string Assembly)[] Projects =
    [
        ("Firmware/Application/", "tools/Host/Application/Application.csproj", "DroneLink.Application.dll"),
        ("Firmware/", "tools/Host/Device/Device.csproj", "DroneLink.Device.dll"),
        ("Firmware.Drivers/", "tools/Host/Device/Device.csproj", "DroneLink.Device.dll"),
        ("CloudSdk/", "CloudSdk/CloudSdk.csproj", "DroneLink.CloudSdk.dll"),
        ("tools/DroneLink/", "tools/DroneLink/DroneLink.csproj", "dronelink.dll"),
    ];

    /// <summary>The project's folder.</summary>
    /// <exception cref="DirectoryNotFoundException">The program is not in it.</exception>
    public static string Root { get; } = Find();

    /// <summary>Returns the path of a source.</summary>
    public static string PathOf(string file) => Path.Combine(Root, file.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Returns which project compiles a source, and the name of the assembly.</summary>
    /// <exception cref="ArgumentException">None does that is known here.</exception>
    public static (string Project, string Assembly) ProjectOf(string file)
    {
        foreach (var (folder, project, assembly) in Projects)
        {
            if (file.StartsWith(folder, StringComparison.Ordinal)) return (project, assembly);
        }

        throw new ArgumentException($"{file}: no project is known that compiles it", nameof(file));
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "cloud.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"{AppContext.BaseDirectory}: the sources are not above it");
    }
}
