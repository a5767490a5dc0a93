using System.Buffers.Binary;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Tests.Ota;

namespace DroneLink.Simulation.Hostile;

/// <summary>Releases, and what they are made of.</summary>
internal static class Images
{
    /// <summary>Releases, one for every runtime and one with all that a head can say.</summary>
    public static IReadOnlyList<OtaReleaseFile> Releases { get; } =
    [
        TestImage.Release(build: 7, image: TestImage.Nano(bytes: 300)),
        TestImage.Release(build: 8, version: "0.3.1", name: "2026-11-a", role: "drone", minVersion: "0.1.0", image: TestImage.Nano(bytes: 40)),
    ];

    /// <summary>Makes both CRCs of a nanoFramework assembly right.</summary>
    public static void Seal(Span<byte> image)
    {
        const int Head = 0x7C;
        if (image.Length < Head || !image.StartsWith("NFMRK"u8)) return;
        BinaryPrimitives.WriteUInt32LittleEndian(image[0x0C..], TestImage.Crc(image[Head..]));
        image.Slice(0x08, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(image[0x08..], TestImage.Crc(image[..Head]));
    }
}
