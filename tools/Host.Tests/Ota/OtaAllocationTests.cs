using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>Stepping allocates nothing while idle, asking, waiting, loading a block, or on trial. Reading or writing flash names a file.</summary>
public sealed class OtaAllocationTests : IOtaTransport
{
    private readonly OtaMessages _messages = new(OtaBench.MakeOptions());
    private bool _isAsked;
    private int _requests;

    [Fact]
    public void Stepping_AllocatesNothing()
    {
        var boot = new OtaBoot(new RamStore(), OtaBench.MakeOptions());
        boot.Start();
        var options = OtaBench.MakeOptions();
        options.CheckMs = 60000;
        var updater = new OtaUpdater(boot, options, this, (_, _, _, _, _) => { }, 1);
        long now = 0;
        byte[] none = [(byte)'N'];
        byte[] nudge = [(byte)'C'];

        void Run(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                now += 20;
                updater.Step(now, i % 5000 > 50, i % 3 == 0, 1795521700, 100000);
                if (_isAsked)
                {
                    _isAsked = false;
                    OtaMessages.Take(none, 0, 1, updater);
                }

                if (i % 2000 == 0) OtaMessages.Take(nudge, 0, 1, updater);
            }
        }

        Run(20000);
        var requests = _requests;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(50000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(_requests > requests + 10, "too little was asked for a test");
    }

    [Fact]
    public void LoadingABlock_AllocatesNothing()
    {
        var bench = new OtaBench(new RamStore());
        bench.Start();
        var image = OtaBench.MakeImage(7, 16000);
        bench.Offer(7, image);
        bench.RunTo(OtaPhase.Loading);
        bench.IsAnswered = false;
        bench.Step(1);
        for (var at = 0; at < 40; at += 20) Load(bench, image, at);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = 40; at < 4000; at += 20) Load(bench, image, at);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4000, bench.Updater.LoadedBytes);
    }

    [Fact]
    public void Trial_AllocatesNothing()
    {
        var bench = new OtaBench(new RamStore());
        bench.Start();
        bench.Offer(7, 5000);
        bench.RunToTrial();
        for (var i = 0; i < 100; i++) bench.Step(20);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10000; i++) bench.Step(20);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(bench.Boot.IsTrial);
    }

    public bool RequestManifest(int build, int version)
    {
        _isAsked = true;
        _requests++;
        return _messages.WriteManifestRequest(build, version) > 0;
    }

    public bool RequestBlock(int build, int offset, int count) => _messages.WriteBlockRequest(build, offset, count) > 0;

    private static void Load(OtaBench bench, byte[] image, int at)
    {
        bench.Updater.TakeBlock(7, (uint)at, image, at, 20);
        bench.Step(20);
    }
}
