using System.Buffers.Binary;
using System.IO.Ports;
using System.Text;

namespace DroneLink.Host.Simulation;

/// <summary>
/// Writes MAVLink 2 as an autopilot does: sequence, little-endian fields, trailing zeros cut off. Written from the format's description
/// and sharing nothing with the firmware's parser, so that each proves the other.
/// </summary>
public sealed class MavlinkEncoder(byte systemId, byte componentId)
{
    private const int HeaderBytes = 10;
    private const int MaxPayloadBytes = 255;
    private const int TextBytes = 50;

    private readonly byte[] _frame = new byte[HeaderBytes + MaxPayloadBytes + 2];
    private byte _sequence;
    private int _payloadBytes;

    /// <summary>Takes each frame that is written; unset, frames are lost.</summary>
    public SerialWire? Wire { get; set; }

    /// <summary>Frames written.</summary>
    public long Frames { get; private set; }

    /// <summary>The frame written last, until the next.</summary>
    public ReadOnlySpan<byte> LastFrame => _frame.AsSpan(0, HeaderBytes + _payloadBytes + 2);

    /// <summary>HEARTBEAT of an ArduPilot vehicle.</summary>
    /// <param name="vehicleType">MAV_TYPE.</param>
    /// <param name="armed">Whether the motors are armed.</param>
    /// <param name="customMode">Flight mode, by autopilot.</param>
    public void Heartbeat(byte vehicleType, bool armed, uint customMode)
    {
        var payload = Start(9);
        BinaryPrimitives.WriteUInt32LittleEndian(payload, customMode);
        payload[4] = vehicleType;
        payload[5] = 3; // MAV_AUTOPILOT_ARDUPILOTMEGA
        payload[6] = (byte)(armed ? 0x80 | 0x59 : 0x59);
        payload[7] = (byte)(armed ? 4 : 3); // active, standby
        payload[8] = 3;
        Write(0, 50);
    }

