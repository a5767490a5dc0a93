using DroneLink.CloudSdk.Aws;
using DroneLink.Emulators;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Aws;

/// <summary>The emulators of a test class, in which each of its tests has a stream, a table and indices of its own.</summary>
public sealed class EmulatedFixture : IDisposable
{
    private readonly EmulatedCloud _emulated = new();

    public void Dispose() => _emulated.Dispose();

    /// <summary>Opens an empty cloud.</summary>
    public async ValueTask<AwsCloud> OpenAsync(TimeProvider timeProvider)
    {
        Assert.SkipWhen(_emulated.WhyNot is not null, _emulated.WhyNot ?? "");
        return new AwsCloud(await _emulated.CreateAsync(AwsTarget.NewName(), Token), _emulated.Connect(), timeProvider);
    }
}
