using Xunit;

namespace DroneLink.Host.Tests.Safety;

/// <summary>Whatever a receiver, its sensors, the picture, the flight and the loop do, the rules of Firmware/Application/Safety/README.md hold.</summary>
public sealed class ReceiverGuardRandomTests
{
    private const int Lives = 2000;

    [Fact]
    public void AnyLife_KeepsTheRules()
    {
        for (var seed = 0; seed < Lives; seed++)
        {
            new ReceiverLife(seed).Live();
        }
    }
}
