namespace DroneLink.LambdaHost.Tests.Host;

/// <summary>The dotnet that runs these tests.</summary>
internal static class Dotnet
{
    public static string Path { get; } =
        Environment.ProcessPath is { } path && System.IO.Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
