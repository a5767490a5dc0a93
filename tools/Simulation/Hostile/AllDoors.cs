using DroneLink.Simulation.Hostile.Doors;

namespace DroneLink.Simulation.Hostile;

/// <summary>The doors. Every one is registered here, and nowhere else.</summary>
internal static class AllDoors
{
    private static readonly (string Name, Func<Door> Create)[] Table = [.. Doors().Select(create => (create().Name, create))];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(entry => entry.Name)];

    /// <summary>Creates the door of a case.</summary>
    public static Door Create(int seed) => Table[(int)((uint)seed % Table.Length)].Create();

    /// <summary>Creates a door by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Door Create(string name) =>
        (Table.FirstOrDefault(entry => entry.Name == name).Create ?? throw new ArgumentException($"there is no door '{name}'; there are {string.Join(", ", Names)}"))();

    private static IEnumerable<Func<Door>> Doors() =>
    [
        () => new FrameDoor(isSigned: false),
        () => new FrameDoor(isSigned: true),
        () => new FrameBodyDoor(),
        () => new DeviceFrameDoor(),
        () => new SegmentDoor(),
        () => new MavlinkDoor(),
        () => new NmeaDoor(),
        () => new SmartAudioDoor(),
        () => new TrampDoor(),
        () => new CalibrationDoor(),
        () => new BeaconDoor(),
        () => new BeaconDatagramDoor(),
        () => new OtaManifestDoor(),
        () => new OtaMessageDoor(),
        () => new CommandDoor(),
        () => new SettingsDoor(),
        () => new ConfigurationDoor(),
        () => new IngestAnswerDoor(),
        () => new TlogDoor(),
        () => new IngestDoor(),
        () => new IngestEventDoor(),
        () => new IotEventDoor(),
        () => new KinesisEventDoor(),
        () => new KplDoor(),
        () => new QueryDoor(),
        () => new CommandRequestDoor(),
        () => new CommandResultDoor(),
        () => new OtaRequestDoor(),
        () => new ReleaseDoor(),
        () => new AssemblyDoor(isNano: true),
        () => new AssemblyDoor(isNano: false),
        () => new RolloutDoor(),
        () => new RangeDoor(),
        () => new PlanDoor(),
        () => new AuthorizerDoor(),
        () => new TopicDoor(),
        () => new MqttDoor(),
        () => new HttpDoor(),
        () => new StatusDoor(),
        UserFileDoor.Networks,
        UserFileDoor.Parts,
    ];
}
