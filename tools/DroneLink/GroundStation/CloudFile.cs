using DroneLink.CloudSdk.Embedded;

namespace DroneLink.Tool.GroundStation;

/// <summary>Opens the embedded cloud of a data folder, and says in plain words why it cannot be.</summary>
internal static class CloudFile
{
    /// <summary>Opens the one in a folder, after making both where needed. A ground station may have it open too.</summary>
    /// <exception cref="UserErrorException">The data cannot be used.</exception>
    public static EmbeddedCloud OpenIn(string dataDirectory) => Open(() =>
    {
        Directory.CreateDirectory(dataDirectory);
        return EmbeddedCloud.Open(Path.Combine(dataDirectory, GroundStationOptions.DatabaseName));
    });

    /// <summary>Runs what opens one.</summary>
    /// <exception cref="UserErrorException">The data cannot be used.</exception>
    public static EmbeddedCloud Open(Func<EmbeddedCloud> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The data cannot be used: {e.Message} Choose another folder with --data.", e);
        }
    }
}
