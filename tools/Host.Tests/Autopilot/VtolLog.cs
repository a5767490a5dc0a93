using Xunit;

namespace DroneLink.Host.Tests.Autopilot;

/// <summary>A real flight: 207.6 s of MAVLink 1 of a VTOL aircraft. It lies beside the repository; without it its tests are skipped.</summary>
internal static class VtolLog
{
    /// <summary>Messages in it.</summary>
    public const int Messages = 23894;

    /// <summary>Returns the log, or skips the test.</summary>
    public static byte[] Load()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "cloud.sln")))
        {
            root = root.Parent;
        }

        var path = Path.Combine(root?.Parent?.FullName ?? string.Empty, "shared", "data", "vtol.tlog");
        Assert.SkipUnless(File.Exists(path), "shared/data/vtol.tlog is not beside the repository");
        return File.ReadAllBytes(path);
    }
}
