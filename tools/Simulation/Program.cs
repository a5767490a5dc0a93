using DroneLink.Simulation.Commands;

return await CommandTree.RunAsync(args).ConfigureAwait(false);
