using System.Globalization;

namespace DroneLink.CloudSdk.Search;

/// <summary>Names a boot of a device.</summary>
internal readonly record struct BootKey(string DeviceId, uint BootId)
{
    /// <summary>The id of its document.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{DeviceId}#{BootId}");
}

/// <summary>What is known of a boot. It only ever grows: nothing in it is taken back, and an anchor only gives way to an earlier one.</summary>
/// <param name="HasDated">Whether there may be records that their device dated.</param>
/// <param name="Home">The index of its records that came without a date; null as long as there can be none.</param>
/// <param name="Anchor">What dates those; null as long as nothing is known.</param>
internal sealed record BootState(bool HasDated = false, string? Home = null, BootAnchor? Anchor = null)
{
    /// <summary>Returns what is known when another comes to know the rest.</summary>
    public BootState With(BootState other) =>
        new(HasDated || other.HasDated, Home ?? other.Home, BootAnchor.Better(Anchor, other.Anchor));
}
