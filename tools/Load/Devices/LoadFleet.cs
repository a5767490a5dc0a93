using System.Diagnostics;
using System.Globalization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Load.Stations;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Load.Devices;

/// <summary>Many light devices, of which as many record as are told to, each as often as it is told to. Owns what they call the station with.</summary>
internal sealed class LoadFleet : IAsyncDisposable
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(120);

    private readonly List<LoadDevice> _devices = [];
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http;
    private readonly Dictionary<LoadDevice, int> _checked = [];
    private int _begun;
    private int _active;
    private double _framesPerSecond;

    /// <summary>Makes devices; they do nothing yet.</summary>
    /// <param name="identities">Who they are.</param>
    /// <param name="transport">How they carry.</param>
    /// <param name="station">Whom they call.</param>
    public LoadFleet(IReadOnlyList<DeviceIdentity> identities, LoadTransport transport, StationProcess station)
    {
        _http = new HttpClient { BaseAddress = station.Http.BaseAddress, Timeout = TimeSpan.FromSeconds(30) };
        for (var i = 0; i < identities.Count; i++)
        {
            var isMqtt = transport == LoadTransport.Mqtt || (transport == LoadTransport.Both && i % 2 == 0);
            _devices.Add(isMqtt ? new MqttLoadDevice(identities[i], station.MqttPort, Meter) : new HttpLoadDevice(identities[i], _http, Meter));
        }
    }

    /// <summary>Counts what they do.</summary>
    public LoadMeter Meter { get; } = new();

    /// <summary>The devices.</summary>
    public IReadOnlyList<LoadDevice> Devices => _devices;

    /// <summary>Frames that wait at them.</summary>
    public long Waiting => _devices.Sum(device => (long)device.Waiting);

    /// <summary>Makes identities of devices.</summary>
    public static IReadOnlyList<DeviceIdentity> Identities(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => DeviceProvisioner.NewDevice(
            string.Create(CultureInfo.InvariantCulture, $"load-{i:D5}"), DeviceProvisioner.DefaultFleet, DeviceProvisioner.DroneRole, null)),
    ];

    /// <summary>Says how many devices record, and how often each. Those that never did begin.</summary>
    public void Set(int devices, double framesPerSecond)
    {
        Volatile.Write(ref _framesPerSecond, framesPerSecond);
        for (; _begun < devices; _begun++)
        {
            var device = _devices[_begun];
            _running.Add(Task.Run(() => device.RunAsync(_stop.Token)));
            _running.Add(RecordAsync(device, _begun));
        }

        Volatile.Write(ref _active, devices);
    }

    /// <summary>Has no device record until <see cref="Set"/> is called again.</summary>
    public void Stop() => Volatile.Write(ref _framesPerSecond, 0);

    /// <summary>Waits until no frame waits at a device for longer than it may.</summary>
    /// <param name="longest">How long; zero for until none waits, where recording has been stopped.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How long it took.</returns>
    /// <exception cref="LossException">It takes longer than two minutes.</exception>
    public async Task<TimeSpan> DrainAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (_devices.Exists(device => device.LongestWait > longest))
        {
            if (watch.Elapsed > DrainPatience) throw new LossException($"{Waiting} frames wait still, the oldest for {_devices.Max(device => device.LongestWait).TotalSeconds:F1} s");
            await CheckRunningAsync().ConfigureAwait(false);
            await tick.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }

        return watch.Elapsed;
    }

    /// <summary>Throws what ended a device that should go on for ever.</summary>
    public async Task CheckRunningAsync()
    {
        foreach (var ended in _running.Where(task => task.IsCompleted)) await ended.ConfigureAwait(false);
    }

    /// <summary>Checks that all that was acknowledged since the last time is durable.</summary>
    /// <exception cref="LossException">Something is not.</exception>
    public void CheckDurable(DurableFrames durable)
    {
        foreach (var device in _devices)
        {
            var place = _checked.GetValueOrDefault(device);
            var fresh = device.AcknowledgedSince(place);
            _checked[device] = place + fresh.Count;
            foreach (var first in fresh)
            {
                if (!durable.Has(device.Identity.DeviceId, LoadDevice.BootId, first, first + LoadDevice.RecordsPerFrame))
                    throw new LossException($"{device.Identity.DeviceId}: the frame of record {first} is acknowledged, and is not durable");
            }
        }
    }

    /// <summary>Checks that all that was acknowledged is in the store, all that was taken too but for what was overwritten, and nothing else. Nothing may wait.</summary>
    /// <exception cref="LossException">It is not so.</exception>
    public void CheckStored(StoredRecords stored)
    {
        foreach (var device in _devices)
        {
            var name = device.Identity.DeviceId;
            var records = stored.Of(name, LoadDevice.BootId);
            foreach (var first in device.AcknowledgedSince(0))
            {
                for (var i = 0u; i < LoadDevice.RecordsPerFrame; i++)
                {
                    if (!records.ContainsKey(first + i)) throw new LossException($"{name}: record {first + i} is acknowledged, and is not in the store");
                }
            }

            if (records.Count < device.Recorded - (device.Overwritten * LoadDevice.RecordsPerFrame))
                throw new LossException($"{name}: of {device.Recorded} records {device.Overwritten * LoadDevice.RecordsPerFrame} were overwritten, and {records.Count} are in the store");
            if (records.Count > 0 && records.Keys.Max() >= device.Recorded) throw new LossException($"{name}: record {records.Keys.Max()} is in the store, and was never taken");
        }

        var names = _devices.Select(device => (device.Identity.DeviceId, LoadDevice.BootId)).ToHashSet();
        if (stored.Boots.FirstOrDefault(boot => !names.Contains(boot)) is { Device: not null } foreign)
            throw new LossException($"the store has records of boot {foreign.Boot} of {foreign.Device}, which nobody took");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task RecordAsync(LoadDevice device, int number)
    {
        try
        {
            // Not all at the same moment.
            await Task.Delay(Random.Shared.Next(1000), _stop.Token).ConfigureAwait(false);
            while (!_stop.IsCancellationRequested)
            {
                var rate = Volatile.Read(ref _framesPerSecond);
                var isActive = number < Volatile.Read(ref _active) && rate > 0;
                if (isActive) device.Record();
                await Task.Delay(TimeSpan.FromSeconds(isActive ? 1 / rate : 0.1), _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }
    }
}
