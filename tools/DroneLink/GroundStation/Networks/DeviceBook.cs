using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Query;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// Who the devices are, as the registry said lately: it is asked again when a device is not known or it could not be asked, once in
/// <see cref="UnknownAge"/> at the most where nobody waits, and after <see cref="MaxAge"/>. Thread safe.
/// </summary>
/// <param name="directory">The registry.</param>
/// <param name="time">The clock.</param>
/// <param name="failed">Hears why the registry could not be asked, where nobody waits for its answer.</param>
internal sealed class DeviceBook(IDeviceDirectory directory, TimeProvider time, Action<Exception> failed)
{
    /// <summary>Fleet of a device that the registry does not know any more.</summary>
    public const string UnknownFleet = "unknown";

    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    /// <summary>How old an answer may be that lacks a device.</summary>
    public static readonly TimeSpan UnknownAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _asking = new(1);
    private Answer? _answer;
    private int _isRefreshing;
    private long? _failedAt;

    /// <summary>Returns a device, or null when it is not provisioned.</summary>
    /// <exception cref="Exception">The registry cannot be asked.</exception>
    public async ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(deviceId, cancellationToken).ConfigureAwait(false);
        return answer.Devices.GetValueOrDefault(deviceId);
    }

    /// <summary>
    /// Returns the drones that records of a device are about: itself, if it is one; of a ground receiver, those of its video link. Never
    /// waits: of a device that the last answer lacks it returns null, and asks the registry.
    /// </summary>
    public IReadOnlyList<string>? DronesOf(string deviceId)
    {
        var answer = Volatile.Read(ref _answer);
        if (answer is null || !IsGood(answer, deviceId)) Refresh(deviceId);
        if (answer?.Devices.GetValueOrDefault(deviceId) is not { } device) return null;
        if (IsDrone(device)) return [deviceId];
        return device.LinkId is null
            ? []
            : [.. answer.Devices.Values
                .Where(other => IsDrone(other) && other.LinkId == device.LinkId && other.FleetId == device.FleetId)
                .Select(other => other.DeviceId)];
    }

    private static bool IsDrone(DeviceIdentity device) => device.Role is "drone" or "bench";

    private async ValueTask<Answer> AnswerAsync(string deviceId, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _answer) is { } known && IsGood(known, deviceId)) return known;
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_answer is { } meanwhile && IsGood(meanwhile, deviceId)) return meanwhile;
            var devices = await directory.ListAsync(cancellationToken).ConfigureAwait(false);
            var answer = new Answer(devices.ToDictionary(device => device.DeviceId, StringComparer.Ordinal), time.GetTimestamp());
            Volatile.Write(ref _answer, answer);
            return answer;
        }
        finally
        {
            _asking.Release();
        }
    }

    private void Refresh(string deviceId)
    {
        if (Interlocked.Exchange(ref _isRefreshing, 1) != 0) return;
        if (_failedAt is { } at && time.GetElapsedTime(at) < UnknownAge)
        {
            Volatile.Write(ref _isRefreshing, 0);
            return;
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await AnswerAsync(deviceId, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _failedAt = time.GetTimestamp();
                failed(e);
            }
            finally
            {
                Volatile.Write(ref _isRefreshing, 0);
            }
        });
    }

    private bool IsGood(Answer answer, string deviceId) =>
        time.GetElapsedTime(answer.At) < (answer.Devices.ContainsKey(deviceId) ? MaxAge : UnknownAge);

    private sealed record Answer(Dictionary<string, DeviceIdentity> Devices, long At);
}