    /// <summary>SYS_STATUS.</summary>
    public void SysStatus(double loadPercent, double volts, double amps, int remainingPercent)
    {
        var payload = Start(31);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[12..], (ushort)Math.Round(loadPercent * 10));
        BinaryPrimitives.WriteUInt16LittleEndian(payload[14..], (ushort)Math.Round(volts * 1000));
        BinaryPrimitives.WriteInt16LittleEndian(payload[16..], (short)Math.Round(amps * 100));
        payload[30] = (byte)remainingPercent;
        Write(1, 124);
    }

    /// <summary>SYSTEM_TIME.</summary>
    public void SystemTime(long unixMs, uint bootMs)
    {
        var payload = Start(12);
        BinaryPrimitives.WriteInt64LittleEndian(payload, unixMs * 1000);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[8..], bootMs);
        Write(2, 137);
    }

    /// <summary>GPS_RAW_INT with a 3D fix.</summary>
    public void GpsRawInt(long timeUs, int latitudeE7, int longitudeE7, int altitudeMm, int hdopCenti, int speedCms, int satellites)
    {
        var payload = Start(30);
        BinaryPrimitives.WriteInt64LittleEndian(payload, timeUs);
        BinaryPrimitives.WriteInt32LittleEndian(payload[8..], latitudeE7);
        BinaryPrimitives.WriteInt32LittleEndian(payload[12..], longitudeE7);
        BinaryPrimitives.WriteInt32LittleEndian(payload[16..], altitudeMm);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[20..], (ushort)hdopCenti);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[22..], ushort.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[24..], (ushort)speedCms);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[26..], ushort.MaxValue);
        payload[28] = 3;
        payload[29] = (byte)satellites;
        Write(24, 24);
    }

    /// <summary>ATTITUDE, radians.</summary>
    public void Attitude(uint bootMs, double roll, double pitch, double yaw)
    {
        var payload = Start(28);
        BinaryPrimitives.WriteUInt32LittleEndian(payload, bootMs);
        BinaryPrimitives.WriteSingleLittleEndian(payload[4..], (float)roll);
        BinaryPrimitives.WriteSingleLittleEndian(payload[8..], (float)pitch);
        BinaryPrimitives.WriteSingleLittleEndian(payload[12..], (float)yaw);
        Write(30, 39);
    }

    /// <summary>GLOBAL_POSITION_INT; velocities are north, east, down.</summary>
    public void GlobalPositionInt(
        uint bootMs, int latitudeE7, int longitudeE7, int altitudeMm, int relativeMm, int northCms, int eastCms, int downCms, int headingCentiDegrees)
    {
        var payload = Start(28);
        BinaryPrimitives.WriteUInt32LittleEndian(payload, bootMs);
        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], latitudeE7);
        BinaryPrimitives.WriteInt32LittleEndian(payload[8..], longitudeE7);
        BinaryPrimitives.WriteInt32LittleEndian(payload[12..], altitudeMm);
        BinaryPrimitives.WriteInt32LittleEndian(payload[16..], relativeMm);
        BinaryPrimitives.WriteInt16LittleEndian(payload[20..], (short)northCms);
        BinaryPrimitives.WriteInt16LittleEndian(payload[22..], (short)eastCms);
        BinaryPrimitives.WriteInt16LittleEndian(payload[24..], (short)downCms);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[26..], (ushort)headingCentiDegrees);
        Write(33, 104);
    }

    /// <summary>VFR_HUD, in m/s, m and degrees.</summary>
    public void VfrHud(double groundSpeed, double altitude, double climb, int headingDegrees, int throttlePercent)
    {
        var payload = Start(20);
        BinaryPrimitives.WriteSingleLittleEndian(payload, (float)groundSpeed);
        BinaryPrimitives.WriteSingleLittleEndian(payload[4..], (float)groundSpeed);
        BinaryPrimitives.WriteSingleLittleEndian(payload[8..], (float)altitude);
        BinaryPrimitives.WriteSingleLittleEndian(payload[12..], (float)climb);
        BinaryPrimitives.WriteInt16LittleEndian(payload[16..], (short)headingDegrees);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[18..], (ushort)throttlePercent);
        Write(74, 20);
    }

    /// <summary>BATTERY_STATUS of battery 0, its voltage as the first cell as ArduPilot does without cell monitor.</summary>
    public void BatteryStatus(double volts, double amps, double consumedMah, int remainingPercent, double celsius)
    {
        var payload = Start(36);
        BinaryPrimitives.WriteInt32LittleEndian(payload, (int)Math.Round(consumedMah));
        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], -1);
        BinaryPrimitives.WriteInt16LittleEndian(payload[8..], (short)Math.Round(celsius * 100));
        BinaryPrimitives.WriteUInt16LittleEndian(payload[10..], (ushort)Math.Round(volts * 1000));
        payload[12..30].Fill(0xFF);
        BinaryPrimitives.WriteInt16LittleEndian(payload[30..], (short)Math.Round(amps * 100));
        payload[34] = 1; // MAV_BATTERY_TYPE_LIPO
        payload[35] = (byte)remainingPercent;
        Write(147, 154);
    }

    /// <summary>STATUSTEXT; beyond 50 bytes it goes out in parts under <paramref name="id"/>.</summary>
    /// <param name="severity">0 to 7.</param>
    /// <param name="text">Up to 200 bytes of UTF-8 have a receiver.</param>
    /// <param name="id">Names the text, 1 to 65535, if it needs more than one message.</param>
    public void StatusText(byte severity, string text, ushort id = 1)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var inParts = bytes.Length > TextBytes;
        var part = 0;
        for (var at = 0; at == 0 || at <= bytes.Length; at += TextBytes, part++)
        {
            var payload = Start(54);
            payload[0] = severity;
            bytes.AsSpan(at, Math.Min(TextBytes, bytes.Length - at)).CopyTo(payload[1..]);
            if (!inParts)
            {
                Write(253, 83);
                return;
            }

            BinaryPrimitives.WriteUInt16LittleEndian(payload[51..], id);
            payload[53] = (byte)part;
            Write(253, 83);
        }
    }

    private Span<byte> Start(int payloadBytes)
    {
        _payloadBytes = payloadBytes;
        var payload = _frame.AsSpan(HeaderBytes, payloadBytes);
        payload.Clear();
        return payload;
    }

    private void Write(int messageId, byte crcExtra)
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
        Wire?.Send(LastFrame);
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
