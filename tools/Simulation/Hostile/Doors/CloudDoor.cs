using System.Text.Json;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A door of the cloud: a handler with what stands behind it in memory.</summary>
internal abstract class CloudDoor : Door
{
    private static readonly LambdaInvocation Invocation = new("1", Samples.Now.AddMinutes(1), null, null);

    /// <summary>What comes in over it.</summary>
    protected MemoryIntake Intake { get; } = new();

    /// <summary>The fleet behind it.</summary>
    protected MemoryFleet Fleet { get; } = new();

    /// <summary>The time.</summary>
    protected TimeProvider Time { get; } = new StandingTime(Samples.Now);

    /// <summary>What a handler could not do, which with all of this in memory must be nothing.</summary>
    protected List<Exception> Failures { get; } = [];

    // A handler's answer with its headers, and the JSON that it is made of and in.
    /// <inheritdoc/>
    public override int BytesPerByte => 64;

    /// <inheritdoc/>
    public override int FreeBytes => 131072;

    /// <summary>Returns what a handler answers; none of them waits for anything here.</summary>
    protected static T Now<T>(ValueTask<T> answer)
    {
        ViolationException.Unless(answer.IsCompleted, "it waits, and there is nothing to wait for");
        return answer.GetAwaiter().GetResult();
    }

    /// <summary>As the other, of a handler that returns a task.</summary>
    protected static T Now<T>(Task<T> answer) => Now(new ValueTask<T>(answer));

    /// <summary>Makes an outcome of an answer.</summary>
    protected static Outcome Of(HttpApiResponse response)
    {
        var code = response.StatusCode >= 400 && response.Body is { } body ? CodeOf(body) : "";
        return new Outcome(response.StatusCode < 300, (response.StatusCode * 100) + code.Length);
    }

    /// <summary>Gives a function an event, and says what came of it; an event that it does not take it has to refuse as such.</summary>
    /// <param name="function">The function.</param>
    /// <param name="input">The event.</param>
    /// <param name="judge">Makes an outcome of the answer.</param>
    protected static Outcome Invoke(LambdaFunction function, byte[] input, Func<JsonElement, Outcome> judge)
    {
        try
        {
            using var answer = JsonDocument.Parse(Now(function(input, Invocation, default)));
            return judge(answer.RootElement);
        }
        catch (InvalidDataException)
        {
            return new Outcome(false, -1);
        }
    }

    /// <summary>Holds that nothing failed inside.</summary>
    protected void CheckNothingFailed() => ViolationException.Unless(Failures.Count == 0, () => $"inside failed: {Failures[0]}");

    private static string CodeOf(string problem)
    {
        using var document = JsonDocument.Parse(problem);
        return document.RootElement.GetProperty("code").GetString()!;
    }
}
