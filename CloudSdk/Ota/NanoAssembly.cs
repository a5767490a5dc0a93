using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace DroneLink.CloudSdk.Ota;

/// <summary>
/// Reads the head of a nanoFramework 1 assembly, <c>CLR_RECORD_ASSEMBLY</c> of nf-interpreter's <c>nanoCLR_Types.h</c>; little-endian.
/// </summary>
internal static class NanoAssembly
{
    //  offset  size  field
    //  00      8     marker, "NFMRK1" and zeros
    //  08      4     headerCRC of all the head with 0 in this place
    //  0C      4     assemblyCRC of all behind the head
    //  1C      8     version: major, minor, build, revision
    //  24      2     assemblyName, in the table of strings
    //  26      2     stringTableVersion
    //  28      64    startOfTables: 16 offsets from the start of the file; the last but one is the end of the assembly
    //  68      20    numOfPatchedMethods, paddings
    private const int HeadBytes = 0x7C;
    private const int HeaderCrcOffset = 0x08;
    private const int AssemblyCrcOffset = 0x0C;
    private const int VersionOffset = 0x1C;
    private const int NameOffset = 0x24;
    private const int StringTableVersionOffset = 0x26;
    private const int TablesOffset = 0x28;
    private const int AssemblyRefTable = 0;
    private const int StringsTable = 11;
    private const int EndTable = 15;
    private const int StringTableVersion = 1;

    //  An entry of the table of references: name u16, padding u16, version as above.
    private const int ReferenceBytes = 12;

    private const string Torn = "Build it again, or copy it again: it was cut or changed.";

    // From this number on a string is not in the file but in the CLR, counted down from FFFF.
    private const int FirstKnownString = 0xFFFF - 860;

    // Those of the CLR's strings that can be an assembly, by their place there (nf-interpreter, StringTableData.cpp).
    private static readonly Dictionary<int, string> KnownStrings = new()
    {
        [0x1C0] = "System.Collections",
        [0x1CB] = "System.ComponentModel",
        [0x1CC] = "System.Diagnostics",
        [0x1CD] = "System.Globalization",
        [0x1CF] = "System.IO",
        [0x1D0] = "System.Reflection",
        [0x1D1] = "System.Resources",
        [0x1D2] = "System.Runtime.CompilerServices",
        [0x1D6] = "System.Text",
        [0x1D7] = "System.Threading",
        [0x32D] = "mscorlib",
    };

    /// <summary>Says whether bytes begin as an assembly of nanoFramework does, of whichever version.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith("NFMRK"u8);

    /// <summary>Reads an assembly.</summary>
    /// <exception cref="OtaImageException">It is none of version 1, or is damaged.</exception>
    public static (string Name, OtaImage Image) Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("NFMRK2"u8))
            throw new OtaImageException("The image is for nanoFramework 2 (NFMRK2), and the devices run 1. Build it with the project system and the packages of nanoFramework 1.");
        if (!bytes.StartsWith("NFMRK1\0\0"u8))
            throw new OtaImageException("The image is for a version of nanoFramework that is not known here; expected is 1 (NFMRK1).");
        CheckHead(bytes);
        var tables = Tables(bytes);
        var version = bytes[VersionOffset..];
        return (
            Text(bytes, tables, U16(bytes, NameOffset)),
            new OtaImage(OtaImage.Nano, new Version(U16(version, 0), U16(version, 2), U16(version, 4), U16(version, 6)), References(bytes, tables)));
    }

    private static void CheckHead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes)
            throw new OtaImageException($"The image ends in its head. {Torn}");
        var head = bytes[..HeadBytes].ToArray();
        head.AsSpan(HeaderCrcOffset, sizeof(uint)).Clear();
        if (NanoCrc32.Compute(head) != U32(bytes, HeaderCrcOffset))
            throw new OtaImageException($"The CRC of the image's head is wrong. {Torn}");
        if (NanoCrc32.Compute(bytes[HeadBytes..]) != U32(bytes, AssemblyCrcOffset))
            throw new OtaImageException($"The CRC of the image's body is wrong. {Torn}");
        if (U16(bytes, StringTableVersionOffset) is not StringTableVersion and var other)
            throw new OtaImageException($"The image has the table of strings {other}; nanoFramework 1 has {StringTableVersion}. Build it with the metadata processor of nanoFramework 1.");
    }

    private static int[] Tables(ReadOnlySpan<byte> bytes)
    {
        var tables = new int[EndTable + 1];
        for (var i = 0; i < tables.Length; i++)
        {
            var start = U32(bytes, TablesOffset + i * sizeof(uint));
            if (start > bytes.Length || start < (i == 0 ? HeadBytes : tables[i - 1]))
                throw new OtaImageException($"Table {i} of the image is not in the image. {Torn}");
            tables[i] = (int)start;
        }

        return tables[EndTable] == bytes.Length
            ? tables
            : throw new OtaImageException($"The image says that it has {tables[EndTable]} bytes, and has {bytes.Length}. {Torn}");
    }

    private static ImmutableSortedDictionary<string, string> References(ReadOnlySpan<byte> bytes, int[] tables)
    {
        var libraries = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var at = tables[AssemblyRefTable]; at + ReferenceBytes <= tables[AssemblyRefTable + 1]; at += ReferenceBytes)
            OtaImage.AddLibrary(libraries, Text(bytes, tables, U16(bytes, at)), U16(bytes, at + 4), U16(bytes, at + 6));
        return libraries.ToImmutable();
    }

    private static string Text(ReadOnlySpan<byte> bytes, int[] tables, int number)
    {
        if (number >= FirstKnownString)
        {
            return KnownStrings.GetValueOrDefault(0xFFFF - number)
                ?? throw new OtaImageException($"The image names an assembly by string {0xFFFF - number:X3} of the CLR, which is no assembly's name. {Torn}");
        }

        var strings = bytes[tables[StringsTable]..tables[StringsTable + 1]];
        var end = number < strings.Length ? strings[number..].IndexOf((byte)0) : -1;
        return end >= 0
            ? Encoding.UTF8.GetString(strings.Slice(number, end))
            : throw new OtaImageException($"A string of the image is not in its table. {Torn}");
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}
