using DroneLink.CloudSdk.Aws;
using DroneLink.Emulators;

namespace DroneLink.LambdaHost.Tests.Host;

/// <summary>The emulators of a test class; tests that need them are skipped where they are not installed.</summary>
public sealed class Emulators : IDisposable
{
    private readonly EmulatedCloud _emulated = new();

    /// <summary>The emulators.</summary>
    public EmulatedCloud Emulated
    {
        get
        {
            Assert.SkipWhen(_emulated.WhyNot is not null, _emulated.WhyNot ?? "");
            return _emulated;
        }
    }

    /// <summary>Makes an empty cloud.</summary>
    public Task<AwsCloudOptions> CreateAsync() => Emulated.CreateAsync($"host-{Guid.NewGuid():N}", TestContext.Current.CancellationToken);

    public void Dispose() => _emulated.Dispose();
}
