using System.Text.Json;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>
/// The MAVLink system id of each drone: the lowest that is free when the drone is first heard, kept in a file of the data folder, so that a
/// drone has the same one always and at every ground control station. Thread safe.
/// </summary>
public sealed class SystemIds
{
    /// <summary>Name of the file: a JSON object of device ids and numbers.</summary>
    public const string FileName = "mavlink-systems.json";

    /// <summary>Largest that is given; 255 is the usual one of ground control stations.</summary>
    public const byte Most = 254;

    /// <summary>Never given: QGroundControl takes RADIO_STATUS of system 51, component 68 for a SiK radio's, and its numbers for no dBm.</summary>
    public const byte SikRadio = 51;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly SortedDictionary<string, byte> _ids;

    private SystemIds(string path, SortedDictionary<string, byte> ids)
    {
        _path = path;
        _ids = ids;
    }

    /// <summary>Reads the file of a data folder, if there is one.</summary>
    /// <exception cref="UserErrorException">It cannot be used; the message says what to do.</exception>
    public static SystemIds Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(path)) return new SystemIds(path, new(StringComparer.Ordinal));
            var read = JsonSerializer.Deserialize<Dictionary<string, byte>>(File.ReadAllText(path)) ?? throw new JsonException("It is empty.");
            if (read.Values.Any(id => id is 0 or SikRadio or > Most) || read.Values.Distinct().Count() < read.Count)
                throw new JsonException($"Expected are different numbers from 1 to {Most} without {SikRadio}.");
            return new SystemIds(path, new(read, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"{path}, which holds the drones' MAVLink system ids, cannot be used: {e.Message} Repair it, or delete it to have them given anew.", e);
        }
    }

    /// <summary>Returns a drone's, which is durable then.</summary>
    /// <returns>0 when all are given.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public byte Of(string deviceId)
    {
        lock (_gate)
        {
            if (_ids.TryGetValue(deviceId, out var id)) return id;
            var taken = _ids.Values.ToHashSet();
            var free = Enumerable.Range(1, Most).FirstOrDefault(number => number != SikRadio && !taken.Contains((byte)number));
            if (free == 0) return 0;
            _ids.Add(deviceId, (byte)free);
            try
            {
                Save();
            }
            catch
            {
                _ids.Remove(deviceId);
                throw;
            }

            return (byte)free;
        }
    }

    // Whole or not at all: what a power cut leaves must still be read.
    private void Save()
    {
        var next = _path + ".new";
        using (var file = new FileStream(next, FileMode.Create))
        {
            JsonSerializer.Serialize(file, _ids, Indented);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
    }
}
