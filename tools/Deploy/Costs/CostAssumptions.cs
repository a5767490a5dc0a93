namespace DroneLink.Deploy.Costs;

/// <summary>What a bill depends on. A drone is a pair of devices: the one in the air and its ground receiver.</summary>
public sealed record CostAssumptions
{
    /// <summary>Pairs. Default 100.</summary>
    public int Drones { get; init; } = 100;

    /// <summary>Hours a day that each is on, 0 to 24; all at the same time. Default 2.</summary>
    public double HoursPerDay { get; init; } = 2;

    /// <summary>Frames a second of a pair. Measured: 0.80 of a drone and 0.60 of a receiver, with the default settings.</summary>
    public double FramesPerSecond { get; init; } = 1.40;

    /// <summary>Records a second of a pair. Measured: 3.62 and 1.31.</summary>
    public double RecordsPerSecond { get; init; } = 4.93;

    /// <summary>Bytes of a frame for each record in it, its head included. Measured: 110 and 94 bytes a frame.</summary>
    public double FrameBytesPerRecord { get; init; } = 29.3;

    /// <summary>Whether frames come over HTTPS, in a post every 5 s, instead of MQTT. Default false.</summary>
    public bool OverHttps { get; init; }

    /// <summary>Days that records are kept. Default 90.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>Requests of people and programs a month. Default 100,000.</summary>
    public double Queries { get; init; } = 100_000;

    /// <summary>Nodes of the search domain at the least, t3.small. Default 1.</summary>
    public int SearchNodes { get; init; } = 1;

    /// <summary>Disk of each at the least, GiB; no t3.small takes more than 100. Default 20.</summary>
    public int SearchGib { get; init; } = 20;

    /// <summary>Bytes on disk of an indexed record. Its document has 486 bytes of JSON, measured; that half of them stay is a guess.</summary>
    public double SearchBytesPerRecord { get; init; } = 243;

    /// <summary>Alarms of the stack; a test compares it with the template.</summary>
    public int Alarms { get; init; } = 31;

    /// <summary>DynamoDB write units of a frame, whatever is in it: pointer, latest records. Measured by DynamoWriteCostTests, with <see cref="WriteUnitsPerRecord"/>.</summary>
    public double WriteUnitsPerFrame { get; init; } = 1.98;

    /// <summary>And of each record in it: its share of blocks. Measured.</summary>
    public double WriteUnitsPerRecord { get; init; } = 0.051;

    /// <summary>DynamoDB read units of a frame: what is read to be merged. Measured.</summary>
    public double ReadUnitsPerFrame { get; init; } = 1.98;

    /// <summary>And of each record in it. Measured.</summary>
    public double ReadUnitsPerRecord { get; init; } = 0.016;

    /// <summary>Bytes of a stored record, with its share of keys and pointers. Measured.</summary>
    public double StoredBytesPerRecord { get; init; } = 18;

    /// <summary>Seconds that a projection of a batch takes. Not measured on AWS.</summary>
    public double ProjectSeconds { get; init; } = 0.25;

    /// <summary>Seconds that an ingest, a query or a command takes. Not measured on AWS.</summary>
    public double RequestSeconds { get; init; } = 0.05;
}
