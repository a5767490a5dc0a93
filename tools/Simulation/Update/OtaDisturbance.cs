namespace DroneLink.Simulation.Update;

/// <summary>What befalls a device in the life of an update, besides the loss of its power.</summary>
internal enum OtaDisturbance
{
    /// <summary>The connection is lost for some seconds.</summary>
    Offline,

    /// <summary>The cloud answers nothing for some seconds.</summary>
    Silence,

    /// <summary>The drone is armed for some seconds: no restart.</summary>
    Armed,

    /// <summary>A manifest of another build under another key.</summary>
    Forged,

    /// <summary>The manifest that was sent last, again.</summary>
    Replayed,

    /// <summary>The cloud's own manifest of what runs, or of what ran before, under a new serial.</summary>
    Older,

    /// <summary>The cloud's own manifest of a newer build that is past its time.</summary>
    Expired,

    /// <summary>The cloud's own manifest of another build, while the one before is on trial.</summary>
    WhileOnTrial,

    /// <summary>A part of another image, or of another place.</summary>
    WrongBlock,

    /// <summary>The cloud refuses what was asked.</summary>
    Refusal,

    /// <summary>Nudges, one a second.</summary>
    Nudges,
}
