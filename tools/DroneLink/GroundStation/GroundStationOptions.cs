using System.Net;
using DroneLink.Tool.GroundStation.Networks;

namespace DroneLink.Tool.GroundStation;

/// <summary>How a ground station is run.</summary>
public sealed record GroundStationOptions
{
    /// <summary>Default of <see cref="Port"/>.</summary>
    public const int DefaultPort = 5080;

    /// <summary>Default of <see cref="MqttPort"/>.</summary>
    public const int DefaultMqttPort = 1883;

    /// <summary>Default of <see cref="Drones"/>.</summary>
    public const int DefaultDrones = 3;

    /// <summary>Largest value of <see cref="Drones"/>.</summary>
    public const int MaxDrones = 50;

    /// <summary>Default of <see cref="DataDirectory"/>.</summary>
    public const string DefaultDataDirectory = "dronelink-data";

    /// <summary>Name of the database in the data folder.</summary>
    public const string DatabaseName = "dronelink.db";

    /// <summary>Twins that fly, each with its ground receiver.</summary>
    public int Drones { get; init; } = DefaultDrones;

    /// <summary>Where everything is kept.</summary>
    public string DataDirectory { get; init; } = DefaultDataDirectory;

    /// <summary>Port of the page and the HTTP API; 0 for any free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Port of the broker; 0 for any free one.</summary>
    public int MqttPort { get; init; } = DefaultMqttPort;

    /// <summary>Address that both listen on.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Makes the twins' flights repeatable; null for others each time.</summary>
    public int? Seed { get; init; }

    /// <summary>What it runs on.</summary>
    public CloudKind Cloud { get; init; }

    /// <summary>Other networks that it passes records to.</summary>
    public IReadOnlyList<NetworkSinkOptions> Networks { get; init; } = [];

    /// <summary>Path of the database.</summary>
    public string DatabasePath => Path.Combine(DataDirectory, DatabaseName);

    /// <summary>Folder of the devices' configuration files.</summary>
    public string DevicesDirectory => DevicesDirectoryOf(DataDirectory);

    /// <summary>Where programs on this computer reach what listens on <see cref="Bind"/>.</summary>
    public IPAddress ReachableAddress
    {
        get
        {
            if (Bind.Equals(IPAddress.Any)) return IPAddress.Loopback;
            return Bind.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : Bind;
        }
    }

    /// <summary>Folder of the devices' configuration files in a data folder.</summary>
    public static string DevicesDirectoryOf(string dataDirectory) => Path.Combine(dataDirectory, "devices");
}
