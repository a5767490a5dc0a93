using DroneLink.CloudSdk.Ota;
using DroneLink.Firmware.Ota;
using DroneLink.Host.Board;
using DroneLink.Simulation.Campaigns;
using OtaManifest = DroneLink.CloudSdk.Ota.OtaManifest;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>What comes to the device on its topic <c>ota</c>, to one that waits for a manifest: nothing but a signed manifest begins a download.</summary>
internal sealed class OtaMessageDoor : Door, IOtaTransport
{
    private readonly OtaOptions _options = new()
    {
        DeviceId = Samples.Device,
        Key = Samples.Key,
        Role = "drone",
        BuiltInBuild = 3,
        BuiltInVersion = 0x000100,
        SlotBlocks = 4,
        Libraries = new() { ["mscorlib"] = "1.17", ["DroneLink.Firmware"] = "0.1" },
    };

    private OtaUpdater _updater = null!;

    /// <inheritdoc/>
    public override string Name => "ota-message";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        OtaMessage.None(), OtaMessage.Check(), OtaMessage.Error(OtaMessage.TryLater),
        .. Images.Releases.Select(file => OtaMessage.Manifest(OtaManifest.Write(file.Release, Samples.Kite, 1_795_521_630, Samples.Now.AddDays(1)))),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override int MaxBytes => OtaMessages.MaxAnswerBytes + 64;

    /// <inheritdoc/>
    public override int BytesPerByte => 64;

    // A device's updater and its flash, of each input anew.
    /// <inheritdoc/>
    public override int FreeBytes => 65536;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        if (input.Length > 33 && input[0] == 'M') OtaManifest.Sign(Samples.Key, input[33..]).CopyTo(input[1..]);
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        var boot = new OtaBoot(new MemorySegmentStore(), _options);
        boot.Start();
        _updater = new OtaUpdater(boot, _options, this, (_, _, _, _, _) => { }, 7);
        _updater.TakeNudge();
        Step(1000);
        Step(120_000);
        var isUnderstood = OtaMessages.Take(input, 0, input.Length, _updater);
        Step(121_000);
        return new Outcome(isUnderstood, ((int)_updater.Phase * 256) + (_updater.LastRefusal * 8) + (_updater.WrongSignatures * 2) + (input.Length > 0 ? input[0] & 1 : 0));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (_updater.Phase <= OtaPhase.Idle) return;
        ViolationException.Unless(
            input[0] == 'M' && OtaManifest.Sign(Samples.Key, input.AsSpan(33)).AsSpan().SequenceEqual(input.AsSpan(1, 32)), () => $"{_updater.Phase} after what nobody signed");
    }

    /// <inheritdoc/>
    public bool RequestManifest(int build, int version) => true;

    /// <inheritdoc/>
    public bool RequestBlock(int build, int offset, int count) => true;

    private void Step(long nowMs) => _updater.Step(nowMs, isOnline: true, isSafe: true, Samples.Now.ToUnixTimeSeconds(), -1);
}
