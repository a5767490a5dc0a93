namespace DroneLink.Simulation.Planted;

/// <summary>Bugs in the ring, and in the two files that its cursor is.</summary>
internal static class RingBugs
{
    private const string Area = "ring";
    private const string Ring = "Firmware/Storage/FlashRing.cs";
    private const string Page = "Firmware/Storage/SegmentPage.cs";
    private const string Pair = "Firmware/Storage/AlternatingFile.cs";

    private static readonly Finder[] Cuts =
    [
        new CampaignFinder("ring", 100_000), new CampaignFinder("flips", 20_000), new CampaignFinder("mount", 3000),
        new TestFinder("tools/Host.Tests", "DroneLink.Host.Tests.Storage.*", "DroneLink.Firmware.Tests.Storage.*"),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "old-file-goes-first", Area, "A commit deletes the image's file before its successor is closed.", Ring,
            "_page.Forget(name);", "_page.Forget(name); if (_imageName != null) { _store.TryDelete(_imageName); }", Cuts),
        new(
            "acknowledge-before-close", Area, "A commit that the flash refused counts as durable.", Ring,
            "WriteFailures++;", "WriteFailures++; _durableNext = _next;", Cuts),
        new(
            "cursor-before-data", Area, "The cursor says that frames are done with which were only recorded.", Ring,
            "_cursor.Values[0] = _head;", "_cursor.Values[0] = _next;", Cuts),
        new(
            "given-up-before-write", Area, "What is given up for a commit is noted before the commit is written.", Ring,
            """
                        if (full)
                        {
                            GiveUp(_closed[0]);
            """,
            """
                        if (full)
                        {
                            GiveUp(_closed[0]); SaveCursor();
            """,
            Cuts),
        new(
            "given-up-for-nothing", Area, "When the flash refuses a commit, the frames that were to be given up for it stay forgotten.", Ring,
            "_head = head;", "", Cuts),
        new(
            "overwritten-uncounted", Area, "A segment that is given up is not counted.", Ring,
            "OverwrittenRecords += (uint)segment.Records;", "", Cuts),
        new(
            "same-name", Area, "A commit is written over its predecessor, in place.", Ring,
            "NameOf(_imageFirst, _imageName != null && _imageName[9] == 'a' ? 'b' : 'a')", "NameOf(_imageFirst, 'a')", Cuts),
        new(
            "frame-unproved", Area, "The frame's own CRC is not looked at.", Page,
            " || !FrameHead.IsWhole(Buffer, frame, count)", "", Cuts),
        new(
            "entry-unproved", Area, "An entry is believed without its CRC.", Page,
            "EntryCheck(First + (uint)Count, Buffer, at, count) != LittleEndian.ReadUInt32(Buffer, at + 4)", "false", Cuts),
        new(
            "header-unproved", Area, "A segment's header is believed without its CRC.", Page,
            "&& Crc32.Compute(Buffer, 0, HeaderBytes - 4) == LittleEndian.ReadUInt32(Buffer, HeaderBytes - 4)", "", Cuts),
        new(
            "entry-of-another", Area, "An entry's CRC says nothing of the frame's number.", Page,
            "LittleEndian.WriteUInt32(_check, 0, number);", "LittleEndian.WriteUInt32(_check, 0, 0);", Cuts),
        new(
            "another-frame-behind", Area, "An entry's CRC says nothing of the frame behind it.", Page,
            "Array.Copy(buffer, offset + EntryBytes + frameBytes - FrameFormat.CrcBytes, _check, 8, FrameFormat.CrcBytes);", "", Cuts),
        new(
            "one-segment-too-many", Area, "The start keeps one segment more than the ring may hold.", Ring,
            "if (_closedCount == _maxSegments)", "if (_closedCount > _maxSegments)", Cuts),
        new(
            "counted-twice", Area, "Frames that a cut left in two files are counted, and kept, twice.", Ring,
            "segment.First = end;", "", Cuts),
        new(
            "older-cursor-wins", Area, "Of the cursor's two files the older one is taken.", Pair,
            "(int)(evenGeneration - oddGeneration) > 0", "(int)(evenGeneration - oddGeneration) < 0", Cuts),
        new(
            "cursor-in-place", Area, "The cursor is written over its only valid file.", Pair,
            "_isEvenNext ? _even : _odd", "_even", Cuts),
        new(
            "cursor-unproved", Area, "The cursor is believed without its CRC.", Pair,
            "|| Crc32.Compute(_buffer, 0, end) != LittleEndian.ReadUInt32(_buffer, end)", "", Cuts),
        new(
            "tail-reopened-short", Area, "A file that is gone on with after a start counts as if its last frame were not there.", Ring,
            "_imageCount = _page.Count;", "_imageCount = _page.Count - 1;", Cuts),
    ];
}
