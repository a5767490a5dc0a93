using System.Diagnostics.CodeAnalysis;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.Provisioning;

/// <summary>What the ids of devices, fleets and links may look like: they are parts of topics, paths and file names.</summary>
public static class DeviceName
{
    /// <summary>The rule for people.</summary>
    public const string Rule = "1 to 32 characters of A-Z a-z 0-9 . _ - and not only dots";

    /// <summary>Says whether a text may name a device, a fleet or a link.</summary>
    public static bool IsValid([NotNullWhen(true)] string? name)
    {
        // Names made of dots alone are fine in a topic but are the folders above in a path.
        return FrameFormat.IsDeviceId(name) && name.AsSpan().ContainsAnyExcept('.');
    }
}
