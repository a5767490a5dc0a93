using DroneLink.Firmware.Storage;

namespace DroneLink.Host.Board;

/// <summary>A twin's flash: the files of one folder, under the contract that littlefs gives the board. Not thread safe.</summary>
public sealed class FileSegmentStore : ISegmentStore
{
    private readonly string _folder;

    /// <summary>Creates the folder if it is not there.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    public FileSegmentStore(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <inheritdoc/>
    public bool TryWrite(string name, byte[] buffer, int offset, int count)
    {
        try
        {
            using var file = new FileStream(PathOf(name), FileMode.Create, FileAccess.Write, FileShare.None);
            file.Write(buffer, offset, count);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public int Read(string name, byte[] buffer)
    {
        try
        {
            using var file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read);
            return file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    public bool TryDelete(string name)
    {
        try
        {
            File.Delete(PathOf(name));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public string[] List() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path))];

    private string PathOf(string name) => Path.Combine(_folder, name);
}
