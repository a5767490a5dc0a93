namespace DroneLink.CloudSdk.Tests.Lambda;

/// <summary>AWS's sample events. They lie beside the repository; without them their tests are skipped.</summary>
internal static class SampleEvent
{
    /// <summary>Returns a sample, or skips the test.</summary>
    public static byte[] Load(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "cloud.sln")))
        {
            root = root.Parent;
        }

        var path = Path.Combine(root?.Parent?.FullName ?? string.Empty, "shared", "data", "cloud-samples", name);
        Assert.SkipUnless(File.Exists(path), $"shared/data/cloud-samples/{name} is not beside the repository");
        return File.ReadAllBytes(path);
    }
}
