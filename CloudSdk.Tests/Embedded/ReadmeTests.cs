using System.Runtime.CompilerServices;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_example_runs()
    {
        using var folder = new TempFolder();
        var frame = FrameWriter.Write([TestRecords.Record(0)]);

        var (outcome, devices) = await ExampleAsync(folder["cloud.db"], new byte[32], frame);

        Assert.Equal(FrameStatus.Accepted, outcome.Status);
        Assert.Equal(200, devices.StatusCode);
    }

    [Fact]
    public void The_example_is_the_one_in_the_readme()
    {
        var (readme, source) = (Path.GetFullPath(Path.Combine(SourcePath(), "../../../CloudSdk/README.md")), SourcePath());
        Assert.SkipUnless(File.Exists(readme) && File.Exists(source), "The sources are not beside the tests.");

        var snippet = Lines(File.ReadAllText(readme).Split("```")[1].Split('\n')[1..]);
        Assert.NotEmpty(snippet);
        Assert.Contains(snippet, Lines(File.ReadAllLines(source)));
    }

    private static async Task<(FrameOutcome Outcome, HttpApiResponse Devices)> ExampleAsync(string path, byte[] key, byte[] frame)
    {
        using var cloud = EmbeddedCloud.Open(path);
        await cloud.Registry.AddAsync(new DeviceIdentity("drone-1", "fleet-1", key, "drone", LinkId: null));
        var ingest = new FrameIngest(cloud.Registry, cloud.Stream, cloud.DeadLetters, TimeProvider.System);

        using var stop = new CancellationTokenSource();
        var running = cloud.Pipeline.RunAsync(stop.Token);

        FrameOutcome outcome = await ingest.AcceptAsync("drone-1", frame);
        HttpApiResponse devices = await cloud.Query.HandleAsync(new HttpApiRequest
        {
            RawPath = "/v1/devices",
            RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = "GET" } },
        });

        await stop.CancelAsync();
        await running;
        return (outcome, devices);
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string SourcePath([CallerFilePath] string path = "") => path;
}
