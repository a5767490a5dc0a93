using DroneLink.Deploy.Stack;
var s = Synthesis.Of(new StackSettings(), args[0], null);
Console.WriteLine(s.Folder);
return 0;
