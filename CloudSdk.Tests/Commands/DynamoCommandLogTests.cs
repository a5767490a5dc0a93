using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Storage;

namespace DroneLink.CloudSdk.Tests.Commands;

/// <summary>The contract over the wire, on a DynamoDB that is not ours.</summary>
public sealed class DynamoCommandLogTests : CommandLogContract, IClassFixture<DynamoFixture>
{
    private readonly DynamoFixture _dynamo;
    private readonly string _table;

    public DynamoCommandLogTests(DynamoFixture dynamo)
    {
        Assert.SkipWhen(dynamo.WhyNot is not null, dynamo.WhyNot ?? "");
        _dynamo = dynamo;
        _table = dynamo.New().Name;
        Log = Open(dynamo.Client);
    }

    protected override ICommandLog Log { get; }

    [Fact]
    public async Task What_is_past_its_time_is_not_there_before_DynamoDB_deletes_it()
    {
        await Log.AddAsync(Command("c1"), Token);
        Clock.Advance(TimeSpan.FromDays(30));

        Assert.Null(await Log.FindAsync("kite", "c1", Token));
        Assert.Empty((await Log.ListAsync("kite", 10, null, Token)).Commands);

        var again = Command("c1", Clock.GetUtcNow());
        Assert.Equal(again, await Log.AddAsync(again, Token));
        Assert.Equal([again], (await Log.ListAsync("kite", 10, null, Token)).Commands);
        var first = await Log.ListAsync("kite", 1, null, Token);
        Assert.Equal([again], first.Commands);
        Assert.Empty((await Log.ListAsync("kite", 1, first.Next, Token)).Commands);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(DynamoTableOptions.DefaultMaxAttempts - 1)]
    [InlineData(DynamoTableOptions.DefaultMaxAttempts)]
    public async Task What_DynamoDB_leaves_unread_is_asked_for_again(int times)
    {
        await Log.AddAsync(Command("c1"), Token);
        await Log.AddAsync(Command("c2", Now.AddSeconds(1)), Token);
        using var client = _dynamo.Connect(new UnreadKeys(times));
        var log = Open(client);

        if (times < DynamoTableOptions.DefaultMaxAttempts)
            Assert.Equal(["c2", "c1"], (await log.ListAsync("kite", 10, null, Token)).Commands.Select(command => command.Id));
        else
            await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(async () => await log.ListAsync("kite", 10, null, Token));
    }

    [Theory]
    [InlineData(WireFault.Throttled, false)]
    [InlineData(WireFault.Throttled, true)]
    [InlineData(WireFault.AnswerLost, false)]
    [InlineData(WireFault.AnswerLost, true)]
    public async Task Cut_at_any_call_and_done_again_there_is_one_command_and_it_goes_forward(WireFault fault, bool isForGood)
    {
        for (var call = 1; ; call++)
        {
            var id = $"c{call}";
            var isCut = await CutAsync(async log => Assert.Equal(Command(id), await log.AddAsync(Command(id), Token)));
            await Log.AddAsync(Command(id), Token);
            Assert.Equal(Command(id), await Log.AddAsync(Command(id, Now.AddSeconds(1)) with { Command = "reboot" }, Token));
            await AssertListedOnceAsync(Command(id));

            foreach (var status in new[] { CommandStatus.Sent, CommandStatus.Failed })
            {
                var changed = Command(id) with { Status = status, ChangedAt = Now.AddSeconds((int)status), Message = "m" };
                isCut |= await CutAsync(async log => Assert.Equal(changed, await AdvanceAsync(log, status)));
                Assert.Equal(changed, await AdvanceAsync(Log, status));
                Assert.Equal(changed, await AdvanceAsync(Log, CommandStatus.Sent));
                await AssertListedOnceAsync(changed);
                isCut |= await CutAsync(async log => Assert.Contains(changed, (await log.ListAsync("kite", 10, null, Token)).Commands));
            }

            if (isCut)
                continue;
            Assert.True(call > 2);
            return;

            async Task<bool> CutAsync(Func<DynamoCommandLog, Task> act)
            {
                var wire = new FaultyWire(fault, call, isForGood);
                using var client = _dynamo.Connect(wire);
                var failure = await Record.ExceptionAsync(() => act(Open(client)));
                var isCut = wire.Calls >= call;
                Assert.Equal(isCut && isForGood, failure is AmazonServiceException or HttpRequestException);
                Assert.True(failure is null || isForGood, failure?.ToString());
                return isCut;
            }

            ValueTask<LoggedCommand?> AdvanceAsync(ICommandLog log, CommandStatus status) =>
                log.AdvanceAsync("kite", id, status, Now.AddSeconds((int)status), "m", Token);
        }
    }

