using System.Globalization;
using System.Text;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>The header <c>range</c> of a device that fetches an image: it gets the bytes that the answer says, of this image.</summary>
internal sealed class RangeDoor : CloudDoor
{
    private const string Path = "/v1/devices/kite/ota/7/image";

    private readonly OtaHandler _handler;
    private HttpApiResponse _response = null!;

    /// <summary>Opens it.</summary>
    public RangeDoor() => _handler = new OtaHandler(Intake, Fleet, Fleet, Time, new OtaHandlerOptions { OnFailure = Failures.Add });

    /// <inheritdoc/>
    public override string Name => "range";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [.. Hostile.Words.Of("bytes=0-99", "bytes=100-", "bytes=-20", "bytes=5-5")];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [.. Hostile.Words.Text, .. Hostile.Words.Of("bytes=", "0-1,5-6", "2147483648", "9223372036854775807", "18446744073709551615")];

    /// <inheritdoc/>
    public override int MaxBytes => 200;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Fleet.Clear();
        Failures.Clear();
        var signature = RequestSignature.ComputeGet(Samples.Key, Path, Samples.Device, Requests.Timestamp);
        _response = Now(_handler.HandleAsync(Requests.Get(Path, Samples.Device, Requests.Timestamp, signature, ("range", Encoding.Latin1.GetString(input)))));
        return new Outcome(_response.StatusCode < 300, _response.StatusCode);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        CheckNothingFailed();
        var image = Images.Releases[0].Image.ToArray();
        ViolationException.Unless(_response.StatusCode is 200 or 206 or 416, () => $"{_response.StatusCode}");
        if (_response.StatusCode == 416) return;
        var (first, last) = (0, image.Length - 1);
        if (_response.StatusCode == 206)
        {
            var range = _response.Headers!["content-range"].Split(' ', '-', '/');
            (first, last) = (int.Parse(range[1], CultureInfo.InvariantCulture), int.Parse(range[2], CultureInfo.InvariantCulture));
        }

        ViolationException.Unless(first >= 0 && last >= first && last < image.Length && Convert.FromBase64String(_response.Body!).AsSpan().SequenceEqual(image[first..(last + 1)]), "other bytes than the answer says");
    }
}
