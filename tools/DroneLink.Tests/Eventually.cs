namespace DroneLink.Tool.Tests;

/// <summary>Waits for conditions, and never longer than a slow machine needs.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        while (!await condition())
        {
            if (timeout.IsCancellationRequested) Assert.Fail($"not within {Patience}: {what}");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    public static Task IsTrueAsync(Func<bool> condition, string what) => IsTrueAsync(() => Task.FromResult(condition()), what);
}
