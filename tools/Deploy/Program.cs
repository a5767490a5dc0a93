using DroneLink.Deploy.Commands;

return DeployCommands.Run(args, Console.Out, Console.Error);
