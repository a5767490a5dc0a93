using Xunit;

namespace DroneLink.Host.Tests.Safety;

/// <summary>Whatever a transmitter, its sensors, its pilot and its loop do, the rules of Firmware/Application/Safety/README.md hold.</summary>
public sealed class TransmitterGuardRandomTests
{
    private const int Lives = 2000;

    [Fact]
    public void AnyLife_KeepsTheRules()
    {
        for (var seed = 0; seed < Lives; seed++)
        {
            new TransmitterLife(seed).Live();
        }
    }
}
