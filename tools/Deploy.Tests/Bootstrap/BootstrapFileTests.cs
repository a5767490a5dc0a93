using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using DroneLink.Deploy.Bootstrap;

namespace DroneLink.Deploy.Tests.Bootstrap;

public sealed class BootstrapFileTests
{
    [Fact]
    public void Packed_IsAnExecutableNamedBootstrap()
    {
        using var folder = new TestFolder();

        var zip = Pack(folder, Program());

        BootstrapFile.Check(zip);
        using var archive = ZipFile.OpenRead(zip);
        var entry = Assert.Single(archive.Entries);
        Assert.Equal("bootstrap", entry.FullName);
        Assert.Equal(Convert.ToInt32("100755", 8), entry.ExternalAttributes >>> 16);
    }

    [Fact]
    public void PackedTwice_IsTheSameFile()
    {
        using var folder = new TestFolder();
        var first = File.ReadAllBytes(Pack(folder, Program()));

        Assert.Equal(first, File.ReadAllBytes(Pack(folder, Program())));
    }

    [Fact]
    public void StandIn_IsRefused()
    {
        using var folder = new TestFolder();

        var refusal = Assert.Throws<UserErrorException>(() => Pack(folder, Program(), kinesisType: "project"));

        Assert.Contains("stand-in", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At(BootstrapFile.ZipName)));
    }

    [Fact]
    public void WithoutKinesis_IsRefused() => Assert.Throws<UserErrorException>(() => BootstrapFile.KinesisOf(JsonNode.Parse("""{"libraries":{}}""")!));

    [Fact]
    public void ZipThatWasChanged_IsRefused()
    {
        using var folder = new TestFolder();
        var zip = Pack(folder, Program());
        File.AppendAllText(zip, "x");

        Assert.Contains("is not the file", Assert.Throws<UserErrorException>(() => BootstrapFile.Check(zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ZipWithoutItsNote_IsRefused()
    {
        using var folder = new TestFolder();
        var zip = Pack(folder, Program());
        File.Delete(folder.At(BootstrapFile.NoteName));

        Assert.Throws<UserErrorException>(() => BootstrapFile.Check(zip));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"kinesis":"something","sha256":"0"}""")]
    public void NoteThatSaysNothing_IsRefused(string note)
    {
        using var folder = new TestFolder();
        var zip = Pack(folder, Program());
        File.WriteAllText(folder.At(BootstrapFile.NoteName), note);

        Assert.Throws<UserErrorException>(() => BootstrapFile.Check(zip));
    }

    [Fact]
    public void MissingZip_IsRefused() => Assert.Throws<UserErrorException>(() => BootstrapFile.Check("nowhere/bootstrap.zip"));

    [Fact]
    public void ProgramForArm64_IsTaken() => Assert.Null(BootstrapFile.WhyNotProgram(Program()));

    [Fact]
    public void ProgramForAnotherProcessor_IsRefused() =>
        Assert.Contains("arm64", BootstrapFile.WhyNotProgram(Program(machine: 62)), StringComparison.Ordinal);

    [Fact]
    public void NoProgram_IsRefused() => Assert.NotNull(BootstrapFile.WhyNotProgram("#!/bin/sh"u8));

    [Fact]
    public void ProgramForTheCLibraryOfLambda_IsTaken() => Assert.Null(BootstrapFile.WhyNotProgram(Program(text: "GLIBC_2.17\0GLIBC_2.34\0")));

    [Fact]
    public void ProgramForANewerCLibrary_IsRefused() =>
        Assert.Contains("2.35", BootstrapFile.WhyNotProgram(Program(text: "GLIBC_2.35\0GLIBC_2.17\0")), StringComparison.Ordinal);

    private static string Pack(TestFolder folder, byte[] program, string kinesisType = "package")
    {
        var assets = new JsonObject
        {
            ["libraries"] = new JsonObject { ["AWSSDK.Core/4.0.0"] = Library("package"), ["AWSSDK.Kinesis/4.0.0"] = Library(kinesisType) },
        };
        File.WriteAllBytes(folder.At("bootstrap"), program);
        File.WriteAllText(folder.At("project.assets.json"), assets.ToJsonString());
        return BootstrapFile.Pack(folder.At("bootstrap"), folder.At("project.assets.json"), folder.Path);
    }

    private static JsonObject Library(string type) => new() { ["type"] = type };

    // The head of an ELF file: 64 bits, little-endian, the processor at byte 18.
    private static byte[] Program(byte machine = 183, string text = "")
    {
        var head = new byte[64];
        "\u007fELF"u8.CopyTo(head);
        head[4] = 2;
        head[5] = 1;
        head[18] = machine;
        return [.. head, .. Encoding.ASCII.GetBytes(text)];
    }
}
