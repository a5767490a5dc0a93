namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>How a <see cref="RuntimeLoop"/> works.</summary>
public sealed record RuntimeLoopOptions
{
    /// <summary>Default of <see cref="DeadlineMargin"/>.</summary>
    public static readonly TimeSpan DefaultDeadlineMargin = TimeSpan.FromMilliseconds(500);

    /// <summary>Default of <see cref="StopTime"/>.</summary>
    public static readonly TimeSpan DefaultStopTime = TimeSpan.FromMilliseconds(450);

    /// <summary>How long before Lambda's deadline a function's token fires; zero or more.</summary>
    public TimeSpan DeadlineMargin { get; init; } = DefaultDeadlineMargin;

    /// <summary>
    /// How long all of the ending may take after SIGTERM: the invocation under way, and then what was registered with
    /// <see cref="RuntimeLoop.OnStop"/>. Lambda kills after 500 ms; more than zero.
    /// </summary>
    public TimeSpan StopTime { get; init; } = DefaultStopTime;

    /// <summary>Dates and delays go by it.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Hears of each invocation before its answer is posted, since Lambda stops the process after that; and again when the API does not take
    /// the answer. It must not throw.
    /// </summary>
    public Action<InvocationOutcome>? OnCompleted { get; init; }

    /// <summary>Hears, in a sentence, of what ends the loop or fails while it ends. It must not throw. Null for standard error.</summary>
    public Action<string>? OnProblem { get; init; }
}
