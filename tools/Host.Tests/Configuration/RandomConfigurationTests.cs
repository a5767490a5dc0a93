using System.Collections;
using System.Text.RegularExpressions;
using DroneLink.Firmware;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;
using Xunit;

namespace DroneLink.Host.Tests.Configuration;

/// <summary>What the reader of configurations accepts works in every part, from the opened pins to a world around them; what it refuses, it says why.</summary>
public sealed partial class RandomConfigurationTests
{
    private const int StepMs = 20;
    private const int FlownMs = 5000;
    private const int MeasureAtMs = 1000;
    private const int SelfTestAtMs = 3500;
    private const int BeyondEveryRange = 2000000000;

    /// <summary>Values in their documented ranges, and nothing that clashes: there is nothing to refuse.</summary>
    [Fact]
    public void ValuesInRange_AreAccepted_AndWork()
    {
        for (var seed = 0; seed < 250; seed++)
        {
            Try(seed, mayClash: false);
        }
    }

    /// <summary>Any pin, port and address may be given twice: then both names are told, or it works.</summary>
    [Fact]
    public void PinsThatMayClash_AreRefusedWithBothNames_OrWork()
    {
        var accepted = 0;
        for (var seed = 1000; seed < 1250; seed++)
        {
            accepted += Try(seed, mayClash: true) ? 1 : 0;
        }

        Assert.InRange(accepted, 20, 230);
    }

    /// <summary>One number of them all is out of its range: it is named.</summary>
    [Fact]
    public void NumberOutOfRange_IsRefusedByItsName()
    {
        for (var seed = 2000; seed < 2250; seed++)
        {
            var json = new RandomConfiguration(seed, mayClash: false).Json;
            var numbers = Numbers().Matches(json);
            var number = numbers[new Random(seed).Next(numbers.Count)];
            var wrong = json[..number.Groups[2].Index] + BeyondEveryRange + json[(number.Index + number.Length)..];
            var errors = new ArrayList();
            Assert.True(ApplicationConfigurationReader.Read(wrong, errors) is null, $"seed {seed}: {number} is taken for {BeyondEveryRange} in {wrong}");
            Assert.Contains(errors.Cast<string>(), error => error.Contains($"{number.Groups[1]}' is {BeyondEveryRange}; expected ", StringComparison.Ordinal));
        }
    }

    private static bool Try(int seed, bool mayClash)
    {
        var json = new RandomConfiguration(seed, mayClash).Json;
        try
        {
            var errors = new ArrayList();
            var configuration = ApplicationConfigurationReader.Read(json, errors);
            Assert.Equal(configuration is null, errors.Count > 0);
            foreach (string error in errors)
            {
                Assert.Matches(Reason(), error);
                Assert.True(mayClash && Clash().IsMatch(error), error);
            }

            if (configuration is not null)
            {
                Fly(configuration, seed);
            }

            return configuration is not null;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.Message} The configuration: {json}", exception);
        }
    }

    private static void Fly(ApplicationConfiguration configuration, int seed)
    {
        using var world = new TwinWorld(configuration, new FlightOptions { Seed = seed, GroundSeconds = 2 }, headStartMs: 0);
        using var parts = DeviceParts.Open(configuration, world);
        var events = new LinkEventQueue();
        var board = new CapturingLinkBoard(events, 1767225600000, _ => { });
        var opened = new OpenedDevice(configuration, new MemorySegmentStore(), board, events, parts, 1);
        var device = opened.Device;
        device.Start(0);
        for (var now = 0; now < FlownMs; now += StepMs)
        {
            world.Step(now);
            device.Step(now);
            if (now == MeasureAtMs)
            {
                opened.Application.Receiver?.Service.MeasureNext();
            }
            else if (now == SelfTestAtMs)
            {
                opened.Application.Receiver?.Service.StartSelfTest();
            }
        }

        Assert.True(device.RecordedRecords > 1, "it recorded nothing");
    }

    [GeneratedRegex("\"([A-Za-z0-9]+)\":(-?[0-9]+)")]
    private static partial Regex Numbers();

    [GeneratedRegex("^config: '[A-Za-z0-9.]+' is .+; expected .+")]
    private static partial Regex Reason();

    // The one name is at the front of every error; this is the other.
    [GeneratedRegex(": [a-zA-Z0-9.]+ has that one$|not 34 to 39$|than transmitter.supply has$|of its own for each bmp280$|^config: 'autopilot' is .* takes COM3$")]
    private static partial Regex Clash();
}
