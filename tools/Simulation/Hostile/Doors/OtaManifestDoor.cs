using System.Text;
using DroneLink.CloudSdk.Ota;
using DroneLink.Firmware.Ota;
using DroneLink.Simulation.Campaigns;
using DeviceManifest = DroneLink.Firmware.Ota.OtaManifest;
using OtaManifest = DroneLink.CloudSdk.Ota.OtaManifest;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A manifest on the device: none that the device's key has not signed, none with a number, a hash or a name that is none, and none that says a thing twice.</summary>
internal sealed class OtaManifestDoor : Door
{
    private readonly OtaManifestReader _reader = new(Samples.Key);
    private DeviceManifest _manifest = null!;
    private int _refusal;

    /// <inheritdoc/>
    public override string Name => "ota-manifest";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [.. Images.Releases.Select(file => OtaManifest.Write(file.Release, Samples.Kite, 1_795_521_630, Samples.Now.AddDays(1)))];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override int MaxBytes => 1200;

    // What the host's reader of JSON takes; nanoFramework.Json does not count here.
    /// <inheritdoc/>
    public override int BytesPerByte => 64;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        if (input.Length > OtaManifest.SignatureBytes) OtaManifest.Sign(Samples.Key, input[OtaManifest.SignatureBytes..]).CopyTo(input);
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _manifest = new DeviceManifest();
        _refusal = _reader.Read(input, 0, input.Length, _manifest);
        return new Outcome(_refusal == OtaRefusal.None, _refusal);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        ViolationException.Unless(_refusal is OtaRefusal.None or OtaRefusal.Malformed or OtaRefusal.Signature, () => $"refusal {_refusal}");
        if (input.Length is <= OtaManifest.SignatureBytes or > OtaManifestReader.MaxBytes)
        {
            ViolationException.Unless(_refusal == OtaRefusal.Malformed, () => $"refusal {_refusal} of {input.Length} bytes");
            return;
        }

        var json = input[OtaManifest.SignatureBytes..];
        var isSigned = OtaManifest.Sign(Samples.Key, json).AsSpan().SequenceEqual(input.AsSpan(0, OtaManifest.SignatureBytes));
        ViolationException.Unless(isSigned == (_refusal != OtaRefusal.Signature), () => $"refusal {_refusal} of what is {(isSigned ? "" : "not ")}signed");
        if (_refusal != OtaRefusal.None) return;
        ViolationException.Unless(_manifest is { Build: > 0, Size: > 0, Serial: > 0, Expires: > 0, Version: >= 0 and <= 0xFFFFFF, MinVersion: >= 0 and <= 0xFFFFFF }, "a number that is none");
        ViolationException.Unless(_manifest.Sha256.Length == 32 && _manifest.Device.Length is > 0 and <= 64 && _manifest.Role.Length > 0 && _manifest.Runtime.Length > 0, "a text that is none");

        // Strictly: where a name is there twice, or a byte is not ASCII, this throws.
        using var strict = System.Text.Json.JsonDocument.Parse(json, new() { AllowDuplicateProperties = false, MaxDepth = 2 });
        ViolationException.Unless(Ascii.IsValid(json), "text that is not ASCII is taken");
        ViolationException.Unless(strict.RootElement.GetProperty("build").GetInt32() == _manifest.Build, "another build");
    }
}
