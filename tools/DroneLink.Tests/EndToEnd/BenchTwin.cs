using System.Net;
using DroneLink.Host.Twins;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Tests.EndToEnd;

/// <summary>A twin of a board on the bench: nothing is connected to it, so that it waits for no landing before it restarts.</summary>
internal static class BenchTwin
{
    /// <summary>Makes the drone <c>kite</c> known to a station, and configures a twin of it.</summary>
    /// <param name="test">The station.</param>
    /// <param name="folder">Takes its configuration and its flash.</param>
    /// <param name="isUpdated">Whether it has room for payloads of .NET, which are larger than nanoFramework's.</param>
    /// <param name="time">Its clock; null for the system's.</param>
    public static async Task<TwinOptions> OptionsAsync(TestStation test, TestFolder folder, bool isUpdated = false, TimeProvider? time = null)
    {
        var device = await test.AddDeviceAsync("kite");
        var endpoints = DeviceEndpoints.OfStation(IPAddress.Loopback, test.Station.MqttPort, test.Station.Port);
        var configuration = DeviceProvisioner.Configure(device, endpoints) with { Autopilot = null };
        if (isUpdated) configuration = configuration with { Ota = new OtaConfiguration { SlotKb = 256 }, StorageKb = 2048 };
        return new TwinOptions
        {
            ConfigurationPath = DeviceProvisioner.WriteConfiguration(configuration, folder.Root),
            FlashFolder = folder.At("flash"),
            Seed = 1,
            Random = 1,
            Time = time ?? TimeProvider.System,
        };
    }
}
