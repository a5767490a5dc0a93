using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace DroneLink.CloudSdk.Ota;

/// <summary>What an image of the payload says of itself.</summary>
/// <param name="Runtime"><see cref="Nano"/> or <see cref="Net"/>.</param>
/// <param name="AssemblyVersion">Version of the assembly, which is not the release's: it changes only with what refers to it.</param>
/// <param name="Libraries">The assemblies that it refers to, with <c>major.minor</c>.</param>
public sealed record OtaImage(string Runtime, Version AssemblyVersion, ImmutableSortedDictionary<string, string> Libraries)
{
    /// <summary>A <c>.pe</c> of nanoFramework 1, for boards.</summary>
    public const string Nano = "nano1";

    /// <summary>An assembly of .NET 10, for the twin.</summary>
    public const string Net = "net10";

    /// <summary>The assembly that a payload is.</summary>
    public const string AssemblyName = "DroneLink.Application";

    /// <summary>Bytes at the most: 64 blocks of a slot, each of one erase block less its CRC.</summary>
    public const int MaxBytes = 64 * 4092;

    private const int MaxLibraries = 32;
    private const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Reads an image.</summary>
    /// <param name="bytes">The file.</param>
    /// <exception cref="OtaImageException">It is none that a device could run.</exception>
    public static OtaImage Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxBytes)
            throw new OtaImageException($"The image has {bytes.Length} bytes; expected are 1 to {MaxBytes}, what a slot of a device holds.");
        var (name, image) = NanoAssembly.IsOne(bytes.Span) ? NanoAssembly.Read(bytes.Span)
            : NetAssembly.IsOne(bytes.Span) ? NetAssembly.Read(bytes)
            : throw new OtaImageException("The image is neither a .pe of nanoFramework nor an assembly of .NET. Give the .pe that the build wrote beside the .dll.");
        if (name != AssemblyName)
            throw new OtaImageException($"The image is the assembly '{name}'; expected is {AssemblyName}, the only one that is updated over the air.");
        return image.Libraries.Count <= MaxLibraries
            ? image
            : throw new OtaImageException($"The image refers to {image.Libraries.Count} assemblies; expected are {MaxLibraries} at the most.");
    }

    /// <summary>Adds a reference; the name goes into a manifest, which has no escapes.</summary>
    internal static void AddLibrary(ImmutableSortedDictionary<string, string>.Builder libraries, string name, int major, int minor)
    {
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new OtaImageException("The image refers to an assembly whose name has other characters than A-Z a-z 0-9 . _ -");
        libraries[name] = string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}");
    }
}
