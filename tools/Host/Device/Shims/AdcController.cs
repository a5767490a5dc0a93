namespace System.Device.Adc;

/// <summary>
/// nanoFramework's ADC, as far as the firmware uses it: 12 bit, single ended. Each controller has inputs of its own, so
/// the devices of one process do not meet.
/// </summary>
public class AdcController
{
    private readonly Func<int, int> _read;

    /// <summary>Creates a controller whose inputs are grounded.</summary>
    public AdcController()
        : this(_ => 0)
    {
    }

    /// <summary>Creates a controller. The board's has no such constructor: host code makes the controller that it gives to a device.</summary>
    /// <param name="read">Returns the count of a channel, 0 to 4095, each time it is read.</param>
    public AdcController(Func<int, int> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        _read = read;
    }

    /// <summary>Channels: 20, as ESP32 counts those of both its converters.</summary>
    public int ChannelCount => 20;

    /// <summary>The lowest count.</summary>
    public int MinValue => 0;

    /// <summary>The highest count.</summary>
    public int MaxValue => 4095;

    /// <summary>Bits of a count.</summary>
    public int ResolutionInBits => 12;

    /// <summary>Opens a channel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public AdcChannel OpenChannel(int channelNumber) =>
        channelNumber >= 0 && channelNumber < ChannelCount
            ? new AdcChannel(this, channelNumber)
            : throw new ArgumentOutOfRangeException(nameof(channelNumber), $"{channelNumber}: expected 0 to {ChannelCount - 1}");

    internal int Read(int channel) => _read(channel);
}
