using System.Buffers.Binary;

namespace DroneLink.Host.Mavlink;

/// <summary>
/// Writes frames of MAVLink 2 for one component: sequence, trailing zeros cut off, check. Written from the format's description and
/// sharing nothing with the firmware's parser, so that each proves the other. Not thread safe: one caller at a time.
/// </summary>
/// <param name="systemId">System id of the sender, 1 to 255.</param>
/// <param name="componentId">Component id of the sender, 1 to 255.</param>
public abstract class MavlinkWriter(byte systemId, byte componentId)
{
    private const int HeaderBytes = 10;
    private const int MaxPayloadBytes = 255;

    private readonly byte[] _frame = new byte[HeaderBytes + MaxPayloadBytes + 2];
    private byte _sequence;
    private int _payloadBytes;

    /// <summary>Frames written.</summary>
    public long Frames { get; private set; }

    /// <summary>The frame written last, until the next.</summary>
    public ReadOnlySpan<byte> LastFrame => _frame.AsSpan(0, HeaderBytes + _payloadBytes + 2);

    /// <summary>Takes each frame that is written; it is valid during the call.</summary>
    protected abstract void Send(ReadOnlySpan<byte> frame);

    /// <summary>Begins a message.</summary>
    /// <returns>Its payload, all zero: fields little-endian, in the order of the wire.</returns>
    private protected Span<byte> Start(int payloadBytes)
    {
        _payloadBytes = payloadBytes;
        var payload = _frame.AsSpan(HeaderBytes, payloadBytes);
        payload.Clear();
        return payload;
    }

    /// <summary>Ends the message that <see cref="Start"/> began, and sends it.</summary>
    private protected void Write(int messageId, byte crcExtra)
    {
        while (_payloadBytes > 1 && _frame[HeaderBytes + _payloadBytes - 1] == 0)
        {
            _payloadBytes--;
        }

        _frame[0] = 0xFD;
        _frame[1] = (byte)_payloadBytes;
        _frame[4] = _sequence++;
        _frame[5] = systemId;
        _frame[6] = componentId;
        _frame[7] = (byte)messageId;
        _frame[8] = (byte)(messageId >> 8);
        _frame[9] = (byte)(messageId >> 16);
        var crc = 0xFFFF;
        foreach (var value in _frame.AsSpan(1, HeaderBytes - 1 + _payloadBytes))
        {
            crc = Accumulate(crc, value);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_frame.AsSpan(HeaderBytes + _payloadBytes), (ushort)Accumulate(crc, crcExtra));
        Frames++;
        Send(LastFrame);
    }

    // CRC-16/MCRF4XX, a bit at a time.
    private static int Accumulate(int crc, byte value)
    {
        crc ^= value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1;
        }

        return crc;
    }
}
