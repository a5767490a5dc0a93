namespace DroneLink.Simulation.Campaigns;

/// <summary>Something that is promised does not hold.</summary>
internal sealed class ViolationException(string message) : Exception(message)
{
    /// <summary>Throws unless what is promised holds.</summary>
    /// <exception cref="ViolationException">It does not.</exception>
    public static void Unless(bool holds, string message)
    {
        if (!holds) throw new ViolationException(message);
    }

    /// <summary>Throws unless what is promised holds. The text is built only then.</summary>
    /// <exception cref="ViolationException">It does not.</exception>
    public static void Unless(bool holds, Func<string> message)
    {
        if (!holds) throw new ViolationException(message());
    }
}
