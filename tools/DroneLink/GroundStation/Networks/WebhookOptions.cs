namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>A web server that gets records as JSON.</summary>
public sealed class WebhookOptions : NetworkSinkOptions
{
    /// <summary>Default of <see cref="NetworkSinkOptions.Rate"/>.</summary>
    public const double DefaultRate = 50;

    /// <summary>Default of <see cref="Batch"/>.</summary>
    public const int DefaultBatch = 100;

    /// <summary>Default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="Interval"/>.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    /// <summary>Where to: http or https.</summary>
    public required Uri Target { get; init; }

    /// <summary>Signs the requests; null for none.</summary>
    public string? Secret { get; init; }

    /// <summary>Headers of its own, such as <c>authorization</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Records in one request at the most.</summary>
    public int Batch { get; init; } = DefaultBatch;

    /// <summary>The shortest time from one request to the next.</summary>
    public TimeSpan Interval { get; init; } = DefaultInterval;

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    // The path and the query of a webhook are often its secret.
    /// <inheritdoc/>
    public override string Describe() => $"{Target.GetLeftPart(UriPartial.Authority)}/…";
}
