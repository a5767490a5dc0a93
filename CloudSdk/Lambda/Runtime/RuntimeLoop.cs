using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>
/// The loop of a custom runtime: takes invocations from Lambda's Runtime API one after the other, hands them to a function, and posts answers
/// and errors. Needs none of AWS's packages.
/// </summary>
/// <example>
/// <code>return await RuntimeLoop.MainAsync(_ => ValueTask.FromResult(LambdaFunctions.Kinesis(projection)));</code>
/// </example>
public sealed class RuntimeLoop : IDisposable
{
    private const string ApiVariable = "AWS_LAMBDA_RUNTIME_API";
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    private readonly RuntimeLoopOptions _options;
    private readonly TimeProvider _time;
    private readonly RuntimeClient _client;
    private readonly List<Func<CancellationToken, ValueTask>> _onStop = [];
    private bool _isWarm;

    /// <summary>Makes a loop.</summary>
    /// <param name="api">Host and port of the Runtime API: <c>AWS_LAMBDA_RUNTIME_API</c>.</param>
    /// <param name="options">The defaults when null.</param>
    public RuntimeLoop(string api, RuntimeLoopOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(api);
        _options = options ?? new RuntimeLoopOptions();
        _time = _options.TimeProvider;
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.DeadlineMargin, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.StopTime, TimeSpan.Zero);
        _client = new RuntimeClient(api);
    }

    /// <summary>Runs a loop as the whole of a program: on the API of the environment, until SIGTERM or SIGINT.</summary>
    /// <param name="initialize">See <see cref="RunAsync"/>.</param>
    /// <param name="options">The defaults when null.</param>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> MainAsync(Func<RuntimeLoop, ValueTask<LambdaFunction>> initialize, RuntimeLoopOptions? options = null)
    {
        if (Environment.GetEnvironmentVariable(ApiVariable) is not { Length: > 0 } api)
        {
            await Console.Error.WriteLineAsync($"{ApiVariable} is not set: AWS Lambda starts this program, as a custom runtime.").ConfigureAwait(false);
            return 1;
        }

        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var loop = new RuntimeLoop(api, options);
        return await loop.RunAsync(initialize, stop.Token).ConfigureAwait(false);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Registers what is to be done before the process ends, such as sending what is buffered. The last one is done first.</summary>
    /// <param name="flush">What to do; its token fires when the time is over. What it throws is told and holds up nothing.</param>
    public void OnStop(Func<CancellationToken, ValueTask> flush)
    {
        ArgumentNullException.ThrowIfNull(flush);
        _onStop.Add(flush);
    }

    /// <summary>Runs until the token ends it or the API fails.</summary>
    /// <param name="initialize">
    /// Makes the function, once. What it throws is reported as the error of the start. It may call <see cref="OnStop"/>.
    /// </param>
    /// <param name="stop">
    /// Ends the loop: the invocation under way hears of it and has half of <see cref="RuntimeLoopOptions.StopTime"/> for its answer.
    /// </param>
    /// <returns>0 after <paramref name="stop"/>; 1 when the start or the API failed.</returns>
    public async Task<int> RunAsync(Func<RuntimeLoop, ValueTask<LambdaFunction>> initialize, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(initialize);
        using var answerBy = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var endBy = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var stopping = stop.Register(() =>
        {
            answerBy.CancelAfter(_options.StopTime / 2);
            endBy.CancelAfter(_options.StopTime);
        });
        var exitCode = 0;
        try
        {
            if (await StartAsync(initialize, endBy.Token).ConfigureAwait(false) is not { } function)
                exitCode = 1;
            else
                await LoopAsync(function, stop, answerBy.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to end.
        }
        catch (RuntimeApiException exception)
        {
            Tell(exception.Message);
            exitCode = 1;
        }

        if (!stop.IsCancellationRequested)
            endBy.CancelAfter(_options.StopTime);
        await FlushAsync(endBy.Token).ConfigureAwait(false);
        return exitCode;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<LambdaFunction?> StartAsync(Func<RuntimeLoop, ValueTask<LambdaFunction>> initialize, CancellationToken cancellationToken)
    {
        try
        {
            return await initialize(this).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var error = RuntimeError.From(exception);
            Tell($"The function cannot start: {error.ErrorType}: {error.ErrorMessage}");
            await _client.FailInitAsync(error, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private async Task LoopAsync(LambdaFunction function, CancellationToken stop, CancellationToken answerBy)
    {
        while (!stop.IsCancellationRequested)
        {
            var (invocation, payload) = await _client.NextAsync(stop).ConfigureAwait(false);
            await InvokeAsync(function, invocation, payload, stop, answerBy).ConfigureAwait(false);
        }
    }

    private async Task InvokeAsync(
        LambdaFunction function, LambdaInvocation invocation, byte[] payload, CancellationToken stop, CancellationToken answerBy)
    {
        // X-Ray's and the SDK's own place for it.
        Environment.SetEnvironmentVariable(TraceVariable, invocation.TraceId);
        using var activity = CloudDiagnostics.Activities.StartActivity(
            CloudDiagnostics.InvokeActivity, ActivityKind.Server, XRayTrace.ParentOf(invocation.TraceId));
        activity?.SetTag("faas.invocation_id", invocation.RequestId);

        var began = _time.GetTimestamp();
        using var deadline = DeadlineOf(invocation);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        ReadOnlyMemory<byte> answer = default;
        Exception? error = null;
        try
        {
            answer = await function(payload, invocation, either.Token).AsTask().WaitAsync(answerBy).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception;
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
        }

        var duration = _time.GetElapsedTime(began);
        CloudDiagnostics.Duration.Record(duration.TotalMilliseconds);
        var isColdStart = !_isWarm;
        _isWarm = true;
        CloudDiagnostics.ColdStarted.Add(isColdStart ? 1 : 0);
        Complete(error);
        var status = error is null
            ? await _client.RespondAsync(invocation.RequestId, answer, answerBy).ConfigureAwait(false)
            : await _client.FailAsync(invocation.RequestId, RuntimeError.From(error), answerBy).ConfigureAwait(false);
        if (error is null && status == HttpStatusCode.RequestEntityTooLarge)
        {
            error = new ResponseTooLargeException(answer.Length);
            Complete(error);
            status = await _client.FailAsync(invocation.RequestId, RuntimeError.From(error), answerBy).ConfigureAwait(false);
        }

        // Such as after the deadline: nobody waits for this answer any more.
        if ((int)status >= 400)
            Tell($"The Runtime API answered {(int)status} to the answer of {invocation.RequestId}.");

        void Complete(Exception? outcome)
        {
            CloudDiagnostics.Errors.Add(outcome is null ? 0 : 1);
            _options.OnCompleted?.Invoke(
                new InvocationOutcome(invocation, duration, isColdStart, payload.Length, outcome is null ? answer.Length : 0, outcome));
        }
    }

    private CancellationTokenSource DeadlineOf(LambdaInvocation invocation)
    {
        var left = invocation.Deadline - _time.GetUtcNow() - _options.DeadlineMargin;
        return left < TimeSpan.FromDays(1)
            ? new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time)
            : new CancellationTokenSource();
    }

    private async Task FlushAsync(CancellationToken endBy)
    {
        foreach (var flush in Enumerable.Reverse(_onStop))
        {
            try
            {
                await flush(endBy).AsTask().WaitAsync(endBy).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Tell($"What was to be done before the end failed: {exception.GetType().Name}: {exception.Message}");
            }
        }
    }

    private void Tell(string problem)
    {
        if (_options.OnProblem is { } hear)
            hear(Secrets.Redact(problem));
        else
            Console.Error.WriteLine(Secrets.Redact(problem));
    }
}
