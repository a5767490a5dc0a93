namespace DroneLink.Simulation.Media;

/// <summary>What a power cut leaves of the file that was being written or deleted.</summary>
internal enum MediumKind
{
    /// <summary>As littlefs keeps its contract: what is not closed vanishes. The old file or the new one; where there was none also an empty one.</summary>
    Littlefs,

    /// <summary>As <see cref="DroneLink.Firmware.Storage.ISegmentStore"/> promises it and not better: nothing, a part, nonsense, another file's bytes behind a part.</summary>
    Torn,

    /// <summary>As raw flash under a careless driver: also its pages in any order, half erased, programmed over each other; deletes that leave half a file.</summary>
    Hostile,
}
