using System.CommandLine;
using DroneLink.Deploy.Bootstrap;

namespace DroneLink.Deploy.Commands;

/// <summary>Where the functions' program comes from.</summary>
internal sealed class BootstrapOptions
{
    private readonly Option<string> _way = new("--build")
    {
        Description = "docker: on Amazon Linux 2023. here: this machine, which has to be a Linux on arm64.",
        DefaultValueFactory = _ => BootstrapBuild.Ways[0],
    };

    private readonly Option<string> _zip = new("--bootstrap") { Description = "A bootstrap.zip of an earlier deploy, with its bootstrap.json beside it." };

    public BootstrapOptions() => _way.AcceptOnlyFromAmong(BootstrapBuild.Ways);

    public void AddTo(Command command)
    {
        command.Options.Add(_way);
        command.Options.Add(_zip);
    }

    public (string Way, string? Zip) Read(ParseResult parsed) => (parsed.GetRequiredValue(_way), parsed.GetValue(_zip));
}
