using DroneLink.CloudSdk.Wire;
using DroneLink.Host.Mavlink;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>
/// Records as messages of MAVLink. README.md of this folder has the table. What a record does not know is MAVLink's unknown, by field: 65535,
/// 255, -1, 32767 or NaN, and never 0.
/// </summary>
internal static class VehicleMessages
{
    /// <summary>MAV_COMP_ID_AUTOPILOT1.</summary>
    public const byte Autopilot = 1;

    /// <summary>MAV_COMP_ID_TELEMETRY_RADIO.</summary>
    public const byte Radio = 68;

    private const byte Quadrotor = 2; // MAV_TYPE_QUADROTOR
    private const byte Generic = 0; // MAV_AUTOPILOT_GENERIC; 8, invalid, would be no vehicle
    private const byte NoFix = 1;
    private const byte Fix2D = 2;
    private const byte Fix3D = 3;
    private const byte Unknown8 = byte.MaxValue;
    private const ushort Unknown16 = ushort.MaxValue;
    private const double RadiansPerCentiDegree = Math.PI / 18000;

    // Flags of a videoLink record with which its power is not the link's: tuneFailed, notInSpiMode, stale.
    private const long SpoiltFlags = 2 | 4 | 8;

    /// <summary>
    /// HEARTBEAT. Records do not know whether a drone is armed, nor its flight mode: no flag of base_mode is set, and its state is uninit,
    /// which MAVLink has for unknown.
    /// </summary>
    public static void Heartbeat(MavlinkMessageWriter writer) => writer.Heartbeat(Quadrotor, Generic, baseMode: 0, customMode: 0, status: 0);

    /// <summary>GPS_RAW_INT, GLOBAL_POSITION_INT and VFR_HUD, as far as a position record knows them.</summary>
    public static void Position(MavlinkMessageWriter writer, TelemetryRecord record, uint bootMs)
    {
        var (latitude, longitude) = (Field(record, 0), Field(record, 1));
        var (altitude, relative) = (Field(record, 2), Field(record, 3));
        var (speed, climb, heading) = (Field(record, 4), Field(record, 5), Field(record, 6));
        var isPlaced = latitude is not null && longitude is not null;
        writer.GpsRawInt(
            record.ClockSynced ? record.TimeMs * 1000 : bootMs * 1000L,
            FixType(Field(record, 7), isPlaced, altitude is not null),
            ToInt32(latitude ?? 0), ToInt32(longitude ?? 0), ToInt32((altitude ?? 0) * 10),
            ToUInt16(Field(record, 9)), ToUInt16(speed), Unknown16, ToByte(Field(record, 8)));

        // A field of it that is not known has no value for that; without it, ground control stations go by GPS_RAW_INT.
        if (isPlaced && altitude is not null && relative is not null)
        {
            writer.GlobalPositionInt(
                bootMs, ToInt32(latitude!.Value), ToInt32(longitude!.Value), ToInt32(altitude.Value * 10), ToInt32(relative.Value * 10),
                ToHorizontal(speed), ToHorizontal(speed), ToInt16(-climb, short.MaxValue), ToHeading(heading));
        }

        if (speed is null && climb is null && heading is null) return;
        writer.VfrHud(
            float.NaN, ToSingle(speed, 0.01), ToSingle(altitude, 0.01), ToSingle(climb, 0.01),
            heading is { } degrees ? (short)(Wrapped(degrees) / 100) : (short)-1, Unknown16);
    }

    /// <summary>ATTITUDE; rates are not recorded.</summary>
    public static void Attitude(MavlinkMessageWriter writer, TelemetryRecord record, uint bootMs) => writer.Attitude(
        bootMs, ToSingle(Field(record, 0), RadiansPerCentiDegree), ToSingle(Field(record, 1), RadiansPerCentiDegree),
        ToSingle(Field(record, 2), RadiansPerCentiDegree), float.NaN, float.NaN, float.NaN);

