using System.Buffers.Binary;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaImageTests
{
    [Fact]
    public void A_nano_image_tells_its_version_and_what_it_refers_to()
    {
        var image = OtaImage.Read(TestImage.Nano(references: [("813", 1, 17), ("471", 1, 1), ("DroneLink.Firmware", 0, 1)]));

        Assert.Equal((OtaImage.Nano, new Version(0, 1, 0, 0)), (image.Runtime, image.AssemblyVersion));
        Assert.Equal(
            new Dictionary<string, string> { ["DroneLink.Firmware"] = "0.1", ["System.Threading"] = "1.1", ["mscorlib"] = "1.17" }, image.Libraries);
    }

    [Fact]
    public void A_net_image_tells_the_same()
    {
        var image = OtaImage.Read(TestImage.Net(references: [("System.Runtime", 10, 0), ("DroneLink.Host", 0, 1)]));

        Assert.Equal((OtaImage.Net, new Version(0, 1, 0, 0)), (image.Runtime, image.AssemblyVersion));
        Assert.Equal(new Dictionary<string, string> { ["DroneLink.Host"] = "0.1", ["System.Runtime"] = "10.0" }, image.Libraries);
    }

    // CRC-32/CKSUM gives 765E7680 for this; nanoFramework's is the same but for an inversion at the end.
    [Fact]
    public void The_images_here_are_sealed_as_nanoFramework_does() => Assert.Equal(~0x765E7680u, TestImage.Crc("123456789"u8));

    [Theory]
    [InlineData(0x00, "neither a .pe")]
    [InlineData(0x08, "CRC of the image's head")]
    [InlineData(0x0C, "CRC of the image's head")]
    [InlineData(0x30, "CRC of the image's head")]
    [InlineData(0x7C, "CRC of the image's body")]
    [InlineData(-1, "CRC of the image's body")]
    public void A_changed_byte_is_found(int offset, string told)
    {
        var file = TestImage.Nano();
        file[offset < 0 ? file.Length + offset : offset] ^= 1;

        AssertRefused(file, told);
    }

    [Fact]
    public void A_file_that_was_cut_or_grew_is_refused_wherever_it_was_cut()
    {
        var file = TestImage.Nano();

        for (var length = 1; length < file.Length; length++)
            Assert.Throws<OtaImageException>(() => OtaImage.Read(file.AsMemory(0, length)));
        Assert.Throws<OtaImageException>(() => OtaImage.Read((byte[])[.. file, 0]));
        AssertRefused([], "0 bytes");
    }

    [Fact]
    public void An_image_of_nanoFramework_2_is_refused_with_what_to_do()
    {
        var file = TestImage.Nano();
        file[5] = (byte)'2';

        AssertRefused(TestImage.Seal(file), "nanoFramework 2 (NFMRK2)", "packages of nanoFramework 1");
        file[5] = (byte)'9';
        AssertRefused(TestImage.Seal(file), "not known here");
    }

    [Fact]
    public void Whoever_sealed_it_its_tables_and_strings_have_to_be_in_it()
    {
        AssertRefused(With(0x28, 4, 0x10), "Table 0");
        AssertRefused(With(0x54, 4, 1 << 20), "Table 11");
        AssertRefused(With(0x28, 4, 0xFFFF_FFFF), "Table 0");
        AssertRefused(With(0x64, 4, 0x100), "Table 15");
        AssertRefused(With(0x24, 2, 0x4000), "string of the image");
        AssertRefused(With(0x26, 2, 2), "table of strings 2");
        AssertRefused(With(0x24, 2, 0xFFFF), "string 000 of the CLR");
        AssertRefused(TestImage.Nano(references: [("a\"b", 0, 1)]), "other characters");
        AssertRefused(TestImage.Nano(references: [.. Enumerable.Range(0, 33).Select(i => ($"L{i}", 0, 1))]), "33 assemblies");
    }

    [Theory]
    [InlineData("DroneLink.Firmware")]
    [InlineData("")]
    public void Another_assembly_is_refused_by_its_name(string name)
    {
        AssertRefused(TestImage.Nano(name), $"'{name}'", "DroneLink.Application");
        if (name.Length > 0)
            AssertRefused(TestImage.Net(name), $"'{name}'");
    }

    [Fact]
    public void A_slot_is_the_bound()
    {
        var rest = TestImage.Nano(bytes: 0).Length;

        Assert.Equal(OtaImage.Nano, OtaImage.Read(TestImage.Nano(bytes: OtaImage.MaxBytes - rest)).Runtime);
        AssertRefused(TestImage.Nano(bytes: OtaImage.MaxBytes - rest + 1), "261889 bytes", "261888");
    }

    [Fact]
    public void What_is_no_assembly_of_net_is_refused()
    {
        var file = TestImage.Net();

        // Up to where the metadata begins; .NET has no sum over a file, which is why a release file has one.
        var metadata = file.AsSpan().IndexOf("BSJB"u8);
        for (var length = 2; length <= metadata; length += 7)
            Assert.Throws<OtaImageException>(() => OtaImage.Read(file.AsMemory(0, length)));
        AssertRefused("MZ hello"u8.ToArray(), "cannot be read");
    }

    [Fact]
    public void Noise_raises_nothing_else()
    {
        var random = new Random(4711);
        var (nano, net) = (TestImage.Nano(), TestImage.Net());
        for (var i = 0; i < 3000; i++)
        {
            var file = (byte[])(i % 2 == 0 ? nano : net).Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
                file[random.Next(2, file.Length)] = (byte)random.Next(256);
            var failure = Record.Exception(() => OtaImage.Read(i % 2 == 0 ? TestImage.Seal(file) : file));
            Assert.True(failure is null or OtaImageException, $"round {i}: {failure}");
        }
    }

    private static byte[] With(int offset, int bytes, uint value)
    {
        var file = TestImage.Nano();
        if (bytes == 4)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(offset), (ushort)value);
        return TestImage.Seal(file);
    }

    private static void AssertRefused(byte[] file, params string[] told)
    {
        var message = Assert.Throws<OtaImageException>(() => OtaImage.Read(file)).Message;
        Assert.All(told, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
