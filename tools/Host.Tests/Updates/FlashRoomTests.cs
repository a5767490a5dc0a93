using System.Text;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Ota;
using Xunit;

namespace DroneLink.Host.Tests.Updates;

/// <summary>What a whole device with everything switched on takes of the flash of a 4 MB board.</summary>
public class FlashRoomTests
{
    private const int SlotBlocks = 20;

    // What no device writes: a configuration and roots of two blocks each, and a device certificate.
    private const int BoardBlocks = 5;

    [Fact]
    public void Everything_FitsOntoASmallBoard_WithTheRingAndBothSlotsFull()
    {
        var image = new byte[SlotBlocks * OtaSlot.DataBytes];
        new Random(1).NextBytes(image);
        image[0] = (byte)'M';
        image[1] = (byte)'Z';
        var cloud = new DeafCloud(new ScriptedCloud(DeviceUpdateTests.Key, image, () => DeviceUpdateTests.Utc / 1000));
        using var twin = new VirtualTwin(Configuration(), cloud, DeviceUpdateTests.Utc);

        // The other slot's image, of an update before.
        for (var block = 0; block < SlotBlocks; block++) Assert.True(twin.Flash.TryWrite($"slotb.{block:00}", image, 0, OtaSlot.BlockBytes));
        Command(twin, "a", "rotateBeaconKey", $$"""{"key":"{{new string('a', 64)}}"}""");
        Command(twin, "b", "rotateBeaconKey", $$"""{"key":"{{new string('b', 64)}}"}""");
        Command(twin, "c", "applyConfiguration", """{"recorder.systemMs":5000}""");
        Command(twin, "d", "applyConfiguration", """{"recorder.systemMs":6000}""");
        Assert.True(twin.RunUntil(() => twin.Device.Ring.OverwrittenRecords > 0 && SlotFiles(twin) == 2 * SlotBlocks, 3600), string.Join('\n', twin.Lines));
        twin.Run(600);

        string[] pairs = ["boot", "cursor", "ota", "command", "settings", "peerkeys"];
        Assert.Subset(twin.Flash.List().ToHashSet(), pairs.SelectMany(name => new[] { name + ".0", name + ".1" }).ToHashSet());
        Assert.InRange(twin.Flash.PeakBlocks, (2 * SlotBlocks) + (2 * pairs.Length) + 3, (ConfigurationReader.DefaultStorageKb / 4) - BoardBlocks);
    }

    private static int SlotFiles(VirtualTwin twin) => twin.Flash.List().Count(name => name.StartsWith("slot", StringComparison.Ordinal));

    private static void Command(VirtualTwin twin, string id, string command, string parameters)
    {
        Assert.True(twin.RunUntil(() => twin.Board.IsConnected, 120), string.Join('\n', twin.Lines));
        var expires = (DeviceUpdateTests.Utc + twin.NowMs) / 1000 + 600;
        twin.Board.Command(Encoding.ASCII.GetBytes($"{{\"id\":\"{id}\",\"command\":\"{command}\",\"expires\":{expires},\"parameters\":{parameters}}}"));
        twin.Run(20);
    }

    private static string Configuration() => $$"""
        {"deviceId":"kite","key":"{{Convert.ToHexString(DeviceUpdateTests.Key)}}","mqtt":{"host":"none","tls":false},"autopilot":{},"ota":{},
         "peers":{"beaconKey":"{{new string('c', 64)}}"},"recorder":{"commitMs":1000},"uplink":{"firstTryMs":0,"backoffCapMs":2000}
        }
        """;

    /// <summary>Answers as another, and acknowledges no frame.</summary>
    private sealed class DeafCloud(IVirtualCloud answers) : IVirtualCloud
    {
        public bool TakeFrame(string deviceId, byte[] frame) => false;

        public (int Status, byte[] Body) AnswerHttps(
            string deviceId, string method, string path, string range, byte[] body, string timestamp, string signature) =>
            answers.AnswerHttps(deviceId, method, path, range, body, timestamp, signature);

        public byte[] AnswerOta(string deviceId, byte[] request) => answers.AnswerOta(deviceId, request);
    }
}
