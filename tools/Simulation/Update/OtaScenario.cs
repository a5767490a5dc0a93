using DroneLink.Firmware.Tests.Ota;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Ring;

namespace DroneLink.Simulation.Update;

/// <summary>A device, the payloads that were confirmed on it, and the one that it is offered. Its lives share it; none changes it.</summary>
internal sealed class OtaScenario
{
    private const int LastsMs = 60000;

    private readonly Dictionary<string, byte[]> _files;

    /// <summary>Creates it.</summary>
    /// <param name="builtIn">Build of the built-in payload.</param>
    /// <param name="before">Builds that were confirmed, rising, each above the built-in one: none, one, or two, which have a slot each.</param>
    /// <param name="newBuild">Build of the offered one, above all these.</param>
    /// <param name="kind">What the offered one does.</param>
    /// <param name="size">Bytes of each image.</param>
    public OtaScenario(int builtIn, IReadOnlyList<int> before, int newBuild, OtaPayloadKind kind, int size)
    {
        BuiltIn = builtIn;
        OldBuild = before.Count == 0 ? builtIn : before[^1];
        Highest = before.Count == 0 ? 0 : before[^1];
        NewBuild = newBuild;
        Kind = kind;
        Images = before.Append(newBuild).ToDictionary(build => build, build => OtaBench.MakeImage(build, size));
        if (kind == OtaPayloadKind.NoAssembly) Images[newBuild][0] ^= 1;

        var store = new CutStore(1);
        var bench = Equip(store);
        foreach (var build in before)
        {
            bench.Start();
            bench.Offer(build, Images[build]);
            bench.RunToTrial();
            bench.Prove();
            bench.Start();
            bench.Run(LastsMs);
            ViolationException.Unless(bench.Boot.RunningBuild == build, "what runs before is not confirmed");
        }

        _files = store.List().ToDictionary(name => name, name => store.Get(name)!);
        Serial = bench.Serial;
    }

    /// <summary>Build of the built-in payload.</summary>
    public int BuiltIn { get; }

    /// <summary>Build that runs before.</summary>
    public int OldBuild { get; }

    /// <summary>The security counter before.</summary>
    public int Highest { get; }

    /// <summary>Build that is offered.</summary>
    public int NewBuild { get; }

    /// <summary>What that one does.</summary>
    public OtaPayloadKind Kind { get; }

    /// <summary>Images by build.</summary>
    public Dictionary<int, byte[]> Images { get; }

    /// <summary>Serial of the last manifest before.</summary>
    public uint Serial { get; }

    /// <summary>Creates one of chance.</summary>
    public static OtaScenario Draw(Random random)
    {
        var builtIn = random.Next(20);
        List<int> builds = [builtIn];
        for (var more = random.Next(3) + 1; more > 0; more--) builds.Add(builds[^1] + 1 + random.Next(random.Next(2) == 0 ? 1 : 40));

        var kinds = Enum.GetValues<OtaPayloadKind>();
        var kind = random.Next(3) == 0 ? OtaPayloadKind.Good : kinds[random.Next(kinds.Length)];
        var size = random.Next(4) switch
        {
            0 => 16 + random.Next(300),
            1 => (4092 * random.Next(1, 3)) + random.Next(-1, 2),
            _ => 16 + random.Next(9000),
        };
        return new OtaScenario(builtIn, builds[1..^1], builds[^1], kind, size);
    }

    /// <summary>Creates the device with this flash.</summary>
    /// <param name="store">An empty one.</param>
    public OtaBench Prepare(CutStore store)
    {
        foreach (var (name, file) in _files) store.TryWrite(name, file, 0, file.Length);

        var bench = Equip(store);
        bench.Serial = Serial;
        bench.IsDurable = false;
        bench.AnnouncedImage = Images[NewBuild];
        var sent = (byte[])Images[NewBuild].Clone();
        if (Kind == OtaPayloadKind.NotAsAnnounced) sent[^1] ^= 1;

        bench.Offer(NewBuild, sent);
        return bench;
    }

    public override string ToString() =>
        $"built in {BuiltIn}, confirmed {string.Join(" then ", Images.Keys.Where(b => b != NewBuild))}, offered {NewBuild}: {Kind}, {Images[NewBuild].Length} bytes";

    private OtaBench Equip(CutStore store)
    {
        var bench = new OtaBench(store);
        bench.Options.BuiltInBuild = BuiltIn;
        bench.Options.TrialMs = LastsMs;
        return bench;
    }
}
