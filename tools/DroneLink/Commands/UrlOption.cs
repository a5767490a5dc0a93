using System.CommandLine;

namespace DroneLink.Tool.Commands;

/// <summary>The option that says where a ground station runs.</summary>
internal static class UrlOption
{
    private const string Standard = "http://localhost:5080";

    /// <summary>Makes one.</summary>
    public static Option<Uri> Create() => new("--url")
    {
        Description = "Address of the ground station.",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(Standard),
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return uri;
            result.AddError($"--url: '{text}' is no address; expected one such as {Standard}.");
            return null;
        },
    };
}
