using DroneLink.CloudSdk.Ota;
using DroneLink.Firmware.Ota;
using DroneLink.Simulation.Campaigns;
using OtaManifest = DroneLink.CloudSdk.Ota.OtaManifest;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>What comes to the device on its topic <c>ota</c>, to one that waits for a manifest: nothing but a signed manifest begins a download.</summary>
internal sealed class OtaMessageDoor : Door
{
    private WaitingDevice _device = null!;

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
        _device = new WaitingDevice();
        var updater = _device.Updater;
        var isUnderstood = OtaMessages.Take(input, 0, input.Length, updater);
        _device.Step(121_000);
        return new Outcome(isUnderstood, ((int)updater.Phase * 256) + (updater.LastRefusal * 8) + (updater.WrongSignatures * 2) + (input.Length > 0 ? input[0] & 1 : 0));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (!_device.IsDownloading) return;
        ViolationException.Unless(
            input[0] == 'M' && OtaManifest.Sign(Samples.Key, input.AsSpan(33)).AsSpan().SequenceEqual(input.AsSpan(1, 32)), () => $"{_device.Updater.Phase} after what nobody signed");
    }
}
