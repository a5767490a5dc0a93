using System.Collections;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Peers;
using Xunit;

namespace DroneLink.Host.Tests.Configuration;

public class PeersSettingsTests
{
    private const string Key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private const string Start = "{\"deviceId\":\"d1\",\"key\":\"" + Key + "\",\"mqtt\":{\"host\":\"b\"}";
    private const string BeaconKey = "\"beaconKey\":\"" + Key + "\"";

    [Fact]
    public void Absent_NobodyIsHeard()
    {
        Assert.Null(Read("").Peers);
    }

    [Fact]
    public void Present_HasItsDefaults()
    {
        PeerOptions peers = Read(",\"peers\":{" + BeaconKey + "}").Peers;
        Assert.Equal(1000, peers.BeaconMs);
        Assert.Equal(3000, peers.ConflictCm);
        Assert.Equal(1500, peers.TooCloseCm);
        Assert.Equal(30000, peers.HorizonMs);
        Assert.Equal(5000, peers.StaleMs);
        Assert.True(peers.UseUdp);
        Assert.Equal("239.255.68.76", peers.Group);
        Assert.Equal(14660, peers.Port);
        Assert.Equal(31, (int)peers.BeaconKey[31]);
    }

    [Fact]
    public void Values_AreTaken()
    {
        PeerOptions peers = Read(
            ",\"peers\":{\"beaconMs\":250,\"conflictMetres\":50,\"tooCloseMetres\":0,\"horizonS\":60,\"staleMs\":2000,\"udp\":false,\"group\":\"224.0.0.9\",\"port\":2000}").Peers;
        Assert.Equal(250, peers.BeaconMs);
        Assert.Equal(5000, peers.ConflictCm);
        Assert.Equal(0, peers.TooCloseCm);
        Assert.Equal(60000, peers.HorizonMs);
        Assert.Equal(2000, peers.StaleMs);
        Assert.False(peers.UseUdp);
        Assert.Equal("224.0.0.9", peers.Group);
        Assert.Equal(2000, peers.Port);
        Assert.Null(peers.BeaconKey);
    }

    [Fact]
    public void WrongValues_AreNamed()
    {
        Assert.StartsWith("config: 'peers.beaconKey' is missing or malformed; expected 64", ErrorOf(",\"peers\":{}"));
        Assert.StartsWith("config: 'peers.beaconKey' is missing or malformed; expected 64", ErrorOf(",\"peers\":{\"udp\":false,\"beaconKey\":\"12\"}"));
        Assert.StartsWith("config: 'peers.beaconMs' is 249; expected", ErrorOf(",\"peers\":{\"beaconMs\":249," + BeaconKey + "}"));
        Assert.StartsWith("config: 'peers.staleMs' is 5000; expected more", ErrorOf(",\"peers\":{\"beaconMs\":5000," + BeaconKey + "}"));
        Assert.StartsWith("config: 'peers.range' is not a setting", ErrorOf(",\"peers\":{\"range\":1," + BeaconKey + "}"));
        Assert.StartsWith("config: 'peers' is true; expected an object", ErrorOf(",\"peers\":true"));
        Assert.StartsWith("config: 'role' is", ErrorOf(",\"role\":\"groundReceiver\",\"peers\":{" + BeaconKey + "}"));
        string[] groups = { "10.0.0.255", "240.0.0.1", "239.255.1", "239.256.1.1", "239.01.1.1", "239.1.1.x", "239.1.1." };
        for (int i = 0; i < groups.Length; i++)
        {
            Assert.StartsWith("config: 'peers.group' is \"" + groups[i] + "\"; expected", ErrorOf(",\"peers\":{\"group\":\"" + groups[i] + "\"," + BeaconKey + "}"));
        }
    }

    [Fact]
    public void NeitherWay_IsRefused()
    {
        ArrayList errors = new ArrayList();
        ApplicationConfigurationReader.Read(
            "{\"deviceId\":\"d1\",\"key\":\"" + Key + "\",\"https\":{\"url\":\"https://b\"},\"peers\":{\"udp\":false}}", errors);
        Assert.Single(errors);
        Assert.StartsWith("config: 'peers.udp' is false; expected true", (string)errors[0]);
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
        Assert.Single(errors);
        return (string)errors[0];
    }
}
