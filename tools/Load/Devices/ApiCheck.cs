using DroneLink.Load.Stations;

namespace DroneLink.Load.Devices;

/// <summary>Holds what the station's API serves of some devices against what they took.</summary>
internal static class ApiCheck
{
    /// <summary>Checks devices.</summary>
    /// <param name="devices">Which.</param>
    /// <param name="station">Serves them.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Records that were read.</returns>
    /// <exception cref="LossException">Something is missing, there twice, or another.</exception>
    public static async Task<long> RunAsync(IEnumerable<LoadDevice> devices, StationProcess station, CancellationToken cancellationToken)
    {
        var read = 0L;
        foreach (var device in devices)
        {
            var name = device.Identity.DeviceId;

            // Before it is read: what is acknowledged meanwhile may not be served yet.
            var acknowledged = device.AcknowledgedSince(0);
            if (acknowledged.Count == 0) continue;
            var seen = new HashSet<uint>();
            foreach (var (sequence, latitude) in await ApiReader.ReadAsync(station.Http, name, cancellationToken).ConfigureAwait(false))
            {
                if (!seen.Add(sequence)) throw new LossException($"{name}: the API serves record {sequence} twice");
                if (latitude != LoadDevice.LatitudeOf(sequence)) throw new LossException($"{name}: the API serves record {sequence} with another latitude, {latitude}");
                read++;
            }

            foreach (var first in acknowledged)
            {
                if (!seen.Contains(first) || !seen.Contains(first + LoadDevice.RecordsPerFrame - 1))
                    throw new LossException($"{name}: the frame of record {first} is acknowledged, and the API serves it not");
            }
        }

        return read;
    }
}
