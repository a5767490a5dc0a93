using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.Simulation.Hostile.Cloud;

/// <summary>Commands, releases and roll-outs that start anew with every input, and what was published to devices.</summary>
internal sealed class MemoryFleet : ICommandLog, IDeviceChannel, IReleaseStore, IRolloutStore
{
    private readonly OtaReleaseFile _release = Images.Releases[0];
    private LoggedCommand? _command;
    private OtaRollout _rollout = null!;
    private OtaDevice? _device;

    /// <summary>Starts.</summary>
    public MemoryFleet() => Clear();

    /// <summary>What was published: the device, the topic, the message.</summary>
    public List<(string DeviceId, string Topic, byte[] Message)> Published { get; } = [];

    /// <summary>Releases that were added.</summary>
    public List<OtaRelease> Added { get; } = [];

    /// <summary>Forgets what came in.</summary>
    public void Clear()
    {
        Published.Clear();
        Added.Clear();
        _command = null;
        _device = null;
        _rollout = new OtaRollout { Build = _release.Release.Build, State = OtaRolloutState.Active, Percentage = 100, ChangedAt = Samples.Now, Version = 1 };
    }

    /// <inheritdoc/>
    public ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        Published.Add((device.DeviceId, topic, message.ToArray()));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<LoggedCommand> AddAsync(LoggedCommand command, CancellationToken cancellationToken = default) => new(_command = command);

    /// <inheritdoc/>
    public ValueTask<LoggedCommand?> FindAsync(string deviceId, string id, CancellationToken cancellationToken = default) => new(_command);

    /// <inheritdoc/>
    public ValueTask<LoggedCommand?> AdvanceAsync(
        string deviceId, string id, CommandStatus status, DateTimeOffset at, string? message, CancellationToken cancellationToken = default) =>
        new(_command = (_command ?? Known(deviceId, id)) with { Status = status, ChangedAt = at, Message = message });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LoggedCommand>> ListOpenAsync(string deviceId, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        new((IReadOnlyList<LoggedCommand>)[Known(deviceId, "0193a")]);

    /// <inheritdoc/>
    public ValueTask<CommandPage> ListAsync(string deviceId, int limit, CommandPosition? after, CancellationToken cancellationToken = default) =>
        new(new CommandPage([Known(deviceId, "0193a")], new CommandPosition(after?.RequestedMs ?? 0, "0193a")));

    /// <inheritdoc/>
    public ValueTask<OtaRelease> AddAsync(OtaRelease release, ReadOnlyMemory<byte> image, CancellationToken cancellationToken = default)
    {
        Added.Add(release);
        return new(release);
    }

    /// <inheritdoc/>
    public ValueTask<OtaRelease?> FindAsync(int build, CancellationToken cancellationToken = default) => new(build == _release.Release.Build ? _release.Release : null);

    /// <inheritdoc/>
    ValueTask<IReadOnlyList<OtaRelease>> IReleaseStore.ListAsync(CancellationToken cancellationToken) => new((IReadOnlyList<OtaRelease>)[_release.Release]);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(OtaRelease release, int offset, int count, CancellationToken cancellationToken = default) =>
        new(_release.Image.Slice(offset, count));

    /// <inheritdoc/>
    ValueTask<OtaRollout?> IRolloutStore.FindAsync(int build, CancellationToken cancellationToken) => new(build == _rollout.Build ? _rollout : null);

    /// <inheritdoc/>
    ValueTask<IReadOnlyList<OtaRollout>> IRolloutStore.ListAsync(CancellationToken cancellationToken) => new((IReadOnlyList<OtaRollout>)[_rollout]);

    /// <inheritdoc/>
    public ValueTask<bool> TryPutAsync(OtaRollout rollout, CancellationToken cancellationToken = default)
    {
        _rollout = rollout with { Version = rollout.Version + 1 };
        return new(true);
    }

    /// <inheritdoc/>
    public ValueTask<OtaDevice?> FindDeviceAsync(int build, string deviceId, CancellationToken cancellationToken = default) => new(_device);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OtaDevice>> ListDevicesAsync(int build, CancellationToken cancellationToken = default) =>
        new(_device is null ? [] : (IReadOnlyList<OtaDevice>)[_device]);

    /// <inheritdoc/>
    public ValueTask<bool> TryPutDeviceAsync(OtaDevice device, CancellationToken cancellationToken = default)
    {
        _device = device with { Version = device.Version + 1 };
        return new(true);
    }

    /// <inheritdoc/>
    public ValueTask<long> NextSerialAsync(string deviceId, long least, CancellationToken cancellationToken = default) => new(least);

    private static LoggedCommand Known(string deviceId, string id) => new()
    {
        DeviceId = deviceId,
        FleetId = Samples.Fleet,
        Id = id,
        Command = "reboot",
        Parameters = "{}",
        RequestedAt = Samples.Now,
        ExpiresAt = Samples.Now.AddMinutes(1),
        ChangedAt = Samples.Now,
    };
}
