using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using DroneLink.Simulation.Update;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>
/// Networks of chance: answers are dropped, doubled, late, out of order, cut short, of another build or place, or refused; the transport
/// changes, the connection comes and goes, the device restarts. The image is right or refused, and whatever starts is whole.
/// </summary>
public sealed class OtaTransportTests
{
    private const int Size = 11000;

    [Fact]
    public void WhateverComes_IfWhatIsTakenIsRight_TheUpdateIsLoaded()
    {
        var loaded = 0;
        for (var i = 0; i < 300; i++)
        {
            var seed = Random.Shared.Next();
            var network = new OtaNetwork(seed, Size, false, []);
            Assert.True(network.Run(), $"seed {seed}: not loaded, phase {network.Phase}");
            loaded++;
        }

        Assert.Equal(300, loaded);
    }

    [Fact]
    public void BytesThatAreWrong_AreRefused_OrTheUpdateIsRight()
    {
        var refused = 0;
        var loaded = 0;
        for (var i = 0; i < 400; i++)
        {
            var seed = Random.Shared.Next();
            var network = new OtaNetwork(seed, Size, true, []);
            Assert.True(network.Run(), $"seed {seed}: not loaded, phase {network.Phase}");
            loaded++;
            refused += network.HashRefusals;
        }

        Assert.Equal(400, loaded);
        Assert.True(refused > 100, $"only {refused} refused");
    }

    [Fact]
    public void AnyBytes_AsMessages_NeverThrow()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var bench = new OtaBench(new RamStore()) { IsAnswered = false };
        bench.Start();
        bench.Step(1);
        var bytes = new byte[2100];
        for (var round = 0; round < 20000; round++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)"MNBEC?"[random.Next(6)];
            if (random.Next(2) == 0)
            {
                LittleEndian.WriteUInt32(bytes, 1, (uint)random.Next(9));
                LittleEndian.WriteUInt32(bytes, 5, (uint)random.Next(3) * 2046);
            }

            OtaMessages.Take(bytes, 0, random.Next(bytes.Length + 1), bench.Updater);
            bench.Step(random.Next(2000));
        }

        Assert.Equal(OtaPhase.Idle, bench.Updater.Phase);
        Assert.True(bench.Updater.Refusals > 1000, $"seed {seed}");
        var hours = (bench.NowMs / 3600000) + 1;
        Assert.True(bench.Events.Count <= 6 * hours, $"seed {seed}: {bench.Events.Count} events in {hours} h");
    }
}
