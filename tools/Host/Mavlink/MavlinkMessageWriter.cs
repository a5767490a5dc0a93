using System.Buffers.Binary;
using System.Text;

namespace DroneLink.Host.Mavlink;

/// <summary>
/// Writes messages of MAVLink 2, each field in the unit and with the unknown value of the message's definition (common.xml of
/// mavlink/mavlink): 65535, 255, -1, NaN, by field.
/// </summary>
/// <param name="systemId">System id of the sender, 1 to 255.</param>
/// <param name="componentId">Component id of the sender, 1 to 255.</param>
public abstract class MavlinkMessageWriter(byte systemId, byte componentId) : MavlinkWriter(systemId, componentId)
{
    /// <summary>Bytes of text in one STATUSTEXT.</summary>
    public const int TextBytes = 50;

    private const int MavlinkVersion = 3;
    private const int Cells = 10;

    /// <summary>HEARTBEAT.</summary>
    /// <param name="type">MAV_TYPE.</param>
    /// <param name="autopilot">MAV_AUTOPILOT.</param>
    /// <param name="baseMode">MAV_MODE_FLAG.</param>
    /// <param name="customMode">Flight mode, by autopilot.</param>
    /// <param name="status">MAV_STATE.</param>
    public void Heartbeat(byte type, byte autopilot, byte baseMode, uint customMode, byte status)
    {
        var payload = Start(9);
        BinaryPrimitives.WriteUInt32LittleEndian(payload, customMode);
        payload[4] = type;
        payload[5] = autopilot;
        payload[6] = baseMode;
        payload[7] = status;
        payload[8] = MavlinkVersion;
        Write(0, 50);
    }

