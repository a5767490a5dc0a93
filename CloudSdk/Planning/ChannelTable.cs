using System.Collections.Immutable;
using System.Globalization;

namespace DroneLink.CloudSdk.Planning;

/// <summary>
/// The channels that video equipment for 5.8 GHz can be set to. A frequency in MHz is what counts; a label is a name for it, and one
/// frequency may have several: F8 and R7 are both 5880.
/// </summary>
public static class ChannelTable
{
    /// <summary>The lowest frequency that is taken for one, MHz.</summary>
    public const int MinMhz = 5300;

    /// <summary>The highest frequency that is taken for one, MHz.</summary>
    public const int MaxMhz = 6000;

    /// <summary>
    /// Name that two different tables go by in the wild. It names neither here, so that nobody transmits 29 MHz from where they meant
    /// to: the tables are <c>D</c> and <c>LR</c>.
    /// </summary>
    public const string AmbiguousBand = "L";

    /// <summary>Every table.</summary>
    public static ImmutableArray<ChannelBand> Bands { get; } =
    [
        new("A", "Boscam A", [5865, 5845, 5825, 5805, 5785, 5765, 5745, 5725]),
        new("B", "Boscam B", [5733, 5752, 5771, 5790, 5809, 5828, 5847, 5866]),
        new("E", "Boscam E", [5705, 5685, 5665, 5645, 5885, 5905, 5925, 5945]),
        new("F", "Fatshark, Airwave, IRC", [5740, 5760, 5780, 5800, 5820, 5840, 5860, 5880]),
        new("R", "Raceband", [5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917]),
        new("D", "5.3 GHz, one of two called L", [5362, 5399, 5436, 5473, 5510, 5547, 5584, 5621]),
        new("LR", "LowRace, one of two called L", [5333, 5373, 5413, 5453, 5493, 5533, 5573, 5613]),
    ];

    /// <summary>Returns a table by its name, whatever its case, or null when there is none.</summary>
    public static ChannelBand? FindBand(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Bands.FirstOrDefault(band => band.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads a label such as <c>R1</c>, whatever its case.</summary>
    /// <returns>False when there is no such channel.</returns>
    public static bool TryFind(string label, out int mhz)
    {
        ArgumentNullException.ThrowIfNull(label);
        mhz = 0;
        if (label.Length < 2 || FindBand(label[..^1]) is not { } band)
            return false;

        var index = label[^1] - '1';
        if (index < 0 || index >= band.Frequencies.Length)
            return false;

        mhz = band.Frequencies[index];
        return true;
    }

    /// <summary>Returns every label that a frequency has, in the order of the tables; none when no channel is there.</summary>
    public static IReadOnlyList<string> LabelsOf(int mhz) =>
    [
        .. Bands
            .Where(band => band.Frequencies.Contains(mhz))
            .Select(band => band.Name + (band.Frequencies.IndexOf(mhz) + 1).ToString(CultureInfo.InvariantCulture)),
    ];
}
