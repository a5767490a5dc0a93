using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DroneLink.CloudSdk.Ota;

/// <summary>Reads the head of an assembly of .NET, which a twin loads.</summary>
internal static class NetAssembly
{
    /// <summary>Says whether bytes begin as one does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith("MZ"u8);

    /// <summary>Reads an assembly.</summary>
    /// <exception cref="OtaImageException">It is none.</exception>
    public static (string Name, OtaImage Image) Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var file = new PEReader(ImmutableArray.Create(bytes.Span));
            if (!file.HasMetadata)
                throw new OtaImageException("The image is a program without .NET in it. Give the .dll of the payload.");
            var metadata = file.GetMetadataReader();
            if (!metadata.IsAssembly)
                throw new OtaImageException("The image is a module of .NET and no assembly. Give the .dll of the payload.");
            var own = metadata.GetAssemblyDefinition();
            var libraries = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach (var reference in metadata.AssemblyReferences.Select(metadata.GetAssemblyReference))
                OtaImage.AddLibrary(libraries, metadata.GetString(reference.Name), reference.Version.Major, reference.Version.Minor);
            return (metadata.GetString(own.Name), new OtaImage(OtaImage.Net, own.Version, libraries.ToImmutable()));
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new OtaImageException("The image cannot be read as an assembly of .NET. Build it again, or copy it again: it was cut or changed.");
        }
    }
}
