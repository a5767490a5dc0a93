using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>How severe a report is, and how many there are.</summary>
public sealed class OtaReportTests
{
    private readonly OtaBench _bench = new(new RamStore());

    public OtaReportTests() => _bench.Start();

    [Fact]
    public void Severity_IsThatOfTheOutcome()
    {
        _bench.IsDurable = false;
        _bench.Boot.State.AddReport(EventCode.OtaStarted, 1, 7);
        _bench.Boot.State.AddReport(EventCode.OtaApplied, 1, 7);
        _bench.Boot.State.AddReport(EventCode.OtaRolledBack, 1, 7);
        _bench.Boot.State.AddReport(EventCode.OtaRejected, 1, 7);
        var told = new List<(int, int)>();
        var updater = new OtaUpdater(_bench.Boot, _bench.Options, _bench, (code, severity, _, _, _) => told.Add((code, severity)), 7);

        updater.Step(1, false, true, 0, -1);

        Assert.Equal(
            [
                (EventCode.OtaStarted, Severity.Notice),
                (EventCode.OtaApplied, Severity.Notice),
                (EventCode.OtaRolledBack, Severity.Error),
                (EventCode.OtaRejected, Severity.Warning),
            ],
            told);
    }

    [Fact]
    public void Refusals_AreToldSixTimesAnHour_AndAgainInTheNext()
    {
        _bench.Step(1);
        for (var build = 100; build < 110; build++) Refuse(build);

        Assert.Equal(6, Told());
        _bench.Step(3_600_000);
        for (var build = 200; build < 210; build++) Refuse(build);

        Assert.Equal(12, Told());
        Assert.Equal(20, _bench.Updater.Refusals);
    }

    [Fact]
    public void Refusal_OfTheSameBuildForTheSameReason_IsToldOnceAnHour()
    {
        _bench.Step(1);
        for (var i = 0; i < 3; i++) Refuse(100);

        Assert.Equal(1, Told());
        _bench.Step(3_600_000);
        Refuse(100);
        Assert.Equal(2, Told());
    }

    private int Told() => _bench.Events.Cast<string>().Count(text => text.StartsWith("14/3/", StringComparison.Ordinal));

    private void Refuse(int build)
    {
        var offer = OtaOffer.Of(build, 1795521630, [1]);
        offer.Device = "\"another\"";
        var manifest = offer.Sign(_bench.Options.Key);
        _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
    }
}
