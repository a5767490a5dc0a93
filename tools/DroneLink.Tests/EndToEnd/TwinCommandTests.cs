using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Commands;
using DroneLink.Host.Twins;
using DroneLink.Tool.Tests.Remote;

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
        var options = await BenchTwin.OptionsAsync(test, folder);
        await OrderAsync(test, "r1", "reboot");
        await OrderAsync(test, "s1", "setRates", "systemMs=2000");
        await CommandTrail.AddSentAsync(test, "late", "reboot", TimeSpan.FromMilliseconds(-1));

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

    /// <summary>As many as it has room for, all at once.</summary>
    [Fact]
    public async Task AllThatItHearsAgain_IsDone()
    {
        using var folder = new TestFolder();
        await using var test = await TestStation.StartAsync();
        var options = await BenchTwin.OptionsAsync(test, folder);
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

    private static async Task<(string? Status, string? Message)> StatusAsync(TestStation test, string id)
    {
        var command = JsonNode.Parse(await test.Http.GetStringAsync($"/v1/devices/kite/commands/{id}", Token))!;
        return ((string?)command["status"], (string?)command["message"]);
    }

    private static Task IsDoneAsync(TestStation test, string id) =>
        Eventually.IsTrueAsync(async () => (await StatusAsync(test, id)).Status == "done", $"{id} is done");
}
