namespace DroneLink.Simulation.Fleet;

/// <summary>What became of a record, as far as it has.</summary>
[Flags]
internal enum RecordFate : byte
{
    /// <summary>It was taken, and waits.</summary>
    None = 0,

    /// <summary>The stream has its frame, or the dead letters do.</summary>
    Accepted = 1,

    /// <summary>The store has it.</summary>
    Stored = 2,

    /// <summary>The dead letters have its frame.</summary>
    Refused = 4,

    /// <summary>The ring gave it up, and counted it.</summary>
    Overwritten = 8,

    /// <summary>A power cut took it within its commit window.</summary>
    Window = 16,

    /// <summary>A flipped bit took it, or the file that it was in.</summary>
    Decayed = 32,
}
