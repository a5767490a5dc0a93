namespace DroneLink.Tool.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Checkout
{
    private static readonly string Root = Find();

    /// <summary>Path of something in it.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "cloud.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"There is no cloud.sln above {AppContext.BaseDirectory}.");
    }
}
