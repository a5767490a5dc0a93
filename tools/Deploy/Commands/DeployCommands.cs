using System.CommandLine;
using DroneLink.Deploy.Bootstrap;
using DroneLink.Deploy.Checks;
using DroneLink.Deploy.Stack;

namespace DroneLink.Deploy.Commands;

/// <summary>The command line: <c>deploy</c>, <c>diff</c>, <c>synth</c>, <c>cost</c>.</summary>
public static class DeployCommands
{
    // The version that deploys; an older one may not know the templates of the library, any newer one does.
    private const string Cli = "aws-cdk@2.1148.1";

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">What went wrong.</param>
    /// <returns>0 when all is well, 1 when it could not be done or must not be, 2 when the command line cannot be understood.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var root = new RootCommand("The cloud side of DroneLink on AWS, as code.")
        {
            Deploy(output), Diff(output), Synth(output), CostCommand.Create(output),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
                error.WriteLine(problem.Message);
            return 2;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (UserErrorException e)
        {
            error.WriteLine(e.Message);
            return 1;
        }
    }

    private static Command Deploy(TextWriter output)
    {
        var stack = new StackOptions();
        var source = new BootstrapOptions();
        var yes = new Option<bool>("--yes") { Description = "Do not ask before roles and policies change." };
        var command = new Command("deploy", "Builds the functions, checks the template, and brings both to the account of your credentials.");
        command.Options.Add(yes);
        stack.AddTo(command);
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            var folder = Assemble(stack.Read(parsed), source.Read(parsed), output);
            Cdk(["deploy", "--all", "--app", folder, "--require-approval", parsed.GetValue(yes) ? "never" : "broadening"]);
            return 0;
        });
        return command;
    }

    private static Command Diff(TextWriter output)
    {
        var stack = new StackOptions();
        var source = new BootstrapOptions();
        var command = new Command("diff", "As deploy, but only tells what would change.");
        stack.AddTo(command);
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            Cdk(["diff", "--app", Assemble(stack.Read(parsed), source.Read(parsed), output)]);
            return 0;
        });
        return command;
    }

    private static Command Synth(TextWriter output)
    {
        var stack = new StackOptions();
        var folder = new Option<string>("--out") { Description = "Folder for it.", DefaultValueFactory = _ => Path.Combine("artifacts", "cdk") };
        var bootstrap = new Option<string>("--bootstrap")
        {
            Description = "Zipped bootstrap; without one the functions have a placeholder, which cannot be deployed.",
        };
        var command = new Command("synth", "Writes the CloudFormation template and checks it: no account, no network.") { folder, bootstrap };
        stack.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = stack.Read(parsed);
            var zip = parsed.GetValue(bootstrap);
            if (zip is not null)
                BootstrapFile.Check(zip);
            var made = Checked(Synthesis.Of(settings, parsed.GetRequiredValue(folder), zip), settings);
            output.WriteLine(Path.Combine(made.Folder, settings.Prefix + ".template.json"));
            return 0;
        });
        return command;
    }

    /// <summary>All that comes before AWS is asked, the cheap first.</summary>
    private static string Assemble(StackSettings settings, (string Way, string? Zip) source, TextWriter output)
    {
        settings.Check();
        if ((Synthesis.WhyNot ?? AwsCredentials.WhyNot()) is { } why)
            throw new UserErrorException(why);

        var root = Root();
        var zip = source.Zip ?? BootstrapBuild.Run(source.Way, root);
        BootstrapFile.Check(zip);
        var made = Checked(Synthesis.Of(settings, Path.Combine(root, "artifacts", "cdk"), zip), settings);
        output.WriteLine($"{settings.Prefix}: {TemplateResource.AllOf(made.Template).Count} resources, checked.");
        return made.Folder;
    }

    private static Synthesis Checked(Synthesis made, StackSettings settings)
    {
        var violations = TemplateRules.Check(made.Template, settings.Prefix);
        return violations.Count == 0 ? made : throw new UserErrorException("This must not be deployed:\n" + string.Join('\n', violations));
    }

    private static void Cdk(string[] arguments) => Tool.Run(
        "npx", ["--yes", Cli, .. arguments], Directory.GetCurrentDirectory(),
        $"CDK did not finish. If it says that the account is not bootstrapped: 'npx {Cli} bootstrap', once for each account and region.");

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "tools", "LambdaHost", "LambdaHost.csproj")))
                return folder.FullName;
        }

        throw new UserErrorException("This runs from a checkout of the repository: dotnet run --project tools/Deploy.");
    }
}
