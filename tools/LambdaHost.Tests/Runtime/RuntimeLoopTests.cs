using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.LambdaHost.Tests.Runtime;

public sealed class RuntimeLoopTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RuntimeApi _api = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly List<InvocationOutcome> _completed = [];
    private readonly List<string> _problems = [];
    private Task<int> _running = Task.FromResult(0);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _api.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task An_event_goes_in_and_its_answer_out()
    {
        LambdaInvocation? seen = null;
        Start(async (payload, invocation, _) =>
        {
            await Task.Yield();
            seen = invocation;
            return Encoding.UTF8.GetBytes($"[{Encoding.UTF8.GetString(payload.Span)}]");
        });
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().AddSeconds(30).ToUnixTimeMilliseconds());

        _api.Invoke("one", "1", deadline, "Root=1-5759e988-bd862e3fe1be46a994272793");
        var posted = await _api.PostedAsync();
        _api.Invoke("two", "2");

        Assert.Equal(("invocation/one/response", "[1]"), (posted.Path, posted.Text));
        Assert.Equal("[2]", (await _api.PostedAsync()).Text);
        Assert.Equal("two", seen!.RequestId);
        Assert.Equal("arn:aws:lambda:eu-central-1:123456789012:function:f", seen.FunctionArn);
        Assert.Equal([("one", true), ("two", false)], _completed.Select(outcome => (outcome.Invocation.RequestId, outcome.IsColdStart)));
        Assert.Equal(deadline, _completed[0].Invocation.Deadline);
        Assert.Equal((1, 3), (_completed[0].RequestBytes, _completed[0].ResponseBytes));
    }

    [Fact]
    public async Task What_a_function_throws_is_the_error_of_its_invocation_and_of_no_other()
    {
        Start((payload, _, _) => payload.Span[0] == '!' ? throw new FormatException("It is no number.") : new(payload));

        _api.Invoke("one", "!");
        var posted = await _api.PostedAsync();
        _api.Invoke("two", "2");

        Assert.Equal("invocation/one/error", posted.Path);
        Assert.Equal("application/vnd.aws.lambda.error+json", posted.Headers["Content-Type"]);
        Assert.Equal("FormatException", posted.Headers["Lambda-Runtime-Function-Error-Type"]);
        var error = JsonNode.Parse(posted.Text)!.AsObject();
        Assert.Equal(["errorMessage", "errorType", "stackTrace"], error.Select(member => member.Key));
        Assert.Equal(("It is no number.", "FormatException"), ((string?)error["errorMessage"], (string?)error["errorType"]));
        Assert.NotEmpty(error["stackTrace"]!.AsArray());
        Assert.Equal("invocation/two/response", (await _api.PostedAsync()).Path);
    }

    [Fact]
    public async Task The_token_fires_by_the_margin_before_the_deadline()
    {
        var waiting = new TaskCompletionSource<CancellationToken>();
        Start(async (_, _, token) =>
        {
            waiting.SetResult(token);
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return default;
        });

        _api.Invoke("one", "", DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds()).AddSeconds(3));
        var token = await waiting.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMilliseconds(2490));
        Assert.False(token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal("TaskCanceledException", (await _api.PostedAsync()).Headers["Lambda-Runtime-Function-Error-Type"]);
    }

    [Fact]
    public async Task A_deadline_that_is_over_fires_at_once_and_the_answer_counts_all_the_same()
    {
        Start((_, _, token) => new(Encoding.UTF8.GetBytes(token.IsCancellationRequested ? "late" : "early")));

        _api.Invoke("one", "", _time.GetUtcNow().AddMilliseconds(-1));

        Assert.Equal("late", (await _api.PostedAsync()).Text);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_the_error_of_its_invocation()
    {
        _api.StatusOf = path => path == "invocation/one/response" ? 413 : path == "invocation/next" ? 200 : 202;
        Start((payload, _, _) => new(payload));

        _api.Invoke("one", "12345");
        await _api.PostedAsync();
        var error = await _api.PostedAsync();
        _api.Invoke("two", "2");

        Assert.Equal(("invocation/one/error", "ResponseTooLargeException"), (error.Path, error.Headers["Lambda-Runtime-Function-Error-Type"]));
        Assert.Contains("5 bytes", error.Text, StringComparison.Ordinal);
        Assert.Equal("invocation/two/response", (await _api.PostedAsync()).Path);
        Assert.Equal([null, "ResponseTooLargeException", null], _completed.Select(outcome => outcome.Error?.GetType().Name));
    }

    [Theory]
    [InlineData("invocation/next", 500)]
    [InlineData("invocation/next", 403)]
    [InlineData("invocation/next", 0)]
    [InlineData("invocation/one/response", 500)]
    public async Task When_the_api_fails_the_loop_ends(string path, int status)
    {
        _api.StatusOf = asked => asked == path ? status : asked == "invocation/next" ? 200 : 202;
        var isFlushed = false;
        Start((payload, _, _) => new(payload), loop => loop.OnStop(_ =>
        {
            isFlushed = true;
            return ValueTask.CompletedTask;
        }));

        _api.Invoke("one", "1");

        Assert.Equal(1, await EndedAsync());
        Assert.True(isFlushed);
        Assert.Contains("Runtime API", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_the_api_no_longer_wants_ends_nothing()
    {
        _api.StatusOf = path => path == "invocation/one/response" ? 400 : path == "invocation/next" ? 200 : 202;
        Start((payload, _, _) => new(payload));

        _api.Invoke("one", "1");
        _api.Invoke("two", "2");

        Assert.Equal("invocation/one/response", (await _api.PostedAsync()).Path);
        Assert.Equal("invocation/two/response", (await _api.PostedAsync()).Path);
        Assert.Contains("400", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_it_from_starting_is_reported_and_ends_it()
    {
        var loop = new RuntimeLoop(_api.Authority, Options());
        _running = loop.RunAsync(_ => throw new InvalidOperationException("There is no table."), _stop.Token);

        var posted = await _api.PostedAsync();

        Assert.Equal(("init/error", "InvalidOperationException"), (posted.Path, posted.Headers["Lambda-Runtime-Function-Error-Type"]));
        Assert.Equal("There is no table.", (string?)JsonNode.Parse(posted.Text)!["errorMessage"]);
        Assert.Equal(1, await EndedAsync());
    }

    [Fact]
    public async Task Stopped_while_it_waits_it_flushes_the_last_first_and_ends()
    {
        var flushed = new List<int>();
        Start((payload, _, _) => new(payload), loop =>
        {
            for (var i = 1; i <= 3; i++)
            {
                var number = i;
                loop.OnStop(_ =>
                {
                    flushed.Add(number);
                    return number == 2 ? throw new IOException("The disk is full.") : ValueTask.CompletedTask;
                });
            }
        });
        await _api.FirstNext;

        await _stop.CancelAsync();

        Assert.Equal(0, await EndedAsync());
        Assert.Equal([3, 2, 1], flushed);
        Assert.Contains("The disk is full.", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_in_an_invocation_it_lets_the_function_answer()
    {
        var waiting = new TaskCompletionSource();
        Start(async (_, _, token) =>
        {
            waiting.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token).ContinueWith(_ => { }, TestContext.Current.CancellationToken);
            return Encoding.UTF8.GetBytes("what I have");
        });
        _api.Invoke("one", "");
        await waiting.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        await _stop.CancelAsync();

        Assert.Equal("what I have", (await _api.PostedAsync()).Text);
        Assert.Equal(0, await EndedAsync());
    }

    [Fact]
    public async Task Stopped_with_a_function_and_a_flush_that_hear_nothing_it_ends_by_its_time()
    {
        var (waiting, flushing) = (new TaskCompletionSource(), new TaskCompletionSource());
        Start(
            async (_, _, _) =>
            {
                waiting.SetResult();
                await new TaskCompletionSource().Task;
                return default;
            },
            loop => loop.OnStop(async _ =>
            {
                flushing.SetResult();
                await new TaskCompletionSource().Task;
            }));
        _api.Invoke("one", "");
        await waiting.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        await _stop.CancelAsync();
        _time.Advance(TimeSpan.FromMilliseconds(230));
        await flushing.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(_running.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(230));

        Assert.Equal(0, await EndedAsync());
    }

    [Fact]
    public async Task An_invocation_is_an_activity_of_its_trace()
    {
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CloudDiagnostics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("faas.invocation_id") == "traced")
                    seen.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        Start((payload, _, _) => new(payload));

        _api.Invoke("traced", "1", traceId: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
        await _api.PostedAsync();
        await _stop.CancelAsync();
        await EndedAsync();

        var activity = Assert.Single(seen);
        Assert.Equal(("5759e988bd862e3fe1be46a994272793", "53995c3f42cd8ad8"), (activity.TraceId.ToHexString(), activity.ParentSpanId.ToHexString()));
    }

    private Task<int> EndedAsync() => _running.WaitAsync(Patience, TestContext.Current.CancellationToken);

    private void Start(LambdaFunction function, Action<RuntimeLoop>? initialize = null)
    {
        var loop = new RuntimeLoop(_api.Authority, Options());
        _running = Task.Run(async () =>
        {
            using (loop)
            {
                return await loop.RunAsync(
                    started =>
                    {
                        initialize?.Invoke(started);
                        return ValueTask.FromResult(function);
                    },
                    _stop.Token);
            }
        });
    }

    private RuntimeLoopOptions Options() => new() { TimeProvider = _time, OnCompleted = _completed.Add, OnProblem = _problems.Add };
}
