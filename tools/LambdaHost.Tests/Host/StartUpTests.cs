using System.Diagnostics;
using System.Globalization;
using DroneLink.LambdaHost.Tests.Runtime;

namespace DroneLink.LambdaHost.Tests.Host;

/// <summary>Alone on the machine, as far as this project goes.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Measures what the native binary is for: size, start and memory, beside the same handler under the JIT.</summary>
[Collection(nameof(Alone))]
public sealed class StartUpTests(Emulators emulators, ITestOutputHelper output) : IClassFixture<Emulators>
{
    private const int Runs = 7;

    [Fact]
    public async Task The_native_binary_answers_as_the_JIT_does_and_what_each_takes_is_printed()
    {
        var options = await emulators.CreateAsync();
        var (native, managed) = (await PublishedHost.NativeAsync(), await PublishedHost.ManagedAsync());

        output.WriteLine($"handler query, medians of {Runs} runs, one after the other");
        output.WriteLine("|        | to deploy | start to first GET next | start to first answer | memory then |");
        var aot = await MeasureAsync("native", Path.Combine(native, "bootstrap"), native, options.StreamName);
        var jit = await MeasureAsync("JIT", Path.Combine(managed, "bootstrap.dll"), managed, options.StreamName);

        Assert.Equal(jit, aot);
    }

    private async Task<string> MeasureAsync(string name, string program, string folder, string cloud)
    {
        var (ready, answered, memory) = (new List<double>(), new List<double>(), new List<double>());
        var answer = "";
        for (var i = 0; i < Runs; i++)
        {
            await using var api = new RuntimeApi();
            api.Invoke("first", HostEvents.Get("/v1/devices"));
            await using var host = HostProcess.Start(program, api, "query", [.. emulators.Emulated.Environment(cloud).Select(variable => (variable.Key, variable.Value))]);
            var asked = await api.FirstNext;
            var posted = await api.PostedAsync();
            Assert.Equal("invocation/first/response", posted.Path);
            answer = posted.Text;
            answered.Add(Stopwatch.GetElapsedTime(host.StartedAt).TotalMilliseconds);
            ready.Add(Stopwatch.GetElapsedTime(host.StartedAt, asked).TotalMilliseconds);
            memory.Add(host.PeakMemoryBytes / 1e6);
            await host.StopAsync();
        }

        var megabytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name,-6} | {megabytes,6:F1} MB | {Median(ready),20:F0} ms | {Median(answered),18:F0} ms | {Median(memory),8:F0} MB |"));
        return answer;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
