namespace DroneLink.CloudSdk.Planning;

/// <summary>The two frequencies that are nearest to each other.</summary>
/// <param name="LowMhz">The lower, MHz.</param>
/// <param name="HighMhz">The higher, MHz; equal to the lower when two transmitters share it.</param>
public readonly record struct Separation(int LowMhz, int HighMhz)
{
    /// <summary>Distance that two analog video transmitters should keep at least, MHz.</summary>
    public const int RecommendedMhz = ImdRating.HarmlessMhz;

    /// <summary>How far apart they are, MHz.</summary>
    public int Mhz => HighMhz - LowMhz;

    /// <summary>Finds them, the lowest pair of several; null when there are not two.</summary>
    public static Separation? Smallest(ReadOnlySpan<int> frequencies)
    {
        int[] sorted = [.. frequencies];
        Array.Sort(sorted);
        Separation? smallest = null;
        for (var i = 1; i < sorted.Length; i++)
        {
            if (smallest is null || sorted[i] - sorted[i - 1] < smallest.Value.Mhz)
                smallest = new Separation(sorted[i - 1], sorted[i]);
        }

        return smallest;
    }
}
