using System.Globalization;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet;

/// <summary>Whole fleets for hours: the real firmware and the real cloud code, and everything between and around them fails.</summary>
/// <param name="hours">How long each fleet lives among faults.</param>
internal sealed class FleetCampaign(int hours = FleetCampaign.DefaultHours) : Campaign
{
    /// <summary>Hours of a fleet, unless something else is asked for.</summary>
    public const int DefaultHours = 24;

    /// <summary>A stream that says it has what it has not, now and then while it fails: to see that it is found.</summary>
    public bool StreamForgets { get; init; }

    public override string Name => "fleet";

    public override string Description => "Whole fleets through power cuts, networks, brokers, streams, stores and clocks that fail.";

    public override string Unit => "device-days";

    public override long BudgetAmount => 1000;

    /// <summary>A day of a fleet takes some tenths of a second, a year minutes; on a busy machine the embedded cloud, which commits on a thread of its own, waits for its turn thousands of times.</summary>
    public override TimeSpan CaseLimit => TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(hours / 24.0);

    public override string Arguments => hours == DefaultHours ? "" : string.Create(CultureInfo.InvariantCulture, $" --hours {hours}");

    public override void Run(Case run)
    {
        using var story = new FleetStory(run, hours, StreamForgets);
        story.Run();
    }
}
