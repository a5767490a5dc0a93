using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Update;

/// <summary>Disturbs a device. No manifest that is not allowed changes what it remembers or does, and each is refused with its code.</summary>
/// <param name="scenario">Whose life it is.</param>
/// <param name="bench">The device.</param>
/// <param name="disturbances">What, each at a step, counted over all boots, for some steps.</param>
internal sealed class OtaMischief(OtaScenario scenario, OtaBench bench, IReadOnlyList<(int Step, OtaDisturbance What, int Steps)> disturbances)
{
    private readonly HashSet<string> _explained = [];
    private readonly byte[] _foreignKey = MakeForeignKey(bench);
    private int _step;

    /// <summary>Whether a report is what came of a disturbance.</summary>
    public bool Explains(string report) => _explained.Contains(report);

    /// <summary>Does what is due, between two steps of the device.</summary>
    public void Step()
    {
        _step++;
        bench.IsOnline = true;
        bench.IsAnswered = true;
        bench.IsSafe = true;
        foreach (var (step, what, steps) in disturbances)
        {
            if (_step >= step && _step < step + steps) Disturb(what, _step == step);
        }
    }

    private static byte[] MakeForeignKey(OtaBench bench)
    {
        var key = (byte[])bench.Options.Key.Clone();
        key[31] ^= 1;
        return key;
    }

    private void Disturb(OtaDisturbance what, bool isFirst)
    {
        switch (what)
        {
            case OtaDisturbance.Offline:
                bench.IsOnline = false;
                return;
            case OtaDisturbance.Silence:
                bench.IsAnswered = false;
                return;
            case OtaDisturbance.Armed:
                bench.IsSafe = false;
                return;
            case OtaDisturbance.Nudges:
                bench.Updater.TakeNudge();
                return;
            case OtaDisturbance.Refusal:
                bench.Updater.TakeError(3 + (_step % 3));
                return;
            case OtaDisturbance.WrongBlock:
                SendWrongBlock();
                return;
            default:
                if (isFirst) SendManifest(what);
                return;
        }
    }

    private void SendWrongBlock()
    {
        var bytes = new byte[100];
        var isTaken = bench.Updater.TakeBlock((uint)scenario.NewBuild + 1, (uint)bench.Updater.LoadedBytes, bytes, 0, bytes.Length)
            || bench.Updater.TakeBlock((uint)scenario.NewBuild, (uint)bench.Updater.LoadedBytes + 1, bytes, 0, bytes.Length)
            || bench.Updater.TakeBlock((uint)scenario.NewBuild, (uint)bench.Updater.LoadedBytes, bytes, 0, 0)
            || bench.Updater.TakeBlock((uint)scenario.NewBuild, (uint)bench.Updater.LoadedBytes, new byte[5000], 0, 4093);
        ViolationException.Unless(!isTaken, "a block was taken that is not the next of the image");
    }

    private void SendManifest(OtaDisturbance what)
    {
        var options = bench.Options;
        var image = scenario.Images[scenario.NewBuild];
        switch (what)
        {
            case OtaDisturbance.Forged:
                ExpectRefusal(OtaOffer.Of(scenario.NewBuild + 1, bench.Serial + 10, image).Sign(_foreignKey), OtaRefusal.Signature, 0);
                break;
            case OtaDisturbance.Replayed when bench.Serial <= bench.Boot.State.EndedSerial && bench.Serial > scenario.Serial:
                ExpectRefusal(OtaOffer.Of(scenario.NewBuild, bench.Serial, image).Sign(options.Key), OtaRefusal.Replay, scenario.NewBuild);
                break;
            case OtaDisturbance.Older:
                var build = Math.Max(options.BuiltInBuild, bench.Boot.State.HighestBuild) - (_step % 2);
                if (build > 0) ExpectRefusal(OtaOffer.Of(build, bench.Serial += 10, image).Sign(options.Key), OtaRefusal.Downgrade, build);
                break;
            case OtaDisturbance.Expired:
                var offer = OtaOffer.Of(scenario.NewBuild + 1, bench.Serial += 10, image);
                offer.Expires = (OtaBench.Utc - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
                ExpectRefusal(offer.Sign(options.Key), OtaRefusal.Expired, scenario.NewBuild + 1);
                break;
            case OtaDisturbance.WhileOnTrial when bench.Boot.IsTrial:
                ExpectNothing(OtaOffer.Of(scenario.NewBuild + 1, bench.Serial += 10, image).Sign(options.Key));
                break;
        }
    }

    private void ExpectRefusal(byte[] manifest, int refusal, int build)
    {
        _explained.Add($"14/{refusal}/{build}");
        var refusals = bench.Updater.Refusals;

        // Before the first step of a boot the clock is unknown.
        var isJudged = bench.NowMs > 0 && !bench.Boot.NeedsRestart && !bench.Boot.IsTrial && !bench.Boot.State.IsDirty;
        ExpectNothing(manifest);
        if (!isJudged && refusal != OtaRefusal.Signature) return;
        ViolationException.Unless(
            bench.Updater.Refusals == refusals + 1 && bench.Updater.LastRefusal == refusal,
            () => $"a manifest was to be refused for {refusal}, and was for {bench.Updater.LastRefusal}");
    }

    private void ExpectNothing(byte[] manifest)
    {
        var before = Remembered();
        bench.Updater.TakeManifest(manifest, 0, manifest.Length);
        ViolationException.Unless(before == Remembered(), () => $"a manifest that is not allowed changed {before} to {Remembered()}");
    }

    private (OtaPhase Phase, int Active, int Trial, int Download, uint Offer, uint Ended, int Highest, int Reports) Remembered()
    {
        var state = bench.Boot.State;
        return (bench.Updater.Phase, state.Active, state.Trial, state.Download, state.OfferSerial, state.EndedSerial, state.HighestBuild, state.ReportCount);
    }
}
