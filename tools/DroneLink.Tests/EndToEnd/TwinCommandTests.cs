using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Commands;
using DroneLink.Host.Twins;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Tests.EndToEnd;

/// <summary>The firmware's own side of commands, over real sockets: what was ordered while the device was out of reach.</summary>
public class TwinCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatWasOrderedMeanwhile_IsDoneOnceWhenItIsBack_AndWhatExpiredNever()
    {
        using var folder = new TestFolder();
        await using var test = await TestStation.StartAsync();
        var options = await OptionsAsync(test, folder);
        await OrderAsync(test, "r1", "reboot");
        await OrderAsync(test, "s1", "setRates", "systemMs=2000");
        await LogExpiredAsync(test, "late");

        using var landing = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var twin = new Twin(options);
        var boots = new List<uint>();
        var flight = Task.Run(
            () => twin.RunAsync(
                device =>
                {
                    if (boots.LastOrDefault() != device.BootId) boots.Add(device.BootId);
                },
                landing.Token),
            Token);
        await IsDoneAsync(test, "r1");
        await IsDoneAsync(test, "s1");

        // What comes after them has them all behind it.
        await OrderAsync(test, "n1", "sendLog");
        await IsDoneAsync(test, "n1");
        await landing.CancelAsync();
        await flight;

        Assert.Equal(2, boots.Distinct().Count());
        Assert.Equal(("expired", null), await StatusAsync(test, "late"));
    }

    /// <summary>More than it has room for at once: it comes back for the rest by itself.</summary>
    [Fact]
    public async Task AllThatItHearsAgain_IsDone()
    {
        using var folder = new TestFolder();
        await using var test = await TestStation.StartAsync();
        var options = await OptionsAsync(test, folder);
        var ids = Enumerable.Range(1, CommandHandler.MaxSentAgain).Select(number => $"s{number}").ToList();
        foreach (var id in ids) await OrderAsync(test, id, "setRates", "systemMs=2000");

        using var landing = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var twin = new Twin(options);
        var flight = Task.Run(() => twin.RunAsync(_ => { }, landing.Token), Token);
        foreach (var id in ids) await IsDoneAsync(test, id);
        await landing.CancelAsync();
        await flight;
    }

    private static async Task OrderAsync(TestStation test, string id, string command, params string[] parameters)
    {
        string[] head = ["command", "kite", command];
        string[] tail = ["--id", id, "--expires", "3600", "--wait", "0", "--url", test.Station.Address.ToString()];
        var run = await CommandRun.OfAsync([.. head, .. parameters, .. tail]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private static async Task LogExpiredAsync(TestStation test, string id)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await test.Station.Cloud.Commands.AddAsync(
            new LoggedCommand
            {
                DeviceId = "kite",
                FleetId = "fleet-1",
                Id = id,
                Command = "reboot",
                Parameters = "{}",
                RequestedAt = now.AddMinutes(-1),
                ExpiresAt = now.AddMilliseconds(-1),
                ChangedAt = now,
                Status = CommandStatus.Sent,
            },
            Token);
    }

    private static async Task<(string? Status, string? Message)> StatusAsync(TestStation test, string id)
    {
        var command = JsonNode.Parse(await test.Http.GetStringAsync($"/v1/devices/kite/commands/{id}", Token))!;
        return ((string?)command["status"], (string?)command["message"]);
    }

    private static Task IsDoneAsync(TestStation test, string id) =>
        Eventually.IsTrueAsync(async () => (await StatusAsync(test, id)).Status == "done", $"{id} is done");

    // Nothing is connected, so that nobody waits for a landing.
    private static async Task<TwinOptions> OptionsAsync(TestStation test, TestFolder folder)
    {
        var device = await test.AddDeviceAsync("kite");
        var endpoints = DeviceEndpoints.OfStation(System.Net.IPAddress.Loopback, test.Station.MqttPort, test.Station.Port);
        var configuration = JsonNode.Parse(DeviceProvisioner.Configure(device, endpoints).ToJson())!.AsObject();
        configuration.Remove("autopilot");
        var path = folder.At("kite.json");
        await File.WriteAllTextAsync(path, configuration.ToJsonString(), Token);
        return new TwinOptions { ConfigurationPath = path, FlashFolder = folder.At("flash"), Seed = 1, Random = 1 };
    }
}
