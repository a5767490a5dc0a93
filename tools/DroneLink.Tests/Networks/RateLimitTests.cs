using DroneLink.Tool.GroundStation.Networks;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.Tool.Tests.Networks;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void InNoSecond_PassMoreThanTheRate()
    {
        var limit = new RateLimit(10, _time);
        var passed = new List<DateTimeOffset>();
        for (var i = 0; i < 500; i++)
        {
            if (limit.TryTake(1)) passed.Add(_time.GetUtcNow());
            _time.Advance(TimeSpan.FromMilliseconds(7));
        }

        Assert.All(passed, at => Assert.True(passed.Count(other => other >= at && other - at < TimeSpan.FromSeconds(1)) <= 10));
        Assert.InRange(passed.Count, 31, 40);
    }

    [Fact]
    public void SeveralAtOnce_PassWholeOrNotAtAll()
    {
        var limit = new RateLimit(10, _time);

        Assert.True(limit.TryTake(8));
        Assert.False(limit.TryTake(3));
        Assert.Equal(2, limit.Free);
        Assert.True(limit.TryTake(2));
        Assert.Equal(TimeSpan.FromSeconds(1), limit.Wait());
    }

    [Fact]
    public void BelowOneASecond_PassesOneInItsTime()
    {
        var limit = new RateLimit(0.1, _time);

        Assert.True(limit.TryTake(1));
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(limit.TryTake(1));
        Assert.Equal(TimeSpan.FromSeconds(0.1), limit.Wait());
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(limit.TryTake(1));
    }
}
