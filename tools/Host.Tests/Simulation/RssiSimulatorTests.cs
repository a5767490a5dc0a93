using System.Device.Adc;
using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Simulation;
using Xunit;

namespace DroneLink.Host.Tests.Simulation;

public class RssiSimulatorTests
{
    [Theory]
    [InlineData(1, -15.9)]
    [InlineData(10, -35.9)]
    [InlineData(100, -55.9)]
    [InlineData(1000, -75.9)]
    [InlineData(5000, -89.9)]
    public void FreeSpace_IsTheLinkBudgets(double metres, double dbm) =>
        Assert.Equal(dbm, new RssiSimulator(1).FreeSpaceDbm(metres), 0.1);

    [Fact]
    public void Driver_ReadsBackWhatWasPutIn()
    {
        var rssi = new RssiSimulator(1);
        var count = 0;
        using var pin = new RssiPin(new AdcController(_ => count).OpenChannel(6), rssi.Calibration);
        for (var dbm = -89.0; dbm < -31; dbm += 0.7)
        {
            count = rssi.ToCount(dbm);
            Assert.True(pin.TrySample());
            Assert.InRange(pin.CentiDbm - (dbm * 100), -1, 9); // a count is 0.8 mV and 0.08 dB
        }

        count = rssi.ToCount(-20);
        Assert.True(pin.TrySample());
        Assert.True(pin.IsSaturated);
    }

    [Fact]
    public void Readings_FadeAroundTheirMean_AndRepeatBySeed()
    {
        var rssi = new RssiSimulator(7);
        var same = new RssiSimulator(7);
        double sum = 0, squares = 0;
        const int readings = 20000;
        for (var reading = 0; reading < readings; reading++)
        {
            var metres = 200 + (reading % 2000 / 10.0);
            rssi.Step(reading * 10, metres);
            same.Step(reading * 10, metres);
            Assert.Equal(rssi.ReadCount(), same.ReadCount());
            var difference = rssi.Dbm - rssi.FreeSpaceDbm(metres);
            sum += difference;
            squares += difference * difference;
        }

        var mean = sum / readings;
        Assert.InRange(mean, -1.5, 1.5);
        Assert.InRange(Math.Sqrt((squares / readings) - (mean * mean)), 1.5, 5);
    }
}
