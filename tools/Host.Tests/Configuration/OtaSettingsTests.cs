using System.Collections;
using DroneLink.Firmware.Configuration;
using Xunit;

namespace DroneLink.Host.Tests.Configuration;

/// <summary>Updates, and how they and the ring share the flash.</summary>
public class OtaSettingsTests
{
    private const string Start = "{\"deviceId\":\"d1\",\"key\":\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\",\"mqtt\":{\"host\":\"b\"}";

    [Fact]
    public void Absent_NothingIsUpdated_AndTheRingHasItsUsualRoom()
    {
        DeviceConfiguration configuration = Read("");
        Assert.False(configuration.UseOta);
        Assert.Equal(ConfigurationReader.DefaultRingSegments, configuration.RingSegments);
    }

    [Fact]
    public void Present_TheRingHasWhatTheSlotsLeave()
    {
        DeviceConfiguration configuration = Read(",\"ota\":{}");
        Assert.True(configuration.UseOta);
        Assert.Equal(20, configuration.Ota.SlotBlocks);
        Assert.Equal(3600000, configuration.Ota.CheckMs);
        Assert.Equal(900000, configuration.Ota.TrialMs);
        Assert.Equal(6, configuration.RingSegments);
        DeviceConfiguration roomy = Read(",\"ota\":{},\"storageKb\":2048");
        Assert.Equal(40, roomy.Ota.SlotBlocks);
        Assert.Equal(64, roomy.RingSegments);
        Assert.Equal(14, Read(",\"ota\":{\"slotKb\":64}").RingSegments);
    }

    [Fact]
    public void MoreThanThereIsRoomFor_IsRefused()
    {
        Assert.Equal(6, Read(",\"ota\":{},\"recorder\":{\"segments\":6}").RingSegments);
        Assert.Equal(
            "config: 'recorder.segments' is 7; expected at most 6: storageKb also holds two slots of ota.slotKb, and 72 KB of other files",
            ErrorOf(",\"ota\":{},\"recorder\":{\"segments\":7}"));
        Assert.Equal(2, Read(",\"ota\":{\"slotKb\":88}").RingSegments);
        Assert.Equal(
            "config: 'ota.slotKb' is 92; expected at most 88: storageKb also holds the other slot, the ring, and 72 KB of other files",
            ErrorOf(",\"ota\":{\"slotKb\":92}"));
        Assert.StartsWith("config: 'ota.slotKb' is 80; expected at most 28", ErrorOf(",\"storageKb\":128,\"ota\":{}"));
    }

    [Fact]
    public void WrongValues_AreNamed()
    {
        Assert.StartsWith("config: 'ota.slotKb' is 257; expected a whole number", ErrorOf(",\"storageKb\":2048,\"ota\":{\"slotKb\":257}"));
        Assert.StartsWith("config: 'ota.checkMs' is 59999; expected", ErrorOf(",\"ota\":{\"checkMs\":59999}"));
        Assert.StartsWith("config: 'ota.trialMs' is 86400001; expected", ErrorOf(",\"ota\":{\"trialMs\":86400001}"));
        Assert.StartsWith("config: 'ota.slots' is not a setting", ErrorOf(",\"ota\":{\"slots\":2}"));
        Assert.StartsWith("config: 'storageKb' is 64; expected", ErrorOf(",\"storageKb\":64"));
    }

    private static DeviceConfiguration Read(string more)
    {
        ArrayList errors = new ArrayList();
        DeviceConfiguration configuration = ApplicationConfigurationReader.Read(Start + more + "}", errors);
        Assert.Empty(errors);
        return configuration;
    }

    private static string ErrorOf(string more)
    {
        ArrayList errors = new ArrayList();
        Assert.Null(ApplicationConfigurationReader.Read(Start + more + "}", errors));
        return (string)errors[0];
    }
}
