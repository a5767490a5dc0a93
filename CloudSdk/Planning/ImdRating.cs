namespace DroneLink.CloudSdk.Planning;

/// <summary>
/// How well frequencies stand each other's third-order intermodulation, computed as IMDTabler 1.1 does, so that the numbers can be
/// compared: for each ordered pair the product <c>2 * f1 - f2</c>, if it is in 5100 to 6099 MHz, and its distance d to the nearest
/// frequency; what is nearer than 35 MHz adds <c>(35 - d)^2</c>. The rating is 100 minus the sum by 5 by the number of frequencies, in
/// whole numbers. Products of three transmitters exist too; this rating leaves them out, like the one that it follows.
/// </summary>
public static class ImdRating
{
    /// <summary>The best there is: no product comes near.</summary>
    public const int Best = 100;

    /// <summary>Distance from which on a product does no harm, and that two frequencies should keep, MHz.</summary>
    public const int HarmlessMhz = 35;

    private const int MinProductMhz = 5100;
    private const int MaxProductMhz = 6099;

    /// <summary>Returns the rating: 100 or less, far below 0 for a bad set.</summary>
    /// <exception cref="ArgumentException">There is no frequency.</exception>
    public static int Rate(ReadOnlySpan<int> frequencies)
    {
        if (frequencies.IsEmpty)
            throw new ArgumentException("There is no frequency to rate.", nameof(frequencies));
        return FromPenalty(Penalty(frequencies), frequencies.Length);
    }

    /// <summary>Returns the worst product: the one nearest to a frequency, the first of several; null when all are harmless.</summary>
    public static ImdProduct? Worst(ReadOnlySpan<int> frequencies)
    {
        ImdProduct? worst = null;
        for (var i = 0; i < frequencies.Length; i++)
        {
            for (var j = 0; j < frequencies.Length; j++)
            {
                if (i == j || !TryProduct(frequencies[i], frequencies[j], out var product))
                    continue;
                var nearest = Nearest(product, frequencies);
                var distance = Math.Abs(product - nearest);
                if (distance < HarmlessMhz && (worst is null || distance < Math.Abs(worst.Value.Mhz - worst.Value.Hits)))
                    worst = new ImdProduct(frequencies[i], frequencies[j], product, nearest);
            }
        }

        return worst;
    }

    /// <summary>The sum before it is divided. It never gets less when a frequency is added, which a search can rely on.</summary>
    internal static int Penalty(ReadOnlySpan<int> frequencies)
    {
        var sum = 0;
        for (var i = 0; i < frequencies.Length; i++)
        {
            for (var j = 0; j < frequencies.Length; j++)
            {
                if (i == j || !TryProduct(frequencies[i], frequencies[j], out var product))
                    continue;
                var distance = Math.Abs(product - Nearest(product, frequencies));
                if (distance < HarmlessMhz)
                    sum += (HarmlessMhz - distance) * (HarmlessMhz - distance);
            }
        }

        return sum;
    }

    /// <summary>The rating that a sum gives.</summary>
    internal static int FromPenalty(int penalty, int count) => Best - (penalty / 5 / count);

    /// <summary>Whether a product at that place is looked at.</summary>
    internal static bool Counts(int product) => product is >= MinProductMhz and <= MaxProductMhz;

    private static bool TryProduct(int twice, int once, out int product)
    {
        product = (2 * twice) - once;
        return Counts(product);
    }

    private static int Nearest(int product, ReadOnlySpan<int> frequencies)
    {
        var nearest = frequencies[0];
        foreach (var frequency in frequencies)
        {
            if (Math.Abs(product - frequency) < Math.Abs(product - nearest))
                nearest = frequency;
        }

        return nearest;
    }
}
