using System.Reflection;

[assembly: AssemblyTitle("DroneLink payload")]
[assembly: AssemblyProduct("DroneLink")]
[assembly: AssemblyCopyright("MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
