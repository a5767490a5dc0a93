using DroneLink.CloudSdk.Commands;

namespace DroneLink.Tool.Tests.Remote;

/// <summary>Commands of the past.</summary>
internal static class CommandTrail
{
    /// <summary>Logs a command to <c>kite</c> as one that was sent a minute ago, and of which nothing was heard.</summary>
    /// <param name="test">The station.</param>
    /// <param name="id">Its id.</param>
    /// <param name="command">What was to be done.</param>
    /// <param name="left">How long it has yet; below zero when it expired.</param>
    public static async Task AddSentAsync(TestStation test, string id, string command, TimeSpan left)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var sent = new LoggedCommand
        {
            DeviceId = "kite",
            FleetId = "fleet-1",
            Id = id,
            Command = command,
            Parameters = "{}",
            RequestedAt = now.AddMinutes(-1),
            ExpiresAt = now + left,
            ChangedAt = now,
            Status = CommandStatus.Sent,
        };
        await test.Station.Cloud.Commands.AddAsync(sent, TestContext.Current.CancellationToken);
    }
}
