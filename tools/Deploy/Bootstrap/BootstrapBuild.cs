using System.Runtime.InteropServices;

namespace DroneLink.Deploy.Bootstrap;

/// <summary>Publishes tools/LambdaHost as a native program for Lambda.</summary>
public static class BootstrapBuild
{
    /// <summary>Ways to build: in Docker, on Amazon Linux 2023; or here, which has to be a Linux on arm64 with a C library as old.</summary>
    public static readonly string[] Ways = ["docker", "here"];

    /// <summary>Builds and packs it; what the build says goes to the console.</summary>
    /// <param name="way">One of <see cref="Ways"/>.</param>
    /// <param name="root">Root of the repository.</param>
    /// <returns>The zip's path.</returns>
    /// <exception cref="UserErrorException">It cannot be built here, or must not be deployed; the message says why.</exception>
    public static string Run(string way, string root)
    {
        var folder = Path.Combine(root, "artifacts", "lambda");
        var (program, assets) = way == "docker" ? InDocker(root, folder) : Here(root, folder);
        return BootstrapFile.Pack(program, assets, folder);
    }

    private static (string Program, string Assets) InDocker(string root, string folder)
    {
        Tool.Require(
            "docker", ["info"],
            "Docker does not run here; the bootstrap is built in it. Start it, or build on an arm64 Linux with --build here, "
            + "or bring a bootstrap built elsewhere with --bootstrap.");
        Tool.Run(
            "docker",
            [
                "buildx", "build", "--platform", "linux/arm64", "--file", "tools/Deploy/Bootstrap/bootstrap.Dockerfile",
                "--output", "type=local,dest=" + folder, ".",
            ],
            root,
            "The bootstrap was not built. On another processor than arm64 Docker needs QEMU: "
            + "'docker run --privileged --rm tonistiigi/binfmt --install arm64'.");
        return (Path.Combine(folder, "bootstrap"), Path.Combine(folder, "project.assets.json"));
    }

    private static (string Program, string Assets) Here(string root, string folder)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.Arm64)
            throw new UserErrorException("--build here needs a Linux on arm64: a native program is linked where it runs. Use --build docker.");
        Tool.Run(
            "dotnet",
            ["publish", "tools/LambdaHost", "-c", "Release", "-r", "linux-arm64", "-p:UseKinesisStandIn=false", "-o", folder],
            root,
            "The bootstrap was not published. It needs clang, zlib's headers and a feed that has the package AWSSDK.Kinesis.");
        return (Path.Combine(folder, "bootstrap"), Path.Combine(root, "tools", "LambdaHost", "obj", "project.assets.json"));
    }
}
