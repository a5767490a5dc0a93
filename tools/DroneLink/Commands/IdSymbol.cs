using System.CommandLine;
using System.CommandLine.Parsing;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Commands;

/// <summary>Arguments and options that name a device, a fleet or a link.</summary>
internal static class IdSymbol
{
    /// <summary>Lets an argument take ids alone.</summary>
    public static Argument<string> Id(this Argument<string> argument)
    {
        argument.Validators.Add(r => Check(r.GetValueOrDefault<string>(), argument.Name, r));
        return argument;
    }

    /// <summary>Lets an option take ids alone.</summary>
    public static Option<T> Id<T>(this Option<T> option)
    {
        option.Validators.Add(r => Check(r.GetValueOrDefault<string>(), option.Name, r));
        return option;
    }

    private static void Check(string? value, string what, SymbolResult result)
    {
        if (!DeviceName.IsValid(value)) result.AddError($"{what}: '{value}' is no id; expected {DeviceName.Rule}.");
    }
}
