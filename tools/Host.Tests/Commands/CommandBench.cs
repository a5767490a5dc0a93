using DroneLink.Host.Tests.Updates;
using Xunit;

namespace DroneLink.Host.Tests.Commands;

/// <summary>A whole device and a cloud that commands it.</summary>
internal sealed class CommandBench : IDisposable
{
    public const long Utc = 1_795_521_600_000;

    private const string Head = """
        {"deviceId":"kite","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "mqtt":{"host":"none","tls":false},"uplink":{"firstTryMs":0,"backoffBaseMs":500,"backoffCapMs":2000}
        """;

    public CommandBench(string parts, CuttableFlash flash = null, double groundSeconds = 1_000_000)
    {
        Twin = new VirtualTwin(Json(parts), Cloud, Utc, flash, groundSeconds);
    }

    public CommandCloud Cloud { get; } = new();

    public VirtualTwin Twin { get; }

    public long Seconds => (Utc + Twin.NowMs) / 1000;

    public static string Json(string parts) => Head + "," + parts + "}";

    /// <summary>Waits until the device hears the cloud and has heard its autopilot.</summary>
    public CommandBench Ready(double seconds = 8)
    {
        Twin.Run(seconds);
        Assert.True(Twin.Board.IsConnected, string.Join('\n', Twin.Lines));
        return this;
    }

    /// <summary>Sends a command.</summary>
    public void Send(string id, string command, string parameters = null, int expiresIn = 60) =>
        Twin.Board.Command(Cloud.Add(id, command, Seconds + expiresIn, parameters));

    /// <summary>Sends a command and returns what the device said of it.</summary>
    public string Do(string id, string command, string parameters = null, double seconds = 30)
    {
        Send(id, command, parameters, 300);
        Assert.True(Twin.RunUntil(() => Cloud.ResultOf(id) != null, seconds), $"{command}: no result; {string.Join('\n', Twin.Lines)}");
        return Cloud.ResultOf(id);
    }

    public void Dispose() => Twin.Dispose();
}
