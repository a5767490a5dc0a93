using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using static DroneLink.CloudSdk.Tests.Ingest.IngestFixture;

namespace DroneLink.CloudSdk.Tests.Ingest;

/// <summary>What is behind ingest fails: nothing is claimed, nothing is thrown.</summary>
public sealed class FrameIngestFailureTests
{
    private readonly IngestFixture _fixture = new();

    [Theory]
    [InlineData("InternalFailure", 503)]
    [InlineData("ProvisionedThroughputExceededException", 429)]
    public async Task StreamThatDoesNotStoreOne_ClaimsNothing(string code, int expected)
    {
        _fixture.StreamCode = index => index == 1 ? code : null;

        var response = await _fixture.PostAsync(Frame(0), Frame(1), Broken(2));

        AssertNotNow(response, expected);
        Assert.Empty(_fixture.Letters);
        Assert.Contains($": {code}, a test says so", Assert.IsType<IOException>(Assert.Single(_fixture.Failures)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task StreamThatAnswersForFewer_ClaimsNothing(int answers)
    {
        _fixture.StreamAnswers = answers;

        AssertNotNow(await _fixture.PostAsync(Frame(0), Frame(1)), 503);
        Assert.IsType<IOException>(Assert.Single(_fixture.Failures));
    }

    [Fact]
    public async Task StreamThatThrows_IsNotNow()
    {
        _fixture.StreamFailure = new IOException("down");

        AssertNotNow(await _fixture.PostAsync(Frame(0)), 503);
        Assert.Equal([_fixture.StreamFailure], _fixture.Failures);
    }

    [Fact]
    public async Task StreamThatTimesOut_IsNotNow()
    {
        _fixture.StreamFailure = new TaskCanceledException("timeout of the client, not of the caller");

        AssertNotNow(await _fixture.PostAsync(Frame(0)), 503);
    }

    [Fact]
    public async Task DeadLettersThatThrow_AreNotNow()
    {
        _fixture.DeadLetterFailure = new IOException("full");

        AssertNotNow(await _fixture.PostAsync(Frame(0), Broken(1)), 503);
        Assert.Equal([_fixture.DeadLetterFailure], _fixture.Failures);
    }

    [Fact]
    public async Task DeadLettersThatThrow_DoNotMatterToGoodFrames()
    {
        _fixture.DeadLetterFailure = new IOException("full");

        Assert.Equal(202, (await _fixture.PostAsync(Frame(0))).StatusCode);
    }

    [Fact]
    public async Task RegistryThatThrows_IsNotNowAndNotUnauthorized()
    {
        _fixture.RegistryFailure = new IOException("down");

        AssertNotNow(await _fixture.PostAsync(Frame(0)), 503);
    }

    [Fact]
    public async Task RetryAfter_IsAnOption()
    {
        var fixture = new IngestFixture(new FrameIngestOptions { RetryAfterSeconds = 77 }) { StreamCode = _ => "InternalFailure" };

        Assert.Equal("77", (await fixture.PostAsync(Frame(0))).Headers!["retry-after"]);
    }

    [Fact]
    public async Task CancellationByTheCaller_IsThrown()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _fixture.Ingest.HandleAsync(Request(Body(Frame(0))), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _fixture.Ingest.AcceptAsync(Device, Frame(0), cancelled));
        Assert.Empty(_fixture.Failures);
    }

    [Fact]
    public async Task AcceptAsync_StreamDoesNotStore_IsUnavailable()
    {
        _fixture.StreamCode = _ => "InternalFailure";

        Assert.Equal(new FrameOutcome(FrameStatus.Unavailable), await _fixture.AcceptAsync(Device, Frame(0)));
        Assert.Contains(": InternalFailure, a test says so", Assert.Single(_fixture.Failures).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, false, FrameStatus.Unavailable, FrameStatus.Unavailable)]
    [InlineData(false, true, false, FrameStatus.Unavailable, FrameStatus.Rejected)]
    [InlineData(false, false, true, FrameStatus.Accepted, FrameStatus.Unavailable)]
    public async Task AcceptAsync_SomethingThrows_IsUnavailableWhereItIsNeeded(
        bool registryFails, bool streamFails, bool deadLettersFail, FrameStatus ofGood, FrameStatus ofBroken)
    {
        var failure = new IOException("down");
        _fixture.RegistryFailure = registryFails ? failure : null;
        _fixture.StreamFailure = streamFails ? failure : null;
        _fixture.DeadLetterFailure = deadLettersFail ? failure : null;

        Assert.Equal(ofGood, (await _fixture.AcceptAsync(Device, Frame(0))).Status);
        Assert.Equal(ofBroken, (await _fixture.AcceptAsync(Device, Broken(0))).Status);
        Assert.Equal(new[] { ofGood, ofBroken }.Count(status => status == FrameStatus.Unavailable), _fixture.Failures.Count);
        Assert.All(_fixture.Failures, thrown => Assert.Same(failure, thrown));
    }

    private static void AssertNotNow(HttpApiResponse response, int status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("5", response.Headers!["retry-after"]);
        Assert.Contains(status == 429 ? "\"throttled\"" : "\"unavailable\"", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("accepted", response.Body, StringComparison.Ordinal);
    }
}
