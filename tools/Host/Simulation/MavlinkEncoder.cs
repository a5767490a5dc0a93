using System.IO.Ports;
using DroneLink.Host.Mavlink;

namespace DroneLink.Host.Simulation;

/// <summary>Writes MAVLink 2 as an ArduPilot does, in the units of a simulation.</summary>
public sealed class MavlinkEncoder(byte systemId, byte componentId) : MavlinkMessageWriter(systemId, componentId)
{
    private const byte ArduPilot = 3; // MAV_AUTOPILOT_ARDUPILOTMEGA
    private const byte Active = 4;
    private const byte Standby = 3;
    private const byte Modes = 0x59; // custom, stabilize, guided, manual input
    private const byte Armed = 0x80;
    private const byte Fix3D = 3;
    private const byte LithiumPolymer = 1;

    /// <summary>Takes each frame that is written; unset, frames are lost.</summary>
    public SerialWire? Wire { get; set; }

    /// <summary>HEARTBEAT of an ArduPilot vehicle.</summary>
    /// <param name="vehicleType">MAV_TYPE.</param>
    /// <param name="armed">Whether the motors are armed.</param>
    /// <param name="customMode">Flight mode, by autopilot.</param>
    public void Heartbeat(byte vehicleType, bool armed, uint customMode) =>
        base.Heartbeat(vehicleType, ArduPilot, (byte)(armed ? Armed | Modes : Modes), customMode, armed ? Active : Standby);

    /// <summary>SYS_STATUS.</summary>
    public void SysStatus(double loadPercent, double volts, double amps, int remainingPercent) => base.SysStatus(
        (ushort)Math.Round(loadPercent * 10), (ushort)Math.Round(volts * 1000), (short)Math.Round(amps * 100), (sbyte)remainingPercent,
        communicationErrors: 0);

    /// <summary>GPS_RAW_INT with a 3D fix.</summary>
    public void GpsRawInt(long timeUs, int latitudeE7, int longitudeE7, int altitudeMm, int hdopCenti, int speedCms, int satellites) => base.GpsRawInt(
        timeUs, Fix3D, latitudeE7, longitudeE7, altitudeMm, (ushort)hdopCenti, (ushort)speedCms, ushort.MaxValue, (byte)satellites);

    /// <summary>ATTITUDE, radians.</summary>
    public void Attitude(uint bootMs, double roll, double pitch, double yaw) => base.Attitude(bootMs, (float)roll, (float)pitch, (float)yaw, 0, 0, 0);

    /// <summary>GLOBAL_POSITION_INT; velocities are north, east, down.</summary>
    public void GlobalPositionInt(
        uint bootMs, int latitudeE7, int longitudeE7, int altitudeMm, int relativeMm, int northCms, int eastCms, int downCms, int headingCentiDegrees) =>
        base.GlobalPositionInt(
            bootMs, latitudeE7, longitudeE7, altitudeMm, relativeMm, (short)northCms, (short)eastCms, (short)downCms, (ushort)headingCentiDegrees);

    /// <summary>VFR_HUD, in m/s, m and degrees.</summary>
    public void VfrHud(double groundSpeed, double altitude, double climb, int headingDegrees, int throttlePercent) => base.VfrHud(
        (float)groundSpeed, (float)groundSpeed, (float)altitude, (float)climb, (short)headingDegrees, (ushort)throttlePercent);

    /// <summary>BATTERY_STATUS of battery 0, its voltage as the first cell as ArduPilot does without cell monitor.</summary>
    public void BatteryStatus(double volts, double amps, double consumedMah, int remainingPercent, double celsius) => base.BatteryStatus(
        LithiumPolymer, (int)Math.Round(volts * 1000), (short)Math.Round(amps * 100), (int)Math.Round(consumedMah), (sbyte)remainingPercent,
        (short)Math.Round(celsius * 100));

    /// <inheritdoc/>
    protected override void Send(ReadOnlySpan<byte> frame) => Wire?.Send(frame);
}
