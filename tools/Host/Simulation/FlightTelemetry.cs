namespace DroneLink.Host.Simulation;

/// <summary>What the autopilot of a <see cref="FlightSimulator"/> streams, at the rates of a telemetry port.</summary>
internal sealed class FlightTelemetry(FlightSimulator flight, FlightOptions options)
{
    private const int FastMs = 200;
    private const int SlowMs = 1000;
    private const byte Quadrotor = 2;
    private const int Info = 6;
    private const int Warning = 4;

    /// <summary>Writes the messages.</summary>
    public MavlinkEncoder Encoder { get; } = new(options.SystemId, 1);

    /// <summary>Sends what is due.</summary>
    public void Step(long nowMs)
    {
        if (nowMs % SlowMs == 0)
        {
            SendSlow(nowMs);
        }

        if (nowMs % FastMs == 0)
        {
            SendFast(nowMs);
        }
    }

    /// <summary>Tells the pilot what begins.</summary>
    public void Announce(FlightPhase phase)
    {
        switch (phase)
        {
            case FlightPhase.Waiting:
                Encoder.StatusText(Info, "Disarming motors");
                break;
            case FlightPhase.TakeOff:
                Encoder.StatusText(Info, "Arming motors");
                Encoder.StatusText(Info, "Mission: 1 Takeoff");
                break;
            case FlightPhase.Mission:
                Encoder.StatusText(Info, "Mission: 2 WP");
                break;
            case FlightPhase.Return:
                if (options.Mission == FlightMission.OutAndBack)
                {
                    Encoder.StatusText(Info, "Mission: 3 RTL");
                    break;
                }

                Encoder.StatusText(Warning, $"Battery 1 is low {flight.Battery.Volts:0.00}V used {flight.Battery.ConsumedMah:0} mAh, returning to launch", 1);
                break;
            default:
                Encoder.StatusText(Info, "SIM Land");
                break;
        }
    }

    private void SendSlow(long nowMs)
    {
        var battery = flight.Battery;
        var percent = (int)Math.Round(battery.Charge * 100);
        Encoder.Heartbeat(Quadrotor, flight.IsArmed, (uint)flight.Phase);
        Encoder.SystemTime(options.StartUtcMs + nowMs, (uint)nowMs);
        Encoder.SysStatus(24.4, battery.Volts, battery.Amps, percent);
        Encoder.BatteryStatus(battery.Volts, battery.Amps, battery.ConsumedMah, percent, 31.5);
        Encoder.GpsRawInt(
            (options.StartUtcMs + nowMs) * 1000,
            ToE7(flight.Latitude),
            ToE7(flight.Longitude),
            (int)Math.Round(flight.Altitude * 1000),
            80 + (options.Seed & 31),
            (int)Math.Round(flight.GroundSpeed * 100),
            14);
        Encoder.VfrHud(flight.GroundSpeed, flight.Altitude, flight.UpSpeed, HeadingCentiDegrees() / 100, flight.IsArmed ? 45 : 0);
    }

    private void SendFast(long nowMs)
    {
        Encoder.Attitude((uint)nowMs, flight.Roll, flight.Pitch, flight.Yaw);
        Encoder.GlobalPositionInt(
            (uint)nowMs,
            ToE7(flight.Latitude),
            ToE7(flight.Longitude),
            (int)Math.Round(flight.Altitude * 1000),
            (int)Math.Round(flight.Up * 1000),
            (int)Math.Round(flight.NorthSpeed * 100),
            (int)Math.Round(flight.EastSpeed * 100),
            (int)Math.Round(-flight.UpSpeed * 100),
            HeadingCentiDegrees());
    }

    private int HeadingCentiDegrees() => ((int)Math.Round(flight.Yaw * 18000 / Math.PI) + 36000) % 36000;

    private static int ToE7(double degrees) => (int)Math.Round(degrees * 1e7);
}
