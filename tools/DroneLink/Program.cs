using DroneLink.Tool.Commands;

return await CommandTree.RunAsync(args, CommandConsole.System, CancellationToken.None).ConfigureAwait(false);
