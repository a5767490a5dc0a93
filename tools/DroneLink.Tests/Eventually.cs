namespace DroneLink.Tool.Tests;

/// <summary>Waits for conditions, and never longer than a slow machine needs.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until the answer is yes.</summary>
    /// <param name="condition">What is asked.</param>
    /// <param name="explain">Says what was waited for, and how far it came.</param>
    /// <param name="patience">How long; null for the usual.</param>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, Func<string> explain, TimeSpan? patience = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(patience ?? Patience);
        while (!await condition())
        {
            if (timeout.IsCancellationRequested) Assert.Fail($"not within {patience ?? Patience}: {explain()}");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    public static Task IsTrueAsync(Func<Task<bool>> condition, string what) => IsTrueAsync(condition, () => what);

    public static Task IsTrueAsync(Func<bool> condition, string what) => IsTrueAsync(() => Task.FromResult(condition()), what);
}
