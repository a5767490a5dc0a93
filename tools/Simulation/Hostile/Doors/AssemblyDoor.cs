using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Tests.Ota;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>An image of nanoFramework or of .NET: it is read, or refused as an image.</summary>
internal sealed class AssemblyDoor(bool isNano) : Door
{
    /// <inheritdoc/>
    public override string Name => isNano ? "nano-assembly" : "net-assembly";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = isNano
        ? [TestImage.Nano(), TestImage.Nano(bytes: 5, references: [("mscorlib", 1, 17), ("System.Math", 1, 5), ("448", 1, 2)])]
        : [TestImage.Net(references: [("System.Runtime", 10, 0), ("DroneLink.Firmware", 0, 1)])];

    /// <inheritdoc/>
    public override int BytesPerByte => 32;

    // What .NET's own reader of metadata takes for its tables.
    /// <inheritdoc/>
    public override int FreeBytes => isNano ? 65536 : 1 << 20;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input) => Images.Seal(input);

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        try
        {
            return new Outcome(true, OtaImage.Read(input).Libraries.Count);
        }
        catch (OtaImageException exception)
        {
            return new Outcome(false, exception.Message.Length);
        }
    }
}
