using System.Collections.Concurrent;
using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Tests.Projection;

/// <summary>Dead letters in memory, which a test can break.</summary>
internal sealed class TestDeadLetters : IDeadLetters
{
    private readonly ConcurrentQueue<DeadLetter> _letters = new();

    public bool IsBroken { get; set; }

    public IReadOnlyList<DeadLetter> Letters => [.. _letters];

    public ValueTask PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        if (IsBroken)
            throw new IOException("The disk is full.");
        foreach (var letter in letters)
            _letters.Enqueue(letter);
        return ValueTask.CompletedTask;
    }
}
