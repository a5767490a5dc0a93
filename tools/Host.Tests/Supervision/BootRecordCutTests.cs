using DroneLink.Firmware.Supervision;
using DroneLink.Host.Tests.Updates;
using Xunit;

namespace DroneLink.Host.Tests.Supervision;

public sealed class BootRecordCutTests
{
    [Theory]
    [InlineData((int)CutKind.Gone)]
    [InlineData((int)CutKind.Torn)]
    [InlineData((int)CutKind.Nonsense)]
    [InlineData((int)CutKind.Done)]
    public void CutInAnyWrite_NeverRepeatsABoot_AndTellsOnlyOfTheLastOne(int kind)
    {
        for (var first = 1; first < 14; first++)
        {
            for (var second = 1; second < 6; second++) Live((CutKind)kind, first, second);
        }
    }

    // A device of some boots, each of which notes why it goes down; two of them are cut.
    private static void Live(CutKind kind, int first, int second)
    {
        var flash = new CuttableFlash { CutAt = first, Kind = kind };
        var last = 0u;
        var wasCut = 0;
        var noted = (Reason: 0, Detail: 0);
        for (var boot = 1; boot < 12; boot++)
        {
            var record = new BootRecord(flash);
            var isCut = wasCut;
            try
            {
                Assert.True(record.Start(0x1234));
                Assert.Equal(0x1234u, record.BootId & 0xFFFF);
                Assert.True(record.BootId >> 16 > last, $"boot {boot}: {record.BootId >> 16} after {last}");
                Assert.InRange(record.BootId >> 16, 1u, last + 1 + (uint)wasCut);
                if (record.ResetReason != ResetReason.PowerOn) Assert.Equal(noted, (record.ResetReason, record.Detail));
                last = record.BootId >> 16;
                noted = (ResetReason.Stalled, boot);
                Assert.True(record.Note(ResetReason.Stalled, boot));
            }
            catch (PowerCutException)
            {
                wasCut++;
                flash.PowerUp();
                flash.CutAt = wasCut == 1 ? flash.Operations + second : 0;
            }

            // What was written when there was no cut is what the next boot finds.
            if (isCut == wasCut)
            {
                var next = new BootRecord(flash.Copy());
                Assert.True(next.Start(1));
                Assert.Equal((ResetReason.Stalled, boot), (next.ResetReason, next.Detail));
            }
        }

        Assert.Equal(2, wasCut);
    }
}
