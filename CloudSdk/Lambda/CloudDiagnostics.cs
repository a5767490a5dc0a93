using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>
/// What can be listened to, with OpenTelemetry or anything else that knows <see cref="System.Diagnostics.ActivitySource"/> and
/// <see cref="System.Diagnostics.Metrics.Meter"/>: nothing is measured while nobody listens. The names are kept from version to version.
/// </summary>
public static class CloudDiagnostics
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "DroneLink.CloudSdk";

    /// <summary>Activity: one invocation of a function by the runtime loop.</summary>
    public const string InvokeActivity = "invoke";

    /// <summary>Activity: one batch of the stream into every sink.</summary>
    public const string ProjectActivity = "project";

    /// <summary>Counter: frames that ingest made durable.</summary>
    public const string FramesAccepted = "frames.accepted";

    /// <summary>Counter: frames that ingest refused for ever.</summary>
    public const string FramesRejected = "frames.rejected";

    /// <summary>Counter: frames that ingest could not keep then; their senders keep them.</summary>
    public const string FramesUnavailable = "frames.unavailable";

    /// <summary>Counter: frames of the stream that went to the dead letters.</summary>
    public const string FramesPoison = "frames.poison";

    /// <summary>Counter: records that every sink has.</summary>
    public const string RecordsProjected = "records.projected";

    /// <summary>Counter: records that come again, because a sink did not store them or something they came with.</summary>
    public const string RecordsRetried = "records.retried";

    /// <summary>Histogram, ms: from the event to the answer.</summary>
    public const string InvocationDuration = "invocation.duration";

    /// <summary>Counter: invocations that ended with an error.</summary>
    public const string InvocationErrors = "invocation.errors";

    /// <summary>Counter: first invocations of a process.</summary>
    public const string ColdStarts = "invocation.coldStarts";

    internal static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Measures = new(Name);

    internal static readonly Counter<long> Accepted = Measures.CreateCounter<long>(FramesAccepted);
    internal static readonly Counter<long> Rejected = Measures.CreateCounter<long>(FramesRejected);
    internal static readonly Counter<long> Unavailable = Measures.CreateCounter<long>(FramesUnavailable);
    internal static readonly Counter<long> Poison = Measures.CreateCounter<long>(FramesPoison);
    internal static readonly Counter<long> Projected = Measures.CreateCounter<long>(RecordsProjected);
    internal static readonly Counter<long> Retried = Measures.CreateCounter<long>(RecordsRetried);
    internal static readonly Histogram<double> Duration = Measures.CreateHistogram<double>(InvocationDuration, "ms");
    internal static readonly Counter<long> Errors = Measures.CreateCounter<long>(InvocationErrors);
    internal static readonly Counter<long> ColdStarted = Measures.CreateCounter<long>(ColdStarts);
}
