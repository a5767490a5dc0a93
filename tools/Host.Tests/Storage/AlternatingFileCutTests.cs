using DroneLink.Firmware.Storage;
using DroneLink.Simulation.Media;
using Xunit;

namespace DroneLink.Host.Tests.Storage;

public sealed class AlternatingFileCutTests
{
    [Fact]
    public void CutInAnySave_LeavesTheLastOrTheNewValues_AndGoesOn()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var store = new CutStore(seed);
            var last = 0u;
            var random = new Random(seed);
            for (var round = 0; round < 6; round++)
            {
                var file = new AlternatingFile(store, "cursor", 3);
                var found = file.Load();
                Assert.True(found || last == 0, $"seed {seed}: both gone");
                Assert.InRange(file.Values[0], last, last + 1);
                Assert.Equal(file.Values[0] * 2, file.Values[1]);
                Assert.Equal(file.Values[0] * 3, file.Values[2]);
                last = file.Values[0];
                store.CutAt = store.Operations + 1 + random.Next(4);
                try
                {
                    while (true)
                    {
                        var next = last + 1;
                        file.Values[0] = next;
                        file.Values[1] = next * 2;
                        file.Values[2] = next * 3;
                        Assert.True(file.TrySave());
                        last = next;
                    }
                }
                catch (PowerCutException)
                {
                    // The next round looks at what it left.
                }
            }
        }
    }
}
