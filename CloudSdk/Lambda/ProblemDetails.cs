namespace DroneLink.CloudSdk.Lambda;

/// <summary>Body of an answer that says what is wrong, RFC 9457.</summary>
public sealed record ProblemDetails
{
    /// <summary>URI of the kind of problem; <c>about:blank</c> when <see cref="Code"/> and <see cref="Status"/> say it all.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The status in words, the same for every problem of that status.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this request, and what to do about it.</summary>
    public string? Detail { get; init; }

    /// <summary>What is wrong, one word for programs. An extension of this product.</summary>
    public required string Code { get; init; }
}
