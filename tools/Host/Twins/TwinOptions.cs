using DroneLink.Host.Simulation;

namespace DroneLink.Host.Twins;

/// <summary>What a twin is made of.</summary>
public sealed record TwinOptions
{
    /// <summary>What the folder of a twin's flash is called, beside its configuration.</summary>
    public const string FlashFolderName = "flash";

    /// <summary>Its configuration file, the same as on a board.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>Folder of its flash, kept from start to start.</summary>
    public required string FlashFolder { get; init; }

    /// <summary>Makes its world repeatable; a drone and its ground receiver with the same seed are in the same world.</summary>
    public required int Seed { get; init; }

    /// <summary>What the drone flies; a drone and its ground receiver fly the same.</summary>
    public FlightMission Mission { get; init; }

    /// <summary>Differs between boots, as a board's random numbers do.</summary>
    public required uint Random { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes what the device would write to its console.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
