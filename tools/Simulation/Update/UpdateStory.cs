using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Update;

/// <summary>
/// A device, and the build that it is offered: what was confirmed on it before, what the new payload does, and whether the network is bad. Cases share it and change
/// nothing in it.
/// </summary>
internal sealed class UpdateStory
{
    /// <summary>The build that is offered.</summary>
    public const int NewBuild = 7;

    private const int FirstBuild = 5;

    private readonly Dictionary<int, byte[]> _images = [];

    /// <summary>Draws one.</summary>
    public UpdateStory(Random random)
    {
        Kind = (PayloadKind)random.Next(5);
        Before = random.Next(3);
        IsNetworkBad = random.Next(3) == 0;
        ChunkBytes = random.Next(2) == 0 ? OtaMessages.MqttBlockBytes : OtaMessages.HttpsBlockBytes;
        for (var build = FirstBuild; build < FirstBuild + Before; build++) _images[build] = OtaBench.MakeImage(build, SizeOf(random));
        _images[NewBuild] = OtaBench.MakeImage(NewBuild, SizeOf(random));
        OldBuild = Before == 0 ? OtaBench.MakeOptions().BuiltInBuild : FirstBuild + Before - 1;
        Sent = (byte[])_images[NewBuild].Clone();
        if (Kind == PayloadKind.NotAsAnnounced) Sent[random.Next(Sent.Length)] ^= (byte)(1 << random.Next(8));
    }

    /// <summary>What the offered payload does.</summary>
    public PayloadKind Kind { get; }

    /// <summary>Payloads that were confirmed before: none, build 5 in slot A, or also build 6 in slot B.</summary>
    public int Before { get; }

    /// <summary>Whether requests and answers are lost.</summary>
    public bool IsNetworkBad { get; }

    /// <summary>Bytes that an answer has at the most: MQTT has less room than HTTPS.</summary>
    public int ChunkBytes { get; }

    /// <summary>The build that runs until the new one is confirmed.</summary>
    public int OldBuild { get; }

    /// <summary>What the cloud sends.</summary>
    public byte[] Sent { get; }

    /// <summary>Returns the image of a build, as it was announced.</summary>
    public byte[] Image(int build) => _images[build];

    /// <summary>Has the builds of before confirmed.</summary>
    /// <param name="store">Takes the flash as it is then.</param>
    /// <returns>Serial of the last manifest.</returns>
    public uint Confirm(CutStore store)
    {
        var bench = new OtaBench(store);
        foreach (var build in _images.Keys.Where(build => build != NewBuild).Order())
        {
            bench.Start();
            bench.Offer(build, _images[build]);
            bench.RunToTrial();
            bench.Prove();
            bench.Start();
        }

        return bench.Serial;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Kind}, build {OldBuild} runs, the new image has {Sent.Length} bytes, {ChunkBytes} bytes an answer, {(IsNetworkBad ? "bad" : "good")} network";

    private static int SizeOf(Random random) => random.Next(4) switch
    {
        0 => random.Next(100, 4000),
        1 => OtaSlot.DataBytes * random.Next(1, 3),
        _ => random.Next(4000, 9000),
    };
}
