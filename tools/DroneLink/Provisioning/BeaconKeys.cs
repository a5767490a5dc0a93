using System.Security.Cryptography;

namespace DroneLink.Tool.Provisioning;

/// <summary>
/// The beacon key of each fleet, one file each in <c>beacon-keys</c> of the data folder, made when it is first asked for. Only its owner can read it, and it goes nowhere but into
/// the configuration of drones.
/// </summary>
public static class BeaconKeys
{
    /// <summary>Name of the folder.</summary>
    public const string FolderName = "beacon-keys";

    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private static readonly Lock Making = new();

    /// <summary>Reads a fleet's key, or makes it. Two that make it at once get the same one.</summary>
    /// <param name="dataDirectory">The data folder.</param>
    /// <param name="fleetId">The fleet.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="UserErrorException">The file cannot be read or written, or holds no key.</exception>
    public static string Of(string dataDirectory, string fleetId)
    {
        // A fleet's id may differ from another one's in its case alone, and file names may not.
        var path = Path.GetFullPath(Path.Combine(dataDirectory, FolderName, Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(fleetId)) + ".key"));
        try
        {
            lock (Making)
            {
                if (!File.Exists(path)) Make(path);
            }

            var text = File.ReadAllText(path).Trim();
            return text.Length == 2 * KeyBytes && text.All(char.IsAsciiHexDigit)
                ? text.ToLowerInvariant()
                : throw new UserErrorException($"{path} is no beacon key of fleet '{fleetId}': expected 64 hexadecimal digits. "
                    + "Restore it, or delete it for a new key: then provision every drone of the fleet again, or they do not hear each other.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The beacon key of fleet '{fleetId}' cannot be kept in {path}: {e.Message}", e);
        }
    }

    private static void Make(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var draft = DeviceProvisioner.Draft(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n");
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another one was faster: its key is the fleet's.
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
