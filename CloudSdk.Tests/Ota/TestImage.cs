using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

/// <summary>Small images, made byte by byte after nanoFramework's and .NET's formats.</summary>
internal static class TestImage
{
    private const int HeadBytes = 0x7C;

    /// <summary>A nanoFramework assembly.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Bytes of its code, which make it as long as one likes.</param>
    /// <param name="references">What it refers to; a name of digits alone is a string of the CLR.</param>
    public static byte[] Nano(string name = OtaImage.AssemblyName, int bytes = 64, params (string Name, int Major, int Minor)[] references)
    {
        if (references.Length == 0)
            references = [("813", 1, 17), ("DroneLink.Firmware", 0, 1)];
        var strings = new List<byte> { 0 };
        var refs = new byte[12 * references.Length];
        for (var i = 0; i < references.Length; i++)
        {
            var entry = refs.AsSpan(12 * i);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, references[i].Name.All(char.IsAsciiDigit) ? (ushort)(0xFFFF - int.Parse(references[i].Name)) : Add(references[i].Name));
            BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)references[i].Major);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], (ushort)references[i].Minor);
        }

        var own = Add(name);
        var code = Enumerable.Range(0, bytes).Select(i => (byte)(i * 7)).ToArray();
        byte[] file = [.. new byte[HeadBytes], .. refs, .. strings, .. code];
        "NFMRK1"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x1E), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x24), own);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x26), 1);
        int[] starts = [HeadBytes, .. Enumerable.Repeat(HeadBytes + refs.Length, 11), .. Enumerable.Repeat(HeadBytes + refs.Length + strings.Count, 3), file.Length];
        for (var i = 0; i < starts.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(0x28 + 4 * i), starts[i]);
        return Seal(file);

        ushort Add(string text)
        {
            var at = (ushort)strings.Count;
            strings.AddRange([.. Encoding.UTF8.GetBytes(text), 0]);
            return at;
        }
    }

    /// <summary>Sets both CRCs to what they should be, bit by bit and apart from the code that is tested.</summary>
    public static byte[] Seal(byte[] file)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x0C), Crc(file.AsSpan(HeadBytes)));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x08), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x08), Crc(file.AsSpan(0, HeadBytes)));
        return file;
    }

    /// <summary>An assembly of .NET.</summary>
    public static byte[] Net(string name = OtaImage.AssemblyName, params (string Name, int Major, int Minor)[] references)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("m.dll"), metadata.GetOrAddGuid(new Guid(1, 2, 3, new byte[8])), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(name), new Version(0, 1, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        foreach (var (reference, major, minor) in references)
            metadata.AddAssemblyReference(metadata.GetOrAddString(reference), new Version(major, minor, 0, 0), default, default, 0, default);
        metadata.AddTypeDefinition(0, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var file = new BlobBuilder();
        new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder(), deterministicIdProvider: _ => new BlobContentId(new Guid(1, 2, 3, new byte[8]), 1)).Serialize(file);
        return file.ToArray();
    }

    /// <summary>A release of a small image.</summary>
    public static OtaReleaseFile Release(
        int build = 7, string version = "0.2.0", string? name = null, string role = OtaRelease.AnyRole, string? minVersion = null, byte[]? image = null)
    {
        image ??= Nano(bytes: 5000 + build);
        OtaVersion.TryParse(version, out var own);
        OtaVersion? least = OtaVersion.TryParse(minVersion, out var parsed) ? parsed : null;
        return new OtaReleaseFile(OtaRelease.Of(image, own, build, name, role, least), image);
    }

    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0u;
        foreach (var next in bytes)
        {
            crc ^= (uint)next << 24;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc << 1) ^ ((crc >> 31) * 0x04C11DB7);
        }

        return crc;
    }
}