    [Fact]
    public async Task With_somebody_else_before_any_call_all_see_one_command_and_its_first_end()
    {
        for (var call = 1; ; call++)
        {
            var id = $"c{call}";
            LoggedCommand? others = null;
            var wire = new FaultyWire(
                async () =>
                {
                    await Log.AddAsync(Command(id) with { Command = "reboot" }, Token);
                    others = await Log.AdvanceAsync("kite", id, CommandStatus.Failed, Now, "no", Token);
                },
                call);
            using var client = _dynamo.Connect(wire);
            var log = Open(client);

            var added = await log.AddAsync(Command(id), Token);
            var sent = await log.AdvanceAsync("kite", id, CommandStatus.Sent, Now.AddSeconds(1), null, Token);
            var done = await log.AdvanceAsync("kite", id, CommandStatus.Done, Now.AddSeconds(2), null, Token);

            var found = (await Log.FindAsync("kite", id, Token))!;
            Assert.Equal((added.Command, done), (found.Command, found));
            Assert.True(added.Status <= sent!.Status && sent.Status <= done!.Status);
            await AssertListedOnceAsync(found);
            if (wire.Calls < call)
            {
                Assert.True(call > 4);
                return;
            }

            // Its status may be behind: somebody else was there before the last call.
            Assert.Equal(others!.Status, found.Status);
            Assert.Equal(others.Command, found.Command);
        }
    }

    [Fact]
    public async Task A_command_whose_adding_was_cut_off_is_listed_once_it_is_added_again()
    {
        await Log.AddAsync(Command("c1"), Token);
        var items = (await _dynamo.Client.ScanAsync(new ScanRequest { TableName = _table, ConsistentRead = true }, Token)).Items;
        var pointer = Assert.Single(items, item => item["sk"].S.StartsWith("T#", StringComparison.Ordinal));
        Assert.All(items, item => Assert.Equal(Now.AddDays(30).ToUnixTimeSeconds().ToString(), item["expires"].N));
        await _dynamo.Client.DeleteItemAsync(_table, new() { ["pk"] = pointer["pk"], ["sk"] = pointer["sk"] }, Token);
        Assert.Empty((await Log.ListAsync("kite", 10, null, Token)).Commands);

        await Log.AddAsync(Command("c1", Now.AddSeconds(3)), Token);

        Assert.Equal(Now, Assert.Single((await Log.ListAsync("kite", 10, null, Token)).Commands).RequestedAt);
    }

    [Fact]
    public async Task No_item_has_a_secret_after_the_end()
    {
        const string Secret = """{"key":"00112233"}""";
        await Log.AddAsync(Command("c1") with { SecretParameters = Secret }, Token);
        Assert.Contains(Secret, await TextsAsync());

        await Log.AdvanceAsync("kite", "c1", CommandStatus.Done, Now, null, Token);

        Assert.DoesNotContain(Secret, await TextsAsync());

        async Task<IEnumerable<string>> TextsAsync() =>
            (await _dynamo.Client.ScanAsync(new ScanRequest { TableName = _table, ConsistentRead = true }, Token)).Items.SelectMany(item => item.Values).Select(value => value.S ?? "");
    }

    private async Task AssertListedOnceAsync(LoggedCommand command) =>
        Assert.Single((await Log.ListAsync("kite", 100, null, Token)).Commands.Where(one => one.Id == command.Id), command);

    private DynamoCommandLog Open(AmazonDynamoDBClient client) => new(new DynamoTable(client, _table, Clock, () => 0), TimeSpan.FromDays(30));

    /// <summary>Answers the first calls of BatchGetItem with all of the keys unread.</summary>
    private sealed class UnreadKeys(int times) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(times));

        private sealed class Handler(int times) : DelegatingHandler(new SocketsHttpHandler())
        {
            private int _left = times;

            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                if (!request.Headers.GetValues("X-Amz-Target").Single().EndsWith(".BatchGetItem", StringComparison.Ordinal) || _left-- <= 0)
                    return await base.SendAsync(request, cancellationToken);
                var wanted = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!["RequestItems"]!.DeepClone();
                var answer = new JsonObject { ["Responses"] = new JsonObject(), ["UnprocessedKeys"] = wanted };
                return new HttpResponseMessage(System.Net.HttpStatusCode.OK)
                {
                    Content = new StringContent(answer.ToJsonString(), null, "application/x-amz-json-1.0"),
                };
            }
        }
    }
}
