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
        Assert.Equal(9, configuration.RingSegments);
        DeviceConfiguration roomy = Read(",\"ota\":{},\"storageKb\":2048");
        Assert.Equal(40, roomy.Ota.SlotBlocks);
        Assert.Equal(64, roomy.RingSegments);
        Assert.Equal(17, Read(",\"ota\":{\"slotKb\":64}").RingSegments);
    }

    [Fact]
    public void MoreThanThereIsRoomFor_IsRefused()
    {
        Assert.Equal(9, Read(",\"ota\":{},\"recorder\":{\"segments\":9}").RingSegments);
        Assert.StartsWith("config: 'recorder.segments' is 10; expected at most 9", ErrorOf(",\"ota\":{},\"recorder\":{\"segments\":10}"));
        Assert.StartsWith("config: 'recorder.segments' is 2; expected at most", ErrorOf(",\"ota\":{\"slotKb\":256}"));
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
