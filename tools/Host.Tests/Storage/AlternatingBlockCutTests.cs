using DroneLink.Firmware.Storage;
using DroneLink.Host.Tests.Updates;
using Xunit;

namespace DroneLink.Host.Tests.Storage;

public sealed class AlternatingBlockCutTests
{
    [Theory]
    [InlineData((int)CutKind.Gone)]
    [InlineData((int)CutKind.Torn)]
    [InlineData((int)CutKind.Nonsense)]
    [InlineData((int)CutKind.Done)]
    public void CutInAnySave_LeavesTheLastOrTheNewBytes_AndGoesOn(int kind)
    {
        for (var cut = 1; cut < 12; cut++)
        {
            var flash = new CuttableFlash { CutAt = cut, Kind = (CutKind)kind };
            var saved = 0;
            try
            {
                var file = new AlternatingBlock(flash, "block", 100);
                for (var next = 1; ; next++)
                {
                    Fill(file, next);
                    Assert.True(file.TrySave(next));
                    saved = next;
                }
            }
            catch (Updates.PowerCutException)
            {
                flash.PowerUp();
                var file = new AlternatingBlock(flash, "block", 100);
                var isThere = file.Load();
                Assert.Equal(file.Count > 0, isThere);
                Assert.InRange(file.Count, saved, saved + ((CutKind)kind == CutKind.Done ? 1 : 0));
                AssertFilled(file);

                // Whoever goes on writes over the older file, not over the one that was just read.
                Fill(file, 50);
                Assert.True(file.TrySave(50));
                file = new AlternatingBlock(flash, "block", 100);
                Assert.True(file.Load());
                Assert.Equal(50, file.Count);
                AssertFilled(file);
            }
        }
    }

    [Fact]
    public void FileOfAnotherKind_IsNone()
    {
        var flash = new CuttableFlash();
        new AlternatingFile(flash, "block", 3).TrySave();
        Assert.False(new AlternatingBlock(flash, "block", 100).Load());
    }

    private static void Fill(AlternatingBlock file, int count)
    {
        for (var i = 0; i < count; i++) file.Buffer[AlternatingBlock.Start + i] = (byte)(count + i);
    }

    private static void AssertFilled(AlternatingBlock file) =>
        Assert.All(Enumerable.Range(0, file.Count), i => Assert.Equal((byte)(file.Count + i), file.Buffer[AlternatingBlock.Start + i]));
}
