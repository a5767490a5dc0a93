using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.CDK;

namespace DroneLink.Deploy.Stack;

/// <summary>A stack turned into what CloudFormation reads. Needs Node.js, in which CDK runs, and no network.</summary>
/// <param name="Folder">Cloud assembly: the template and what goes with it.</param>
/// <param name="Template">The template.</param>
public sealed record Synthesis(string Folder, JsonObject Template)
{
    private const int LeastNode = 20;

    // CDK for .NET is one Node.js process for each of ours.
    private static readonly Lock One = new();

    /// <summary>Why there can be none, and what to do about it; null when there can.</summary>
    public static string? WhyNot { get; } = FindNode();

    /// <summary>Makes the template.</summary>
    /// <param name="settings">What the stack is like.</param>
    /// <param name="folder">Where the cloud assembly goes; made when it is not there.</param>
    /// <param name="bootstrap">File of the zipped bootstrap; null for a placeholder, which cannot be deployed.</param>
    /// <exception cref="UserErrorException">A setting is out of range, or Node.js is missing.</exception>
    public static Synthesis Of(StackSettings settings, string folder, string? bootstrap)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        if (WhyNot is not null)
            throw new UserErrorException(WhyNot);

        var placeholder = bootstrap is null ? Placeholder() : null;
        try
        {
            return Make(settings, Path.GetFullPath(folder), bootstrap ?? placeholder!.FullName, isPlaceholder: bootstrap is null);
        }
        finally
        {
            placeholder?.Delete(recursive: true);
        }
    }

    private static Synthesis Make(StackSettings settings, string folder, string code, bool isPlaceholder)
    {
        lock (One)
        {
            // Nothing is told to AWS of who synthesises, which would also put names of regions into the template.
            var app = new App(new AppProps { Outdir = folder, AnalyticsReporting = false, TreeMetadata = false });
            var stack = new DroneLinkStack(app, settings, code, isPlaceholder);
            var assembly = app.Synth();
            var template = Path.Combine(assembly.Directory, stack.TemplateFile);
            return new Synthesis(assembly.Directory, JsonNode.Parse(File.ReadAllText(template))!.AsObject());
        }
    }

    private static DirectoryInfo Placeholder()
    {
        var folder = Directory.CreateTempSubdirectory("dronelink-placeholder-");
        File.WriteAllText(Path.Combine(folder.FullName, "bootstrap"), "#!/bin/sh\necho placeholder >&2\nexit 1\n");
        return folder;
    }

    private static string? FindNode()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true });
            var version = node!.StandardOutput.ReadToEnd().Trim().TrimStart('v');
            node.WaitForExit();
            if (node.ExitCode != 0 || !int.TryParse(version.Split('.')[0], out var major))
                return "Node.js does not run: 'node --version' failed.";

            // CDK prints a banner for a release that it finds too old or does not know; whoever has it knows, and it works.
            System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", Text(major));
            System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION", "1");
            System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION", "1");
            return major >= LeastNode ? null : $"Node.js {version} is too old for CDK: install {LeastNode} or newer.";
        }
        catch (Win32Exception)
        {
            return $"Node.js is not installed; CDK runs in it. Install {LeastNode} or newer.";
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
