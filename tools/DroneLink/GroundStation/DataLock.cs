namespace DroneLink.Tool.GroundStation;

/// <summary>Holds a data folder for one ground station: two on one folder would both project and both fly the same twins.</summary>
internal sealed class DataLock : IDisposable
{
    private const string FileName = "ground-station.lock";
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <summary>Takes the folder, after creating it where needed. The system lets it go when the process ends, however it ends.</summary>
    /// <exception cref="UserErrorException">Another ground station has it, or it cannot be written.</exception>
    public static DataLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The data folder {folder} cannot be made: {e.Message} Choose another with --data.", e);
        }

        try
        {
            return new DataLock(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsSharingViolation(e))
        {
            throw new UserErrorException($"Another ground station uses the data folder {folder}. Stop it, or choose another folder with --data.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The data folder {folder} cannot be written: {e.Message} Choose another with --data.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static bool IsSharingViolation(IOException e)
    {
        // Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION. Elsewhere .NET locks with flock and gives its errno: EAGAIN of Linux, of macOS.
        return OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) is 32 or 33 : e.HResult is 11 or 35;
    }
}
