using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Telemetry;
using DroneLink.Simulation.Campaigns;
using FrameFormat = DroneLink.CloudSdk.Wire.FrameFormat;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>The device's way of a frame out of its flash: what is whole and sound is signed and dated, and is to the cloud what it was; what is not is left alone.</summary>
internal sealed class DeviceFrameDoor : Door
{
    private const uint Boot = 0x00010203;

    private readonly OutgoingFrame _outgoing = new();
    private readonly HmacSha256 _signer = new(Samples.Key);
    private readonly DeviceClock _clock = new();
    private bool _isWhole;
    private bool _isReady;

    /// <summary>Opens it, on a device that knows the time.</summary>
    public DeviceFrameDoor() => _clock.TrySet(Samples.Now.ToUnixTimeMilliseconds(), 5000);

    /// <inheritdoc/>
    public override string Name => "device-frame";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = Samples.Frames();

    /// <inheritdoc/>
    public override int BytesPerByte => 0;

    /// <inheritdoc/>
    public override int FreeBytes => 0;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input) => Samples.Seal(input);

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _isWhole = FrameHead.IsWhole(input, 0, input.Length);
        _isReady = _isWhole && _outgoing.TryPrepare(input, 0, input.Length, Boot, _clock, _signer);
        return new Outcome(_isReady, _isWhole ? 1 : 0);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        var isRead = FrameReader.TryRead(input, out var frame, out var error);
        ViolationException.Unless(_isWhole == error is FrameError.None or > FrameError.Crc, () => $"whole to the device: {_isWhole}; to the cloud: {error}");

        // What the cloud takes the device has to be able to send; what it does not may be sent, since only the cloud reads it through.
        if (!isRead || frame!.Signed) return;
        ViolationException.Unless(_isReady || input.Length + 24 > FrameFormat.MaxFrameBytes, "a good frame is not sent");
        if (!_isReady) return;
        var sent = _outgoing.Buffer.AsSpan(0, _outgoing.Length);
        ViolationException.Unless(
            FrameReader.TryRead(sent, new FrameReaderOptions { Key = Samples.Key, RequireSignature = true }, out var read, out error), () => $"what the device sends is refused: {error}");
        ViolationException.Unless(read!.BootId == frame.BootId && read.FirstSequence == frame.FirstSequence && read.Records.Count == frame.Records.Count, "another frame is sent");
        var shift = !frame.ClockSynced && frame.BootId == Boot ? _clock.AnchorMs : 0;
        ViolationException.Unless(unchecked(read.BaseTimeMs - frame.BaseTimeMs) == shift, "another time is sent");
    }
}
