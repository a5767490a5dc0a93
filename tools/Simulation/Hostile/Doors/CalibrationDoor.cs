using DroneLink.Drivers.Rx5808;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A receiver's calibration as it was stored: what is taken is written again to the same bytes, but for bits that mean nothing.</summary>
internal sealed class CalibrationDoor : Door
{
    private RssiPinOptions _options = new();
    private int _mhz;
    private bool _isTaken;

    /// <inheritdoc/>
    public override string Name => "calibration";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        RssiCalibration.ToBytes(new RssiPinOptions { Calibrated = true }, 5800),
        RssiCalibration.ToBytes(new RssiPinOptions { MinMv = 400, MaxMv = 1300, MinCentiDbm = -9500, MaxCentiDbm = -2000 }, 0),
    ];

    /// <inheritdoc/>
    public override int MaxBytes => 64;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        if (input.Length < RssiCalibration.StoredBytes) return;
        var crc = 0xFFFF;
        foreach (var value in input[..14])
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
        }

        (input[14], input[15]) = ((byte)crc, (byte)(crc >> 8));
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _options = new RssiPinOptions();
        _isTaken = RssiCalibration.TryParse(input, input.Length, _options, out _mhz);
        return new Outcome(_isTaken, _isTaken ? 1 : 0);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (!_isTaken) return;
        var written = RssiCalibration.ToBytes(_options, _mhz);
        written[1] = input[1];
        ViolationException.Unless(written.AsSpan(0, 14).SequenceEqual(input.AsSpan(0, 14)), () => $"it is written as {Convert.ToHexString(written)}");
    }
}
