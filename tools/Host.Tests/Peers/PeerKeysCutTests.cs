using DroneLink.Firmware.Peers;
using DroneLink.Host.Tests.Updates;
using Xunit;

namespace DroneLink.Host.Tests.Peers;

public sealed class PeerKeysCutTests
{
    private const int Rotations = 5;

    private static readonly byte[][] Keys = [.. Enumerable.Range(0, Rotations + 1).Select(i => Enumerable.Repeat((byte)(i + 1), PeerKeys.KeyBytes).ToArray())];

    [Theory]
    [InlineData((int)CutKind.Gone)]
    [InlineData((int)CutKind.Torn)]
    [InlineData((int)CutKind.Nonsense)]
    [InlineData((int)CutKind.Done)]
    public void CutInAnyWrite_LeavesTheKeyOfNowOrTheNewOne_AndNeverGoesBackFurther(int kind)
    {
        // Each rotation writes once, and forgetting the key before once more.
        for (var cut = 1; cut <= 2 * Rotations; cut++)
        {
            var flash = new CuttableFlash { CutAt = cut, Kind = (CutKind)kind };
            var current = 0;
            var tried = 0;
            var cuts = 0;
            while (current < Rotations)
            {
                var keys = new PeerKeys(flash, Keys[0]);
                Assert.True(keys.Knows(IdOf(tried)) || keys.Knows(IdOf(current)), $"cut {cut}: key {current} is forgotten");
                if (keys.Knows(IdOf(tried))) current = tried;
                if (current == Rotations) break;
                Assert.DoesNotContain(Enumerable.Range(0, Rotations + 1), i => (i > tried || i < current - 1) && keys.Knows(IdOf(i)));
                try
                {
                    tried = current + 1;
                    Assert.True(keys.Rotate(Keys[tried]));
                    current = tried;
                    Assert.True(keys.Knows(IdOf(current)) && keys.Knows(IdOf(current - 1)));
                    keys.Step(0);
                    keys.Step(PeerKeys.GraceMs);
                    Assert.False(keys.HasPrevious);
                }
                catch (PowerCutException)
                {
                    cuts++;
                    flash.PowerUp();
                }
            }

            Assert.Equal(1, cuts);
            Assert.True(new PeerKeys(flash, Keys[0]).Knows(IdOf(Rotations)));
        }
    }

    private static uint IdOf(int key) => new PeerKeys(new CuttableFlash(), Keys[key]).SigningId;
}
