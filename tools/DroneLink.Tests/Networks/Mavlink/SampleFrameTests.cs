using System.Buffers.Binary;
using DroneLink.Host.Mavlink;

namespace DroneLink.Tool.Tests.Networks.Mavlink;

/// <summary>Frames that other people's code wrote, byte for byte.</summary>
public sealed class SampleFrameTests
{
    // pymavlink, generator/javascript/test/message20.js.
    [Fact]
    public void Heartbeat_OfPymavlink() =>
        Assert.Equal("fd090000072a960000004400000005032d0d03a6e4", Hex(42, 150, 7, w => w.Heartbeat(type: 5, autopilot: 3, baseMode: 45, customMode: 68, status: 13)));

    // pymavlink, generator/javascript/test/mavlink20.js.
    [Fact]
    public void Heartbeat_OfAGroundControlStation() =>
        Assert.Equal("fd09000003ff00000000000000000608000003c5a5", Hex(255, 0, 3, w => w.Heartbeat(type: 6, autopilot: 8, baseMode: 0, customMode: 0, status: 0)));

    // node-mavlink, examples/mavlink-v2-3412-packets.bin at 163: captured.
    [Fact]
    public void GlobalPositionInt_Captured() => Assert.Equal(
        "fd1c0000b701012100001c26c10021d58c165310fab687620000a500000001000100faffad22cc7e",
        Hex(1, 1, 0xB7, w => w.GlobalPositionInt(12658204, 378328353, -1225125805, 25223, 165, 1, 1, -6, 8877)));

    // The same file at 742: captured.
    [Fact]
    public void VfrHud_Captured() => Assert.Equal(
        "fd110000c601014a00007c3a7abfb03ec13c23cbc9410dad893d581be7",
        Hex(1, 1, 0xC6, w => w.VfrHud(Single("7c3a7abf"), Single("b03ec13c"), Single("23cbc941"), Single("0dad893d"), 88, 0)));

    [Fact]
    public void RadioStatus_OfTheDefinition() => Assert.Equal(
        "fd0900000701446d000005000000b4ac583c37051e",
        Hex(1, 68, 7, w => w.RadioStatus(rssi: 180, remoteRssi: 172, freeBuffer: 88, noise: 60, remoteNoise: 55, receiveErrors: 5, corrected: 0)));

    private static float Single(string hex) => BinaryPrimitives.ReadSingleLittleEndian(Convert.FromHexString(hex));

    private static string Hex(byte system, byte component, int sequence, Action<MavlinkMessageWriter> write)
    {
        var writer = new Writer(system, component);
        for (var i = 0; i <= sequence; i++) write(writer);
        return Convert.ToHexStringLower(writer.LastFrame);
    }

    private sealed class Writer(byte systemId, byte componentId) : MavlinkMessageWriter(systemId, componentId)
    {
        protected override void Send(ReadOnlySpan<byte> frame)
        {
        }
    }
}
