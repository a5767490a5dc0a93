using System.Text;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaReleaseFileTests
{
    [Fact]
    public void A_file_reads_back_as_what_was_packed()
    {
        var packed = TestImage.Release(7, "0.2.0", "2026-11-a", "drone", "0.1.0");

        var read = OtaReleaseFile.Read(packed.Write());

        Assert.True(packed.Release.IsSame(read.Release));
        Assert.Equal(packed.Image.ToArray(), read.Image.ToArray());
        var head = Encoding.ASCII.GetString(packed.Write()).Split('\n');
        Assert.Equal("DLOTA1", head[0]);
        Assert.Equal(
            $$$"""{"release":"2026-11-a","version":"0.2.0","build":7,"size":{{{packed.Image.Length}}},"sha256":"{{{packed.Release.Sha256}}}","role":"drone","runtime":"nano1","libraries":{"DroneLink.Firmware":"0.1","mscorlib":"1.17"},"minVersion":"0.1.0"}""",
            head[1]);
    }

    [Fact]
    public void Without_a_name_it_is_called_by_version_and_build() => Assert.Equal("0.2.0-7", TestImage.Release().Release.Release);

    [Theory]
    [InlineData("build", 0, null, null, null)]
    [InlineData("release", 1, "a b", null, null)]
    [InlineData("role", 1, null, "pilot", null)]
    [InlineData("minVersion", 1, null, null, "0.2.1")]
    public void What_cannot_be_is_refused_when_it_is_packed(string told, int build, string? name, string? role, string? minVersion)
    {
        var message = Assert.Throws<OtaImageException>(() => TestImage.Release(build, "0.2.0", name, role ?? "any", minVersion)).Message;
        Assert.Contains(told, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_no_device_could_hold_is_refused_when_it_is_packed()
    {
        var image = TestImage.Nano(references: [.. Enumerable.Range(0, 20).Select(i => ($"A.Library.With.A.Long.Name.{i}", 1, 0))]);

        Assert.Contains("1024 bytes", Assert.Throws<OtaImageException>(() => TestImage.Release(image: image)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_and_every_changed_byte_is_refused()
    {
        var file = TestImage.Release(image: TestImage.Nano()).Write();

        for (var length = 0; length < file.Length; length++)
            Assert.Throws<OtaImageException>(() => OtaReleaseFile.Read(file.AsMemory(0, length)));
        Assert.Throws<OtaImageException>(() => OtaReleaseFile.Read((byte[])[.. file, 0]));
        var end = Array.IndexOf(file, (byte)'\n', 7);
        for (var at = end; at < file.Length; at++)
        {
            var changed = (byte[])file.Clone();
            changed[at] ^= 1;
            Assert.Throws<OtaImageException>(() => OtaReleaseFile.Read(changed));
        }
    }

    [Theory]
    [InlineData("\"runtime\":\"nano1\"", "\"runtime\":\"net10\"", "does not say of the image")]
    [InlineData("\"mscorlib\":\"1.17\"", "\"mscorlib\":\"1.18\"", "does not say of the image")]
    [InlineData("\"build\":7", "\"build\":-7", "build is -7")]
    [InlineData("\"build\":7", "\"build\":\"7\"", "cannot be read")]
    [InlineData("\"build\":7", "\"build\":7,\"build\":8", "cannot be read")]
    [InlineData("\"version\":\"0.2.0\"", "\"version\":\"0.2\"", "cannot be read")]
    [InlineData("\"role\":\"any\"", "\"role\":null", "role is ''")]
    [InlineData("\"role\":\"any\",", "", "cannot be read")]
    [InlineData("DLOTA1", "DLOTA2", "DLOTA1")]
    [InlineData("}\n", "}", "head of the release")]
    public void A_head_that_says_something_else_is_refused(string from, string to, string told)
    {
        var file = Encoding.Latin1.GetString(TestImage.Release(image: TestImage.Nano()).Write());
        var at = file.IndexOf(from, StringComparison.Ordinal);
        var changed = Encoding.Latin1.GetBytes(file[..at] + to + file[(at + from.Length)..]);

        Assert.Contains(told, Assert.Throws<OtaImageException>(() => OtaReleaseFile.Read(changed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_large_a_file_is_refused_by_its_length() => Assert.Contains(
        "at the most", Assert.Throws<OtaImageException>(() => OtaReleaseFile.Read(new byte[OtaReleaseFile.MaxBytes + 1])).Message, StringComparison.Ordinal);
}
