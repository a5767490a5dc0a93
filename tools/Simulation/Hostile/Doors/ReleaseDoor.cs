using System.Security.Cryptography;
using System.Text;
using DroneLink.CloudSdk.Ota;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A release file that somebody publishes: what is taken is written again to the same release, whose hash is that of its image.</summary>
internal sealed class ReleaseDoor : Door
{
    private OtaReleaseFile? _file;

    /// <inheritdoc/>
    public override string Name => "release";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [.. Images.Releases.Select(file => file.Write())];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override int BytesPerByte => 64;

    /// <inheritdoc/>
    public override int FreeBytes => 65536;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        var head = input.IndexOf("}\n"u8);
        var hash = input.IndexOf("\"sha256\":\""u8);
        if (head < 0 || hash < 0 || hash + 74 > input.Length) return;
        var image = input[(head + 2)..];
        Images.Seal(image);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(image)), input[(hash + 10)..]);
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        try
        {
            _file = OtaReleaseFile.Read(input);
            return new Outcome(true, _file.Release.Libraries.Count);
        }
        catch (OtaImageException exception)
        {
            _file = null;
            return new Outcome(false, exception.Message.Length);
        }
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (_file is null) return;
        ViolationException.Unless(_file.Release.Sha256 == Convert.ToHexStringLower(SHA256.HashData(_file.Image.Span)) && _file.Release.Size == _file.Image.Length, "another image");
        ViolationException.Unless(OtaReleaseFile.Read(_file.Write()).Release.IsSame(_file.Release), "another release");
        ViolationException.Unless(_file.Release is { Build: > 0, Size: > 0 }, "a number that is none");
    }
}
