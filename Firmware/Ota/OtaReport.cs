namespace DroneLink.Firmware.Ota
{
    /// <summary>Takes an event of an update, to be recorded with <see cref="Telemetry.Recorder.RecordEvent(int, int, long, long, long)"/>.</summary>
    /// <param name="code">11 to 14, see <see cref="Telemetry.EventCode"/>.</param>
    /// <param name="severity">See <see cref="Telemetry.Severity"/>.</param>
    /// <param name="value">Packed version, <see cref="OtaRollbackReason"/> or <see cref="OtaRefusal"/>.</param>
    /// <param name="value2">The build; 0 when it is not known.</param>
    /// <param name="nowMs">ms since boot.</param>
    public delegate void OtaReport(int code, int severity, long value, long value2, long nowMs);
}
