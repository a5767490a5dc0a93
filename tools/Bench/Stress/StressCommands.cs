using System.CommandLine;

namespace DroneLink.Bench.Stress;

/// <summary>The commands that strain a ground station, beside the benchmarks.</summary>
internal static class StressCommands
{
    /// <summary>Runs one.</summary>
    /// <returns>0 when every promise held, 1 when one was broken or the command line is wrong.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Strains a ground station and checks that nothing is lost.");
        root.Subcommands.Add(LoadCommand.Create());
        root.Subcommands.Add(SessionsCommand.Create());
        root.Subcommands.Add(SoakCommand.Create());
        return root.Parse(args).InvokeAsync();
    }

    /// <summary>An option of a whole number.</summary>
    public static Option<int> Whole(string name, int least, int standard, string description)
    {
        var option = new Option<int>(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() < least) result.AddError($"{name}: expected a whole number of at least {least}.");
        });
        return option;
    }
}
