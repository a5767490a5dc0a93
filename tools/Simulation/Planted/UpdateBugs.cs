namespace DroneLink.Simulation.Planted;

/// <summary>Bugs in the update of a device.</summary>
internal static class UpdateBugs
{
    private const string Area = "update";
    private const string Boot = "Firmware/Ota/OtaBoot.cs";
    private const string Manifest = "Firmware/Ota/OtaManifest.cs";
    private const string Download = "Firmware/Ota/OtaDownload.cs";

    private static readonly Finder Update = new CampaignFinder("update", 9000);
    private static readonly Finder Tests = new TestFinder("tools/Host.Tests", "DroneLink.Host.Tests.Ota.*", "DroneLink.Firmware.Tests.Ota.*");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "trial-uncounted", Area, "The starts of a payload on trial are not counted.", Boot,
            "State.TrialStarts++;", "", Update, Tests),
        new(
            "failed-start-uncounted", Area, "The starts of a confirmed payload that do not last are not counted.", Boot,
            "State.FailedStarts++;", "", Update, Tests),
        new(
            "image-unproved", Area, "An image is loaded without its hash.", "Firmware/Ota/OtaSlot.cs",
            "return AreEqual(actual, sha256);", "return true;", Update, Tests),
        new(
            "block-unproved", Area, "A block counts as whole by its length alone.", "Firmware/Ota/OtaSlot.cs",
            "return count > 0 && Crc32.Compute(Page, 0, count) == LittleEndian.ReadUInt32(Page, count) ? count : -1;", "return count > 0 ? count : -1;", Update, Tests),
        new(
            "verified-unread", Area, "A download is taken for good without being read again.", Download,
            "Go(OtaPhase.Verifying);", "Go(OtaPhase.Ready);", Update, Tests),
        new(
            "slot-not-erased", Area, "What was in the slot before counts as a part of the download.", Download,
            "Go(_boot.State.IsErased ? OtaPhase.Scanning : OtaPhase.Erasing);", "Go(OtaPhase.Scanning);", Update, Tests),
        new(
            "slot-that-runs", Area, "A download goes into the slot of the payload that runs.", "Firmware/Ota/OtaUpdater.cs",
            "int slot = OtaSlotId.Other(_state.Active);", "int slot = _state.Active == OtaSlotId.BuiltIn ? OtaSlotId.A : _state.Active;", Update, Tests),
        new(
            "downgrade", Area, "An older build than the highest that was confirmed is taken.", Manifest,
            "Build > state.HighestBuild && ", "", Update, Tests),
        new(
            "offer-again", Area, "An offer that ended is taken again.", Manifest,
            "Serial <= state.EndedSerial || ", "", Update, Tests),
        new(
            "offer-of-another", Area, "An offer for another device is taken.", Manifest,
            "if (Device != options.DeviceId)", "if (Device == null)", Update, Tests),
        new(
            "offer-unsigned", Area, "A manifest is believed whoever signed it.", "Firmware/Ota/OtaManifestReader.cs",
            "if (!IsSigned(buffer, offset, count))", "if (!IsSigned(buffer, offset, count) && _given == null)", Update, Tests),
        new(
            "confirmed-unproved", Area, "A payload is confirmed as soon as it runs.", "Firmware/Ota/OtaTrial.cs",
            "if (_hasReachedCloud && nowMs - _wellSinceMs >= ProofMs)", "if (nowMs >= _wellSinceMs)", Update, Tests),
        new(
            "counter-falls", Area, "The security counter follows what was confirmed last.", "Firmware/Ota/OtaState.cs",
            "Set(HighestBuildIndex, value > HighestBuild ? (uint)value : _values[HighestBuildIndex])", "Set(HighestBuildIndex, 0)", Update, Tests),
        new(
            "restart-in-the-air", Area, "The device restarts into a new payload while the drone is armed.", "Firmware/Ota/OtaUpdater.cs",
            "_boot.NeedsRestart && _isSafe;", "_boot.NeedsRestart;", Update, Tests),
        new(
            "back-to-unproved", Area, "A payload that is given up is followed by one that was never confirmed.", Boot,
            "State.Slot(other).IsConfirmed && ", "", Update, Tests),
        new(
            "report-forgotten", Area, "An outcome is forgotten before it is known to be durable.", "Firmware/Ota/OtaReporter.cs",
            "_told++;", "_state.RemoveReports(1);", Update, Tests),
        new(
            "trial-stays", Area, "A payload that is confirmed stays on trial.", Boot,
            """
                        State.Active = Running;
                        State.Trial = OtaSlotId.BuiltIn;
            """,
            """
                        State.Active = Running;
            """,
            Update, Tests),
    ];
}
