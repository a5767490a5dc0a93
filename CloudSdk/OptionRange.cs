namespace DroneLink.CloudSdk;

/// <summary>Checks what options are set to.</summary>
internal static class OptionRange
{
    /// <summary>Returns the value as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static T Check<T>(T value, T least, T most, string name)
        where T : IComparable<T> => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Allowed are {least} to {most}.");
}
