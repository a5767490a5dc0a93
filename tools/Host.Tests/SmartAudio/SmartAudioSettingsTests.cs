using DroneLink.Drivers.SmartAudio;
using Xunit;

namespace DroneLink.Host.Tests.SmartAudio;

public class SmartAudioSettingsTests
{
    [Fact]
    public void Frequency_AtItsBounds_IsTaken_AndBeyondIsNot()
    {
        Assert.Equal(5000, MhzOf(5000));
        Assert.Equal(6200, MhzOf(6200));
        Assert.Equal(-1, MhzOf(4999));
        Assert.Equal(-1, MhzOf(6201));
    }

    [Fact]
    public void Channel_OfNoCommonTable_IsNoFrequency()
    {
        Assert.Equal(5865, MhzOfChannel(0));
        Assert.Equal(5917, MhzOfChannel(39));
        Assert.Equal(0, MhzOfChannel(40));
        Assert.Equal(0, MhzOfChannel(255));
    }

    [Fact]
    public void Levels_AreThoseOfTheLastSettings()
    {
        var settings = new SmartAudioSettings();
        Assert.True(settings.TryTake(Read(WithLevels(8, 8))));
        Assert.Equal(8, settings.LevelCount);
        Assert.True(settings.TryTake(Read(WithLevels(3, 3))));
        Assert.Equal(3, settings.LevelCount);
        Assert.Equal(12, settings.GetLevelDbm(2));
        Assert.True(settings.TryTake(Read(new byte[] { 0xAA, 0x55, 0x09, 0x05, 0x00, 0x00, 0x01, 0x16, 0xE9, 0 })));
        Assert.Equal(0, settings.LevelCount);
    }

    [Fact]
    public void MoreLevelsThanThereCanBe_AreNoReply()
    {
        for (int levels = 9; levels <= 60; levels++)
        {
            Assert.Null(Read(WithLevels(levels, levels)));
        }

        Assert.Null(Read(WithLevels(0, 0)));
        Assert.Null(Read(WithLevels(8, 10))); // two that are not counted
    }

    [Fact]
    public void Length_OfAnotherCommand_IsNone()
    {
        for (int length = 0; length < 256; length++)
        {
            AssertBytes(SmartAudioCommand.SetFrequency, length, 3);
            AssertBytes(SmartAudioCommand.SetPower, length, 2);
            AssertBytes(SmartAudioCommand.SetChannel, length, 2);
            AssertBytes(SmartAudioCommand.SetMode, length, 2);
            AssertBytes(SmartAudioCommand.GetSettings, length, 5);
            AssertBytes(SmartAudioCommand.SettingsV2, length, 5);
            AssertBytes(0x06, length, -1);
        }
    }

    [Fact]
    public void DamagedFrame_IsCounted()
    {
        var parser = new SmartAudioParser();
        byte[] frame = { 0xAA, 0x55, 0x02, 0x03, 0x00, 0x01, 0x0E };
        parser.Feed(frame, 0, frame.Length);

        Assert.False(parser.TryRead(new SmartAudioReply()));
        Assert.Equal(1u, parser.BadFrames);
    }

    [Fact]
    public void SecondEcho_IsNone()
    {
        var request = new byte[SmartAudioFrame.MaxRequestBytes];
        int count = SmartAudioFrame.WriteRequest(request, SmartAudioCommand.SetMode, 4, 1);
        var parser = new SmartAudioParser();
        parser.Expect(request, count);
        parser.Feed(request, 0, count);
        parser.Feed(request, 0, count);

        Assert.False(parser.TryRead(new SmartAudioReply()));
        Assert.Equal(1u, parser.Echoes);
        Assert.Equal(1u, parser.BadFrames);
    }

    [Fact]
    public void Expect_ForgetsWhatBrokeOff()
    {
        var request = new byte[SmartAudioFrame.MaxRequestBytes];
        int count = SmartAudioFrame.WriteRequest(request, SmartAudioCommand.GetSettings, 0, 0);
        var parser = new SmartAudioParser();
        parser.Feed(new byte[] { 0xAA, 0x55, 0x09, 0x06, 0x01 }, 0, 5);
        Assert.False(parser.TryRead(new SmartAudioReply()));
        parser.Expect(request, count);
        parser.Feed(request, 0, count);

        Assert.False(parser.TryRead(new SmartAudioReply()));
        Assert.Equal(1u, parser.Echoes);
        Assert.Equal(0u, parser.BadFrames);
    }

    private static void AssertBytes(int command, int length, int bytes)
    {
        Assert.Equal(length == bytes ? bytes : -1, SmartAudioFrame.PayloadBytes(command, length, 0, false));
        Assert.Equal(length - 1 == bytes && bytes > 0 ? bytes : -1, SmartAudioFrame.PayloadBytes(command, length, 0, true));
    }

    private static int MhzOf(int mhz)
    {
        var settings = new SmartAudioSettings();
        byte[] frame = { 0xAA, 0x55, 0x09, 0x05, 0x00, 0x00, 0x01, (byte)(mhz >> 8), (byte)mhz, 0 };
        return settings.TryTake(Read(frame)) ? settings.FrequencyMhz : -1;
    }

    private static int MhzOfChannel(byte channel)
    {
        var settings = new SmartAudioSettings();
        Assert.True(settings.TryTake(Read(new byte[] { 0xAA, 0x55, 0x09, 0x05, channel, 0x00, 0x00, 0x16, 0xE9, 0 })));
        return settings.FrequencyMhz;
    }

    // Settings of version 2.1: 10 dBm, and levels of 10 dBm upwards.
    private static byte[] WithLevels(int said, int listed)
    {
        var frame = new byte[SmartAudioFrame.HeadBytes + SmartAudioSettings.LevelsOffset + listed + 1];
        byte[] head = { 0xAA, 0x55, 0x11, (byte)(frame.Length - 5), 0x00, 0x00, 0x01, 0x16, 0xE9, 0x0A, (byte)said };
        head.CopyTo(frame, 0);
        for (int level = 0; level < listed; level++)
        {
            frame[head.Length + level] = (byte)(10 + (level % 20));
        }

        return frame;
    }

    // Null for no reply.
    private static SmartAudioReply Read(byte[] frame)
    {
        frame[frame.Length - 1] = SmartAudioFrame.Crc(frame, 2, frame.Length - 3);
        var parser = new SmartAudioParser();
        var reply = new SmartAudioReply();
        parser.Feed(frame, 0, frame.Length);
        return parser.TryRead(reply) ? reply : null;
    }
}