    /// <summary>SYS_STATUS, with no sensor told of.</summary>
    /// <param name="load">Load of the main loop, 0.1 %.</param>
    /// <param name="millivolts">Voltage of the battery; 65535 unknown.</param>
    /// <param name="centiamperes">Current of the battery, 10 mA; -1 unknown.</param>
    /// <param name="remaining">Rest of the battery, %; -1 unknown.</param>
    /// <param name="communicationErrors">What the fields of communication errors and the autopilot's own counters hold.</param>
    public void SysStatus(ushort load, ushort millivolts, short centiamperes, sbyte remaining, ushort communicationErrors)
    {
        var payload = Start(31);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[12..], load);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[14..], millivolts);
        BinaryPrimitives.WriteInt16LittleEndian(payload[16..], centiamperes);
        for (var at = 18; at < 30; at += 2)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(payload[at..], communicationErrors);
        }

        payload[30] = (byte)remaining;
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

    /// <summary>GPS_RAW_INT.</summary>
    /// <param name="timeUs">us since 1970-01-01 UTC, or since boot.</param>
    /// <param name="fixType">GPS_FIX_TYPE.</param>
    /// <param name="latitudeE7">1e-7 deg.</param>
    /// <param name="longitudeE7">1e-7 deg.</param>
    /// <param name="altitudeMm">mm above mean sea level.</param>
    /// <param name="hdopCenti">HDOP, 0.01; 65535 unknown.</param>
    /// <param name="speedCms">Ground speed, cm/s; 65535 unknown.</param>
    /// <param name="courseCentiDegrees">Course over ground, 0.01 deg; 65535 unknown.</param>
    /// <param name="satellites">Satellites seen; 255 unknown.</param>
    public void GpsRawInt(
        long timeUs, byte fixType, int latitudeE7, int longitudeE7, int altitudeMm, ushort hdopCenti, ushort speedCms, ushort courseCentiDegrees,
        byte satellites)
    {
        var payload = Start(30);
        BinaryPrimitives.WriteInt64LittleEndian(payload, timeUs);
        BinaryPrimitives.WriteInt32LittleEndian(payload[8..], latitudeE7);
        BinaryPrimitives.WriteInt32LittleEndian(payload[12..], longitudeE7);
        BinaryPrimitives.WriteInt32LittleEndian(payload[16..], altitudeMm);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[20..], hdopCenti);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[22..], ushort.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[24..], speedCms);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[26..], courseCentiDegrees);
        payload[28] = fixType;
        payload[29] = satellites;
        Write(24, 24);
    }

    /// <summary>ATTITUDE, radians and radians a second.</summary>
    public void Attitude(uint bootMs, float roll, float pitch, float yaw, float rollSpeed, float pitchSpeed, float yawSpeed)
    {
        var payload = Start(28);
        BinaryPrimitives.WriteUInt32LittleEndian(payload, bootMs);
        BinaryPrimitives.WriteSingleLittleEndian(payload[4..], roll);
        BinaryPrimitives.WriteSingleLittleEndian(payload[8..], pitch);
        BinaryPrimitives.WriteSingleLittleEndian(payload[12..], yaw);
        BinaryPrimitives.WriteSingleLittleEndian(payload[16..], rollSpeed);
        BinaryPrimitives.WriteSingleLittleEndian(payload[20..], pitchSpeed);
        BinaryPrimitives.WriteSingleLittleEndian(payload[24..], yawSpeed);
        Write(30, 39);
    }

    /// <summary>GLOBAL_POSITION_INT: 1e-7 deg, mm, cm/s north, east and down, 0.01 deg; a heading of 65535 is unknown.</summary>
    public void GlobalPositionInt(
        uint bootMs, int latitudeE7, int longitudeE7, int altitudeMm, int relativeMm, short northCms, short eastCms, short downCms,
        ushort headingCentiDegrees)
    {
        var payload = Start(28);
        BinaryPrimitives.WriteUInt32LittleEndian(payload, bootMs);
        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], latitudeE7);
        BinaryPrimitives.WriteInt32LittleEndian(payload[8..], longitudeE7);
        BinaryPrimitives.WriteInt32LittleEndian(payload[12..], altitudeMm);
        BinaryPrimitives.WriteInt32LittleEndian(payload[16..], relativeMm);
        BinaryPrimitives.WriteInt16LittleEndian(payload[20..], northCms);
        BinaryPrimitives.WriteInt16LittleEndian(payload[22..], eastCms);
        BinaryPrimitives.WriteInt16LittleEndian(payload[24..], downCms);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[26..], headingCentiDegrees);
        Write(33, 104);
    }

    /// <summary>VFR_HUD: m/s, m above mean sea level, m/s up, degrees, %.</summary>
    public void VfrHud(float airSpeed, float groundSpeed, float altitude, float climb, short headingDegrees, ushort throttlePercent)
    {
        var payload = Start(20);
        BinaryPrimitives.WriteSingleLittleEndian(payload, airSpeed);
        BinaryPrimitives.WriteSingleLittleEndian(payload[4..], groundSpeed);
        BinaryPrimitives.WriteSingleLittleEndian(payload[8..], altitude);
        BinaryPrimitives.WriteSingleLittleEndian(payload[12..], climb);
        BinaryPrimitives.WriteInt16LittleEndian(payload[16..], headingDegrees);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[18..], throttlePercent);
        Write(74, 20);
    }

    /// <summary>RADIO_STATUS. What receives it decides on the scale of the four powers; 255 is unknown.</summary>
    /// <param name="rssi">Signal at the sender of the message.</param>
    /// <param name="remoteRssi">Signal at the other end.</param>
    /// <param name="freeBuffer">Free transmit buffer, %.</param>
    /// <param name="noise">Noise at the sender of the message.</param>
    /// <param name="remoteNoise">Noise at the other end.</param>
    /// <param name="receiveErrors">Packets received with errors since boot.</param>
    /// <param name="corrected">Packets corrected since boot.</param>
    public void RadioStatus(byte rssi, byte remoteRssi, byte freeBuffer, byte noise, byte remoteNoise, ushort receiveErrors, ushort corrected)
    {
        var payload = Start(9);
        BinaryPrimitives.WriteUInt16LittleEndian(payload, receiveErrors);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[2..], corrected);
        payload[4] = rssi;
        payload[5] = remoteRssi;
        payload[6] = freeBuffer;
        payload[7] = noise;
        payload[8] = remoteNoise;
        Write(109, 185);
    }

    /// <summary>BATTERY_STATUS of battery 0. Without its cells, its voltage is the first cell's, and what is over 65534 mV the next one's.</summary>
    /// <param name="type">MAV_BATTERY_TYPE; 0 unknown.</param>
    /// <param name="millivolts">Voltage, mV, up to 131,068; null unknown.</param>
    /// <param name="centiamperes">Current, 10 mA; -1 unknown.</param>
    /// <param name="consumedMah">Charge used, mAh; -1 unknown.</param>
    /// <param name="remaining">Rest, %; -1 unknown.</param>
    /// <param name="centiCelsius">Temperature, 0.01 °C; 32767 unknown.</param>
    public void BatteryStatus(byte type, int? millivolts, short centiamperes, int consumedMah, sbyte remaining, short centiCelsius)
    {
        var payload = Start(36);
        BinaryPrimitives.WriteInt32LittleEndian(payload, consumedMah);
        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], -1);
        BinaryPrimitives.WriteInt16LittleEndian(payload[8..], centiCelsius);
        payload.Slice(10, 2 * Cells).Fill(0xFF);
        if (millivolts is { } voltage)
        {
            const int Most = ushort.MaxValue - 1;
            BinaryPrimitives.WriteUInt16LittleEndian(payload[10..], (ushort)Math.Min(voltage, Most));
            if (voltage > Most)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(payload[12..], (ushort)Math.Min(voltage - Most, Most));
            }
        }

        BinaryPrimitives.WriteInt16LittleEndian(payload[30..], centiamperes);
        payload[34] = type;
        payload[35] = (byte)remaining;
        Write(147, 154);
    }

    /// <summary>STATUSTEXT; beyond 50 bytes it goes out in parts under <paramref name="id"/>.</summary>
    /// <param name="severity">MAV_SEVERITY, 0 to 7.</param>
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
}