    /// <summary>SYS_STATUS and BATTERY_STATUS.</summary>
    public static void Power(MavlinkMessageWriter writer, TelemetryRecord record)
    {
        var (voltage, current, remaining, consumed) = (Field(record, 0), Field(record, 1), Field(record, 2), Field(record, 3));
        var centiamperes = ToInt16(current is { } ma ? (long)Math.Round(ma / 10.0) : null, -1);
        var percent = remaining is >= 0 and <= 100 ? (sbyte)remaining.Value : (sbyte)-1;
        writer.SysStatus(Unknown16, ToUInt16(voltage), centiamperes, percent, Unknown16);
        writer.BatteryStatus(
            type: 0, voltage is >= 0 and <= 2 * (ushort.MaxValue - 1) ? (int)voltage.Value : null, centiamperes,
            consumed is >= 0 and <= int.MaxValue ? (int)consumed.Value : -1, percent, short.MaxValue);
    }

    /// <summary>
    /// RADIO_STATUS: rssi and noise are those of the video link where it is received, remrssi is the drone's Wi-Fi. QGroundControl reads them as
    /// signed dBm.
    /// </summary>
    public static void RadioStatus(MavlinkMessageWriter writer, TelemetryRecord? videoLink, TelemetryRecord? system)
    {
        var isSpoilt = videoLink is null || (Field(videoLink, 14) & SpoiltFlags) is > 0;
        writer.RadioStatus(
            isSpoilt ? Unknown8 : ToDbm(Field(videoLink!, 1), 100),
            system is null ? Unknown8 : ToDbm(Field(system, 1), 1),
            freeBuffer: Unknown8,
            isSpoilt ? Unknown8 : ToDbm(Field(videoLink!, 5), 100),
            remoteNoise: Unknown8,

            // The link is analog: there are no packets to be wrong.
            receiveErrors: 0, corrected: 0);
    }

    /// <summary>A power as one signed byte, dBm; -1 is 255, which is unknown, so the nearest is -2.</summary>
    internal static byte ToDbm(long? value, int scale)
    {
        if (value is not { } power) return Unknown8;
        var dbm = (sbyte)Math.Clamp(Math.Round(power / (double)scale, MidpointRounding.AwayFromZero), sbyte.MinValue, sbyte.MaxValue);
        return (byte)(dbm == -1 ? (sbyte)-2 : dbm);
    }

    // Without an altitude it is no 3D fix whoever says so, and without a place none at all.
    private static byte FixType(long? known, bool isPlaced, bool hasAltitude)
    {
        var most = (isPlaced, hasAltitude) switch { (false, _) => NoFix, (true, false) => Fix2D, _ => Unknown8 };
        return (byte)Math.Min(known is >= 0 and <= 8 ? known.Value : Fix3D, most);
    }

    // The speed over ground has no direction in a record, but standing still has no need of one.
    private static short ToHorizontal(long? speed) => speed == 0 ? (short)0 : short.MaxValue;

    private static long? Field(TelemetryRecord record, int field) => record.TryGet(field, out var value) ? value : null;

    private static long Wrapped(long centiDegrees) => ((centiDegrees % 36000) + 36000) % 36000;

    private static ushort ToHeading(long? centiDegrees) => centiDegrees is { } value ? (ushort)Wrapped(value) : Unknown16;

    private static int ToInt32(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);

    private static ushort ToUInt16(long? value) => value is >= 0 and < Unknown16 ? (ushort)value.Value : Unknown16;

    private static byte ToByte(long? value) => value is >= 0 and < Unknown8 ? (byte)value.Value : Unknown8;

    private static short ToInt16(long? value, short unknown) => value is >= short.MinValue and <= short.MaxValue ? (short)value.Value : unknown;

    private static float ToSingle(long? value, double scale) => value is { } known ? (float)(known * scale) : float.NaN;
}
