using System.Collections.Immutable;

namespace DroneLink.CloudSdk.Wire;

/// <summary>Names of the kinds and of their fields, as JSON and the stores have them. Units are in README.md beside this file.</summary>
public sealed class KindSchema
{
    private static readonly KindSchema?[] ByNumber = new KindSchema?[256];
    private static readonly Dictionary<string, KindSchema> ByName = [];

    static KindSchema()
    {
        Add(RecordKind.Position, "position", "latitude", "longitude", "altitudeMsl", "altitudeRelative", "groundSpeed", "climbRate", "heading", "fixType", "satellites", "hdop");
        Add(RecordKind.Attitude, "attitude", "roll", "pitch", "yaw");
        Add(RecordKind.Power, "power", "voltage", "current", "remaining", "consumed");
        Add(
            RecordKind.VideoLink, "videoLink", "frequency", "rssiMean", "rssiMin", "rssiMax", "rssiStdDev", "noiseFloor", "snr", "fadeCount", "fadeTime",
            "longestFade", "availability", "interference", "occupancy", "excessPathLoss", "flags", "health", "window", "rssiVoltage");
        Add(RecordKind.Transmitter, "transmitter", "temperature", "supply", "current", "state");
        Add(RecordKind.Receiver, "receiver", "temperature", "supply", "current", "state");
        Add(RecordKind.Environment, "environment", "temperature", "pressure", "humidity");
        Add(
            RecordKind.System, "system", "freeHeap", "wifiRssi", "bufferedFrames", "bufferedBytes", "overwrittenRecords", "reconnects", "resetReason", "uptime",
            "firmwareVersion", "autopilotLost");
        Add(RecordKind.Event, "event", "code", "severity", "value", "value2");
        Add(RecordKind.Peer, "peer", "peerHash", "distance", "closestApproach", "timeToClosest");
        Add(RecordKind.Text, "text");
    }

    private KindSchema(byte kind, string name, ImmutableArray<string> fields)
    {
        Kind = kind;
        Name = name;
        Fields = fields;
    }

    /// <summary>The kind's number.</summary>
    public byte Kind { get; }

    /// <summary>Its name, <c>camelCase</c>.</summary>
    public string Name { get; }

    /// <summary>Names of its fields; the index is the field's number.</summary>
    public ImmutableArray<string> Fields { get; }

    /// <summary>Returns the schema of a kind, or null when it is not known to this version.</summary>
    public static KindSchema? Find(byte kind) => ByNumber[kind];

    /// <summary>Returns the schema of a kind by its name, or null when there is none.</summary>
    public static KindSchema? Find(string name) => ByName.GetValueOrDefault(name);

    private static void Add(byte kind, string name, params ImmutableArray<string> fields)
    {
        var schema = new KindSchema(kind, name, fields);
        ByNumber[kind] = schema;
        ByName.Add(name, schema);
    }
}
