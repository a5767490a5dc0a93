using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DroneLink.Tool.Commands;

/// <summary>Options that take a number. They say in plain words what they expect; the library would name types of .NET.</summary>
internal static class NumberOption
{
    /// <summary>A whole number from a range.</summary>
    public static Option<int> Whole(string name, string helpName, string description, int standard, int min, int max) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => standard,
        CustomParser = result => ReadWhole(result, name, min, max),
    };

    /// <summary>Any whole number, or none.</summary>
    public static Option<int?> WholeOrNone(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => ReadWhole(result, name, int.MinValue, int.MaxValue),
    };

    /// <summary>A number of seconds above 0, or none.</summary>
    public static Option<double?> SecondsOrNone(string name, string helpName, string description, double max) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds <= max) return seconds;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{text}' is no time; expected seconds, more than 0 and up to {max}."));
            return null;
        },
    };

    private static int ReadWhole(ArgumentResult result, string name, int min, int max)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max) return value;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: expected a whole number from {min} to {max}, not '{text}'."));
        return min;
    }
}
