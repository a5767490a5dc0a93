namespace DroneLink.Tool.GroundStation;

/// <summary>What a ground station runs on.</summary>
public enum CloudKind
{
    /// <summary>One SQLite file in the data folder.</summary>
    Embedded,

    /// <summary>AWS's protocols on this machine, in memory: kinesalite, dynalite and an Elasticsearch of our own.</summary>
    Emulators,

    /// <summary>AWS, with the account, region and names of this environment.</summary>
    Aws,
}
