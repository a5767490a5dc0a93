using System.Diagnostics;
using System.Numerics;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile;

/// <summary>Gives every door bytes that its own side never sends, and holds it to what it promises of them: README.md.</summary>
/// <param name="only">The door to try; null for one after the other.</param>
internal sealed class HostileCampaign(string? only = null) : Campaign
{
    /// <summary>What an input may take.</summary>
    public static readonly TimeSpan InputLimit = TimeSpan.FromMilliseconds(50);

    private const int Inputs = 1000;
    private const int Attempts = 3;

    /// <inheritdoc/>
    public override string Name => only is null ? "hostile" : $"hostile --door {only}";

    /// <inheritdoc/>
    public override string Description => "Bytes of strangers at every door: none may throw, hang, or get in as what they are not.";

    /// <inheritdoc/>
    public override string Unit => "inputs";

    /// <inheritdoc/>
    public override long BudgetAmount => 1_000_000;

    /// <inheritdoc/>
    public override void Run(Case run)
    {
        var door = only is null ? AllDoors.Create(run.Seed) : AllDoors.Create(only);
        var mutator = new Mutator(run.Random, door);
        foreach (var example in door.Examples)
            ViolationException.Unless(TryOne(door, example).IsAccepted, () => $"{door.Name} refuses its own example {Show(example)}");

        foreach (var input in door.Refused)
        {
            ViolationException.Unless(!TryOne(door, input).IsAccepted, () => $"{door.Name} takes {Show(input)}");
            mutator.Keep(input);
        }

        foreach (var input in Vectors.Of(door.Name))
        {
            TryOne(door, input);
            mutator.Keep(input);
        }

        var seen = new HashSet<(Outcome Outcome, int Length)>();
        var accepted = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var input = mutator.Next();
            var outcome = TryOne(door, input);
            accepted += outcome.IsAccepted ? 1 : 0;
            if (!seen.Add((outcome, BitOperations.Log2((uint)input.Length + 1)))) continue;
            mutator.Keep(input);
            if (run.IsTold) run.Tell($"{door.Name}: {(outcome.IsAccepted ? "accepted" : "refused")} {outcome.Code} {Show(input)}");
        }

        run.Tally.Count("inputs", Inputs);
        run.Tally.Count($"inputs, {door.Name}", Inputs);
        run.Tally.Count($"inputs, {door.Name}, of which accepted", accepted);
    }

    private static Outcome TryOne(Door door, byte[] input)
    {
        try
        {
            var outcome = Measure(door, input);
            door.Check(input);
            return outcome;
        }
        catch (Exception exception)
        {
            throw new ViolationException($"{door.Name}: {exception.GetType().Name}: {exception.Message} for {Show(input)}\n{exception.StackTrace}");
        }
    }

    // What the runtime does once, and what others on the machine do, an input is not charged with: it is tried again.
    private static Outcome Measure(Door door, byte[] input)
    {
        var most = ((long)door.BytesPerByte * input.Length) + door.FreeBytes;
        for (var attempt = 1; ; attempt++)
        {
            var began = Stopwatch.GetTimestamp();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = door.Try(input);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var elapsed = Stopwatch.GetElapsedTime(began);
            if (elapsed <= InputLimit && allocated <= most) return outcome;
            ViolationException.Unless(attempt < Attempts, () => $"{elapsed.TotalMilliseconds:F1} ms and {allocated} bytes for {input.Length}");
        }
    }

    private static string Show(byte[] input) => input.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~')
        ? Convert.ToHexString(input)
        : System.Text.Encoding.ASCII.GetString(input);
}
