using DroneLink.CloudSdk.Tests.Query;

namespace DroneLink.CloudSdk.Tests.Aws;

public sealed class AwsQueryHandlerTests(EmulatedFixture emulated) : QueryHandlerContract, IClassFixture<EmulatedFixture>
{
    protected override async ValueTask<ITelemetryCloud> OpenAsync(TimeProvider timeProvider) => await emulated.OpenAsync(timeProvider);

    protected override ValueTask CloseAsync() => default;
}
