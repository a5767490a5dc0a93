using DroneLink.CloudSdk.Commands;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Commands;

/// <summary>What every log of commands keeps to.</summary>
public abstract class CommandLogContract
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, 123, TimeSpan.Zero);

    protected abstract ICommandLog Log { get; }

    protected FakeTimeProvider Clock { get; } = new(Now);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_is_found_as_it_was_added()
    {
        var full = Command("c1") with { Caller = "pilot", Message = "m", SecretParameters = """{"key":"00"}""" };
        Assert.Equal(full, await Log.AddAsync(full, Token));
        Assert.Equal(Command("c2"), await Log.AddAsync(Command("c2"), Token));

        Assert.Equal(full, await Log.FindAsync("kite", "c1", Token));
        Assert.Equal(Command("c2"), await Log.FindAsync("kite", "c2", Token));
        Assert.Null(await Log.FindAsync("kite", "c3", Token));
        Assert.Null(await Log.FindAsync("other", "c1", Token));
    }

    [Fact]
    public async Task An_id_is_one_command_of_its_device_for_ever()
    {
        await Log.AddAsync(Command("c1"), Token);
        await Log.AdvanceAsync("kite", "c1", CommandStatus.Done, Now.AddSeconds(1), null, Token);

        var again = await Log.AddAsync(Command("c1", Now.AddMinutes(5)) with { Command = "reboot" }, Token);
        var other = await Log.AddAsync(Command("c1") with { DeviceId = "other" }, Token);

        Assert.Equal(("setPower", CommandStatus.Done, Now), (again.Command, again.Status, again.RequestedAt));
        Assert.Equal(CommandStatus.Pending, other.Status);
        Assert.Single((await Log.ListAsync("kite", 10, null, Token)).Commands);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_added_and_all_see_that_one()
    {
        var seen = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(
            async () => await Log.AddAsync(Command("c1") with { Parameters = $$"""{"powerMw":{{i}}}""" }, Token), Token)));

        Assert.Single(seen.Distinct());
        Assert.Equal(seen[0], await Log.FindAsync("kite", "c1", Token));
    }

    [Fact]
    public async Task A_command_goes_forward_and_its_first_end_stays()
    {
        await Log.AddAsync(Command("c1"), Token);

        Assert.Equal(Command("c1") with { Status = CommandStatus.Sent, ChangedAt = Now.AddSeconds(1) }, await AdvanceAsync(CommandStatus.Sent, 1, null));
        Assert.Equal(CommandStatus.Received, (await AdvanceAsync(CommandStatus.Received, 2, "at it"))!.Status);
        var sentLate = await AdvanceAsync(CommandStatus.Sent, 3, null);
        Assert.Equal((CommandStatus.Received, Now.AddSeconds(2), "at it"), (sentLate!.Status, sentLate.ChangedAt, sentLate.Message));
        var failed = await AdvanceAsync(CommandStatus.Failed, 4, "no answer");
        Assert.Equal((CommandStatus.Failed, "no answer"), (failed!.Status, failed.Message));
        foreach (var late in new[] { CommandStatus.Failed, CommandStatus.Done, CommandStatus.Refused, CommandStatus.Received })
            Assert.Equal(failed, await AdvanceAsync(late, 5, "again"));
        Assert.Equal(failed, await Log.FindAsync("kite", "c1", Token));
        Assert.Null(await Log.AdvanceAsync("kite", "c2", CommandStatus.Done, Now, null, Token));
        Assert.Null(await Log.FindAsync("kite", "c2", Token));

        ValueTask<LoggedCommand?> AdvanceAsync(CommandStatus status, int seconds, string? message) =>
            Log.AdvanceAsync("kite", "c1", status, Now.AddSeconds(seconds), message, Token);
    }

    [Theory]
    [InlineData(CommandStatus.Sent)]
    [InlineData(CommandStatus.Received)]
    [InlineData(CommandStatus.Done)]
    [InlineData(CommandStatus.Failed)]
    [InlineData(CommandStatus.Refused)]
    public async Task A_command_that_is_as_far_already_stays_as_it_is(CommandStatus status)
    {
        await Log.AddAsync(Command("c1"), Token);
        var first = await Log.AdvanceAsync("kite", "c1", status, Now.AddSeconds(1), "first", Token);
        Assert.Equal((status, "first"), (first!.Status, first.Message));

        Assert.Equal(first, await Log.AdvanceAsync("kite", "c1", status, Now.AddSeconds(2), "again", Token));

        CommandStatus[] ends = first.IsFinal ? [CommandStatus.Done, CommandStatus.Failed, CommandStatus.Refused] : [];
        foreach (var other in ends)
            Assert.Equal(first, await Log.AdvanceAsync("kite", "c1", other, Now.AddSeconds(2), "again", Token));
    }

    [Theory]
    [InlineData(CommandStatus.Done)]
    [InlineData(CommandStatus.Failed)]
    [InlineData(CommandStatus.Refused)]
    public async Task A_secret_is_kept_until_the_end_and_no_longer(CommandStatus end)
    {
        var secret = Command("c1") with { SecretParameters = """{"key":"00"}""" };
        await Log.AddAsync(secret, Token);
        await Log.AddAsync(Command("c2"), Token);

        foreach (var status in new[] { CommandStatus.Sent, CommandStatus.Received })
        {
            Assert.Equal(secret.SecretParameters, (await Log.AdvanceAsync("kite", "c1", status, Now, null, Token))!.SecretParameters);
            Assert.Equal(secret.SecretParameters, (await Log.AddAsync(secret, Token)).SecretParameters);
            Assert.Equal(secret.SecretParameters, (await Log.ListOpenAsync("kite", Now, 1, Token))[0].SecretParameters);
        }

        var ended = (await Log.AdvanceAsync("kite", "c1", end, Now, "m", Token))!;
        await Log.AdvanceAsync("kite", "c2", end, Now, null, Token);

        Assert.Equal(secret with { Status = end, Message = "m", SecretParameters = null }, ended);
        Assert.Equal(ended, await Log.AddAsync(secret, Token));
        Assert.Equal(ended, await Log.FindAsync("kite", "c1", Token));
    }

    [Fact]
    public async Task An_end_without_a_word_takes_back_what_was_said_before()
    {
        await Log.AddAsync(Command("c1"), Token);
        await Log.AdvanceAsync("kite", "c1", CommandStatus.Received, Now, "at it", Token);

        Assert.Null((await Log.AdvanceAsync("kite", "c1", CommandStatus.Done, Now, null, Token))!.Message);
    }

    [Fact]
    public async Task Pages_have_every_command_of_the_device_once_the_newest_first()
    {
        var ids = Enumerable.Range(0, 25).Select(i => $"c-{i:D2}").ToList();
        foreach (var (id, i) in ids.Select((id, i) => (id, i)))
            await Log.AddAsync(Command(id, Now.AddMilliseconds(i / 3)), Token);
        await Log.AddAsync(Command("c-07") with { DeviceId = "other" }, Token);

        var read = new List<string>();
        CommandPosition? after = null;
        do
        {
            var page = await Log.ListAsync("kite", 5, after, Token);
            read.AddRange(page.Commands.Select(command => command.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Reverse(ids), read);
        Assert.Empty((await Log.ListAsync("nobody", 5, null, Token)).Commands);
    }

    [Fact]
    public async Task A_place_that_is_no_command_is_a_place_all_the_same()
    {
        await Log.AddAsync(Command("a", Now), Token);
        await Log.AddAsync(Command("b", Now.AddMilliseconds(2)), Token);

        var page = await Log.ListAsync("kite", 5, new CommandPosition(Now.ToUnixTimeMilliseconds() + 1, "x"), Token);

        Assert.Equal("a", Assert.Single(page.Commands).Id);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Log.ListAsync("kite", 0, null, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Log.ListAsync("kite", CommandPage.MaxCommands + 1, null, Token));
    }

    [Fact]
    public async Task Open_are_those_that_are_neither_final_nor_expired_the_oldest_first()
    {
        foreach (var (status, i) in Enum.GetValues<CommandStatus>().Select((status, i) => (status, i)))
        {
            await Log.AddAsync(Command($"c{i}", Now.AddSeconds(-i)), Token);
            await Log.AdvanceAsync("kite", $"c{i}", status, Now, null, Token);
        }

        await Log.AddAsync(Command("other") with { DeviceId = "other" }, Token);
        await Log.AddAsync(Command("b", Now.AddSeconds(-59)), Token);
        await Log.AddAsync(Command("a", Now.AddSeconds(-59)), Token);
        await Log.AddAsync(Command("expired", Now.AddSeconds(-60)), Token);
        await Log.AddAsync(Command("long", Now.AddSeconds(-3599)) with { ExpiresAt = Now.AddSeconds(1) }, Token);

        Assert.Equal(["long", "a", "b", "c2", "c1", "c0"], await IdsAsync(10));
        Assert.Equal(["long", "a"], await IdsAsync(2));
        Assert.Empty(await Log.ListOpenAsync("kite", Now.AddSeconds(60), 10, Token));
        Assert.Empty(await Log.ListOpenAsync("nobody", Now, 10, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => IdsAsync(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => IdsAsync(CommandPage.MaxCommands + 1));
    }

    [Fact]
    public async Task Open_are_found_behind_however_many_ended()
    {
        for (var i = 0; i < CommandPage.MaxCommands + 5; i++)
        {
            await Log.AddAsync(Command($"c{i}", Now.AddMilliseconds(i)), Token);
            if (i % 50 != 49)
                await Log.AdvanceAsync("kite", $"c{i}", CommandStatus.Refused, Now, null, Token);
        }

        await Log.AddAsync(Command("last", Now.AddSeconds(1)), Token);

        Assert.Equal(["c49", "c99", "last"], await IdsAsync(3));
        Assert.Equal(["c49", "c99", "last"], await IdsAsync(10));
    }

    private async Task<IEnumerable<string>> IdsAsync(int limit) => (await Log.ListOpenAsync("kite", Now, limit, Token)).Select(command => command.Id);

    protected static LoggedCommand Command(string id, DateTimeOffset? requestedAt = null) => new()
    {
        DeviceId = "kite",
        FleetId = "fleet-1",
        Id = id,
        Command = "setPower",
        Parameters = """{"powerMw":200}""",
        RequestedAt = requestedAt ?? Now,
        ExpiresAt = (requestedAt ?? Now).AddSeconds(60),
        ChangedAt = requestedAt ?? Now,
    };
}
