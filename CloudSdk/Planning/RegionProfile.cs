using System.Collections.Immutable;

namespace DroneLink.CloudSdk.Planning;

/// <summary>
/// A list of frequencies to keep to. <b>Being on it is not a permission:</b> power, modulation, licence and place decide whether anybody
/// may transmit, and a profile knows none of them. It keeps a plan out of where hardly anybody may.
/// </summary>
public sealed class RegionProfile
{
    // What planners take for the width of analog video, with a MHz to spare on both sides.
    private const int HalfOccupiedMhz = 9;
    private const int IsmLowMhz = 5725;
    private const int IsmHighMhz = 5875;
    private const int LowerHighMhz = 5850;

    private RegionProfile(string name, string description, int lowMhz, int highMhz)
    {
        Name = name;
        Description = description;
        LowMhz = lowMhz;
        HighMhz = highMhz;
    }

    /// <summary>Centres inside the ISM band of 5725 to 5875 MHz; a signal at its edge reaches beyond it. The default.</summary>
    public static RegionProfile Ism { get; } = new("ism", "centres in 5725 to 5875 MHz", IsmLowMhz, IsmHighMhz);

    /// <summary>The whole signal inside it, taken as 9 MHz to either side of the centre.</summary>
    public static RegionProfile IsmNarrow { get; } = new(
        "ismNarrow", "centres in 5734 to 5866 MHz, so that 9 MHz to either side stay in 5725 to 5875 MHz",
        IsmLowMhz + HalfOccupiedMhz, IsmHighMhz - HalfOccupiedMhz);

    /// <summary>The whole signal inside 5725 to 5850 MHz, where the band ends in some places.</summary>
    public static RegionProfile Narrow5850 { get; } = new(
        "narrow5850", "centres in 5734 to 5841 MHz, so that 9 MHz to either side stay in 5725 to 5850 MHz",
        IsmLowMhz + HalfOccupiedMhz, LowerHighMhz - HalfOccupiedMhz);

    /// <summary>Anything that a channel table has.</summary>
    public static RegionProfile None { get; } = new("none", "any centre in 5300 to 6000 MHz", ChannelTable.MinMhz, ChannelTable.MaxMhz);

    /// <summary>Every profile.</summary>
    public static ImmutableArray<RegionProfile> All { get; } = [Ism, IsmNarrow, Narrow5850, None];

    /// <summary>Its name, as in a device's configuration.</summary>
    public string Name { get; }

    /// <summary>What it lets through, in words.</summary>
    public string Description { get; }

    /// <summary>The lowest centre, MHz.</summary>
    public int LowMhz { get; }

    /// <summary>The highest centre, MHz.</summary>
    public int HighMhz { get; }

    /// <summary>Returns a profile by its name, or null when there is none.</summary>
    public static RegionProfile? Find(string name) => All.FirstOrDefault(profile => profile.Name.Equals(name, StringComparison.Ordinal));

    /// <summary>Whether it lists a centre. That is not a permission to use it.</summary>
    public bool Lists(int mhz) => mhz >= LowMhz && mhz <= HighMhz;
}
