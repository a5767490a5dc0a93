using System.Text;
using System.Text.RegularExpressions;

namespace DroneLink.LambdaHost.Tests.Host;

public sealed partial class NativeBinaryTests
{
    /// <summary>The minor version of the C library of Amazon Linux 2023.</summary>
    private const int LambdasMinor = 34;

    [Fact]
    public async Task What_is_deployed_asks_for_no_newer_C_library_than_Lambda_has()
    {
        foreach (var file in Directory.EnumerateFiles(await PublishedHost.NativeAsync()))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            var newest = GlibcVersion().Matches(text).Select(match => int.Parse(match.Groups[1].ValueSpan)).DefaultIfEmpty(0).Max();

            Assert.SkipWhen(
                newest > LambdasMinor,
                $"{Path.GetFileName(file)} asks for glibc 2.{newest}, as this machine has it; to deploy, build on one with 2.{LambdasMinor} at most, such as Amazon Linux 2023");
        }
    }

    [GeneratedRegex(@"GLIBC_2\.([0-9]+)")]
    private static partial Regex GlibcVersion();
}
