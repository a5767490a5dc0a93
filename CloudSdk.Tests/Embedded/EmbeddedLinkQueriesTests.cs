using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Tests.Query;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class EmbeddedLinkQueriesTests : LinkQueriesContract
{
    private readonly TempFolder _folder = new();

    protected override ValueTask<ITelemetryCloud> OpenAsync(TimeProvider timeProvider) => new(EmbeddedCloud.Open(_folder["cloud.db"], timeProvider));

    protected override ValueTask CloseAsync()
    {
        _folder.Dispose();
        return default;
    }
}
