using System.CommandLine;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Tool.Commands;

/// <summary>The option <c>--cloud</c>, wherever a command works on one of several clouds.</summary>
internal static class CloudOption
{
    /// <summary>Makes the option.</summary>
    /// <param name="kinds">What it can be; the first is the default.</param>
    public static Option<CloudKind> Create(params CloudKind[] kinds)
    {
        var names = string.Join("|", kinds.Select(NameOf));
        return new("--cloud")
        {
            Description = kinds.Contains(CloudKind.Emulators)
                ? "What it runs on: a file in the data folder, AWS's protocols in memory (needs Node.js), or AWS as this environment names it."
                : "Where it is: a file in the data folder, or AWS as this environment names it.",
            HelpName = names,
            DefaultValueFactory = _ => kinds[0],
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                foreach (var kind in kinds)
                {
                    if (NameOf(kind) == text) return kind;
                }

                result.AddError($"--cloud: '{text}' is none of {names}.");
                return kinds[0];
            },
        };
    }

    private static string NameOf(CloudKind kind) => kind switch
    {
        CloudKind.Embedded => "embedded",
        CloudKind.Emulators => "emulators",
        _ => "aws",
    };
}
