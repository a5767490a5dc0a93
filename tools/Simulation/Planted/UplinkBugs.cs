namespace DroneLink.Simulation.Planted;

/// <summary>Bugs in what carries the frames to the cloud, and in what is held for acknowledged.</summary>
internal static class UplinkBugs
{
    private const string Acknowledgement = "acknowledgement";
    private const string Carriage = "uplink";
    private const string Window = "Firmware/Uplink/DeliveryWindow.cs";
    private const string Uplink = "Firmware/Uplink/CloudUplink.cs";

    private static readonly Finder Storm = new CampaignFinder("storm", 6000);
    private static readonly Finder Fleet = new CampaignFinder("fleet", 36);
    private static readonly Finder Tests = new TestFinder(
        "tools/Host.Tests", "DroneLink.Host.Tests.Uplink.*", "DroneLink.Host.Tests.Telemetry.*", "DroneLink.Firmware.Tests.Uplink.*", "DroneLink.Firmware.Tests.Telemetry.*");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "puback-of-another", Acknowledgement, "Any PUBACK counts for the oldest frame under way.", Window,
            "if (_packets[i] == packet && !_done[i])", "if (!_done[i])", Storm, Fleet, Tests),
        new(
            "last-puback-wins", Acknowledgement, "A PUBACK counts for all frames before its own, too.", Window,
            "_done[i] = true;", "for (int k = 0; k <= i; k++) { _done[k] = true; }", Fleet, Storm, Tests),
        new(
            "done-when-published", Acknowledgement, "A frame counts as acknowledged once it was handed to the client.", Uplink,
            "_window.Sent(number, packet, nowMs);", "_window.Sent(number, packet, nowMs); _window.Acknowledge(packet);", Storm, Fleet, Tests),
        new(
            "one-frame-too-many", Acknowledgement, "The frame behind the acknowledged one is forgotten with it.", Window,
            "_ring.AcknowledgeBelow(_numbers[done - 1] + 1);", "_ring.AcknowledgeBelow(_numbers[done - 1] + 2);", Storm, Fleet, Tests),
        new(
            "puback-of-yesterday", Acknowledgement, "What was posted for a session that is over counts for the one that is open.", Uplink,
            "if (_events.Session == _session)", "if (_events.Session >= 0)", Fleet, Storm, Tests),
        new(
            "post-acknowledges-all", Acknowledgement, "An answer to a post counts for what was recorded meanwhile.", Uplink,
            "_ring.AcknowledgeBelow(_post.End);", "_ring.AcknowledgeBelow(_ring.Next);", Storm, Fleet, Tests),
        new(
            "post-unaccounted", Acknowledgement, "A 202 counts whatever its body says of the frames.", Uplink,
            "status == 202 && detail >= 0 && detail <= _post.Frames", "status == 202", Fleet, Tests),
        new(
            "session-goes-on", Carriage, "A new session goes on behind what the last one had under way.", Window,
            "_nextNumber = _ring.Head;", "", Storm, Fleet, Tests),
        new(
            "window-stays-full", Carriage, "A new session waits for what the last one had under way.", Window,
            """
                        _count = 0;
                        _nextNumber
            """,
            """
                        _nextNumber
            """,
            Storm, Fleet, Tests),
        new(
            "operation-never-ends", Carriage, "An operation that the board never ends is waited for without limit.", Uplink,
            "if (nowMs < _deadlineMs)", "if (nowMs < _deadlineMs || _deadlineMs > 0)", Fleet, Storm, Tests),
        new(
            "puback-waited-for", Carriage, "A PUBACK that never comes is waited for without limit.", Uplink,
            "nowMs - oldest >= AcknowledgeTimeoutMs", "nowMs - oldest >= long.MaxValue", Fleet, Storm, Tests),
        new(
            "overflow-unheard", Carriage, "Events that found no place are not missed.", Uplink,
            "if (_events.TakeOverflow())", "if (_events.TakeOverflow() && nowMs < 0)", Fleet, Tests),
        new(
            "unreadable-at-once", Carriage, "A frame that the flash does not hand out at the first try is given up.", "Firmware/Uplink/FrameSource.cs",
            "UnreadableMs = 60000", "UnreadableMs = 0", Fleet, Tests),
        new(
            "dates-of-another-boot", Carriage, "A frame of an earlier boot is dated by this boot's clock.", "Firmware/Telemetry/OutgoingFrame.cs",
            "&& _head.BootId == bootId", "", Fleet, Tests),
        new(
            "time-goes-back", Carriage, "A clock that is put back takes the records of its boot with it.", "Firmware/Telemetry/Recorder.cs",
            "Latest(_clock.ToUtc(baseTime), Latest(_lastUtcMs, _lastUnsyncedMs + _clock.AnchorMs))", "_clock.ToUtc(baseTime)", Fleet, Tests),
        new(
            "commit-window", Carriage, "Records are committed three windows late.", "Firmware/Telemetry/Recorder.cs",
            "int window = _options.CommitWindowMs - (_options.CommitWindowMs / CommitLeadDivisor);", "int window = _options.CommitWindowMs * 3;", Fleet, Tests),
        new(
            "no-jitter", Carriage, "Every device waits the whole window of its back-off.", "Firmware/Uplink/Backoff.cs",
            "return (int)(NextRandom() % (ulong)(window + 1));", "return (int)window;", Storm),
        new(
            "same-seed", Carriage, "All devices draw the same waits.", Uplink,
            "uint seed = Crc32.Compute(id, 0, id.Length) ^ bootId;", "uint seed = 1;", Storm),
        new(
            "no-back-off", Carriage, "The back-off does not grow.", "Firmware/Uplink/Backoff.cs",
            "window *= 2;", "window *= 1;", Storm),
        new(
            "back-off-without-cap", Carriage, "The back-off grows without end.", "Firmware/Uplink/Backoff.cs",
            """
            && window < _capMs; i++)
                        {
                            window *= 2;
                        }

                        if (window > _capMs &&
            """,
            """
            && window < int.MaxValue / 2; i++)
                        {
                            window *= 2;
                        }

                        if (window < 0 &&
            """,
            Fleet),
        new(
            "dated-anew-each-time", Carriage, "A frame from before the clock was known is dated by what the clock says when it is sent.", "Firmware/Telemetry/OutgoingFrame.cs",
            "baseTime += clock.AnchorMs;", "baseTime += clock.OffsetMs;", Fleet, Tests),
    ];
}
